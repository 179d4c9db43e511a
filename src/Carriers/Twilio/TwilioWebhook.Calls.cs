using System.Globalization;
using CallActors.Carriers.Webhooks;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Twilio;

public sealed partial class TwilioWebhook
{
    private async Task<WebhookAnswer> TakeCallAsync(LegId leg, FormFields query, FormFields fields, CancellationToken cancellationToken)
    {
        var isOurs = CallId.TryParse(query[CallUrls.CallParameter], out var call);
        var status = fields["CallStatus"];
        // An inbound call has no call of ours in its address: its own name makes one, the same for every request.
        if (!isOurs) call = CallId.ForIdempotencyKey($"{Carrier}:{leg.Value}");
        if (!_carrier.Takes(call, leg, status)) return HangUp;

        if (CallStatus.AnsweredBy(fields["AnsweredBy"]) is { } answeredBy)
            _calls().Report(new CallCommands.ReportAnsweredBy(call, leg, answeredBy));
        // A stream's comings and goings are known from its socket.
        if (fields.Has("StreamEvent") || query[CallUrls.AboutParameter] is CallUrls.Stream or CallUrls.Machine) return Empty;

        var isQuestion = query[CallUrls.AboutParameter].Length == 0 && !fields.Has("CallbackSource") && !CallStatus.IsFinal(status);
        if (!isQuestion)
        {
            if (CallStatus.News(status, fields["SipResponseCode"]) is { } news)
                _calls().Report(new CallCommands.ReportLeg(call, leg, news, CallStatus.Why(status, fields["SipResponseCode"], fields["ErrorCode"])));
            return Empty;
        }
        if (!isOurs) return await TakeInboundAsync(call, leg, fields, cancellationToken).ConfigureAwait(false);
        // Twilio asks when somebody has picked up; the news of that may come later.
        _calls().Report(new CallCommands.ReportLeg(call, leg, LegNews.Answered));
        return await ConnectAsync(call, leg, query, cancellationToken).ConfigureAwait(false);
    }

    private async Task<WebhookAnswer> TakeInboundAsync(CallId call, LegId leg, FormFields fields, CancellationToken cancellationToken)
    {
        var (from, dialled) = (fields["From"], fields["To"]);
        var isInbound = fields["Direction"] == "inbound";
        var reject = isInbound ? Document(new Twiml.Reject()) : HangUp;
        switch (await _inbound.DecideOrRejectAsync(Carrier, from, dialled, AttestationOf(fields["StirVerstat"]), _time, cancellationToken).ConfigureAwait(false))
        {
            case InboundDecision.Admit { Person: var person }:
                var reply = await AskAsync(desk => deadline => desk.AdmitAsync(new CallCommands.AdmitInbound(call, leg, Carrier, from, dialled, person), deadline), cancellationToken).ConfigureAwait(false);
                return reply switch
                {
                    // Taken already: Twilio asks again.
                    CallReplies.Admitted or CallReplies.Refused { Reason: RefusalReason.AlreadyPlaced } => await ConnectAsync(call, leg, FormFields.None, cancellationToken).ConfigureAwait(false),
                    CallReplies.Refused => reject,
                    _ => Document(new Twiml.Reject("busy")),
                };
            case InboundDecision.Busy when isInbound:
                return Document(new Twiml.Reject("busy"));
            case InboundDecision.Say say when isInbound:
                return Document(new Twiml.Say(say.Text, Language: say.Language), new Twiml.Hangup());
            default:
                return reject;
        }
    }

    /// <summary>What Twilio found signed. Of a call that was passed on the signature is another's, and its word has more behind the letter.</summary>
    private static CallerAttestation AttestationOf(string verdict) => verdict switch
    {
        "TN-Validation-Passed-A" => CallerAttestation.A,
        "TN-Validation-Passed-B" => CallerAttestation.B,
        "TN-Validation-Passed-C" => CallerAttestation.C,
        _ => CallerAttestation.None,
    };

    /// <summary>Joins the leg's audio to the call. Behind the stream stands the same question again: should the socket be lost, Twilio asks it,
    /// any gateway answers, and a new socket takes the call up.</summary>
    private async Task<WebhookAnswer> ConnectAsync(CallId call, LegId leg, FormFields query, CancellationToken cancellationToken)
    {
        var reply = await AskAsync(desk => deadline => desk.InviteMediaAsync(new CallCommands.InviteMedia(call, leg), deadline), cancellationToken).ConfigureAwait(false);
        switch (reply)
        {
            case CallReplies.MediaInvited invited:
                var url = _options.PublicUrl;
                return Document(
                    new Twiml.Connect(new Twiml.Stream(CallUrls.Media(url), [new("callId", call.Value), new("token", invited.Token)])),
                    new Twiml.Redirect(CallUrls.Voice(url, call), "POST"));
            case CallReplies.Refused { Reason: not (RefusalReason.Stopping or RefusalReason.NotStored) }:
                return HangUp;
        }

        // The call is between two processes, or its journal is away for a moment: the person waits, and Twilio asks again.
        var attempt = int.TryParse(query[CallUrls.TryParameter], NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? before + 1 : 1;
        return attempt >= MaxQuestions ? HangUp
            : Document(new Twiml.Pause(PauseBetween), new Twiml.Redirect(CallUrls.VoiceAgain(_options.PublicUrl, call, attempt), "POST"));
    }

    /// <summary>Asks the engine; null when it has not answered in time or has failed.</summary>
    private async Task<ICallReply?> AskAsync(Func<ICallDesk, Func<CancellationToken, Task<ICallReply>>> question, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(AnswerWithin, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await question(_calls())(either.Token).WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever went wrong in the engine, Twilio gets an answer; the engine logs its own failures.
            return null;
        }
    }
}
