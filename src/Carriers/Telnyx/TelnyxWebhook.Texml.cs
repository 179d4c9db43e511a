using System.Security;
using CallActors.Carriers.Webhooks;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Telnyx;

public sealed partial class TelnyxWebhook
{
    private const string HangupDocument = "<Hangup/>";

    private const int MaxQuestions = 10;

    /// <summary>A TeXML application asks what to do with a call, or tells how it goes.</summary>
    private async Task<WebhookAnswer> TakeTexmlAsync(WebhookRequest request, CancellationToken cancellationToken)
    {
        var fields = FormFields.Read(request.Body.Span);
        string Field(string name) => fields.GetValueOrDefault(name, "");
        if (!TelnyxLeg.IsTexml(Field("AccountSid"), Field("CallSid"))) return Malformed;
        var leg = TelnyxLeg.Texml(Field("AccountSid"), Field("CallSid"));
        var (status, cause) = (Field("CallStatus"), Field("HangupCause"));
        if (TexmlAddress.TryParse(request.PathAndQuery, out var address))
        {
            if (!carrier.Takes(address.Call, leg, TexmlStatus.IsFinal(status))) return Document(HangupDocument);
            if (TexmlStatus.AnsweredByOf(Field("AnsweredBy"), options.Detection) is { } answeredBy) desk().Report(new CallCommands.ReportAnsweredBy(address.Call, leg, answeredBy));
        }
        // Of streams: the document goes on by itself when one ends.
        if (fields.ContainsKey("StreamEvent")) return Taken;
        var isOrdered = address != default;
        if (TexmlStatus.IsFinal(status) || address.About is TexmlAddress.Status)
        {
            Report(isOrdered ? address.Call : CallOf(leg), leg, status, cause, inbound: !isOrdered);
            return Taken;
        }
        if (isOrdered) return address.About.Length > 0 ? Taken : await GoOnAsync(address, leg, status, cancellationToken).ConfigureAwait(false);
        return Field("Direction") == "inbound"
            ? await ConnectAsync(leg, InboundOf(Field), cancellationToken).ConfigureAwait(false)
            : Taken;
    }

    private void Report(CallId call, LegId leg, string status, string cause, bool inbound)
    {
        if (TexmlStatus.NewsOf(status, cause, inbound) is not { } news) return;
        desk().Report(new CallCommands.ReportLeg(call, leg, news, news is LegNews.Failed ? HangupCauses.WhyOf(cause, null) : ""));
    }

    /// <summary>A call that we have placed, whose stream shall begin or was lost.</summary>
    private async Task<WebhookAnswer> GoOnAsync(TexmlAddress address, LegId leg, string status, CancellationToken cancellationToken)
    {
        // Telnyx asks when somebody has picked up; the news of that may come later.
        if (!TexmlStatus.IsEarly(status)) desk().Report(new CallCommands.ReportLeg(address.Call, leg, LegNews.Answered));
        return await InviteAsync(new CallCommands.InviteMedia(address.Call, leg), cancellationToken).ConfigureAwait(false) switch
        {
            CallReplies.MediaInvited ticket => Document(Connect(ticket, (address with { Attempt = 0 }).Under(options.WebhookUrl))),
            CallReplies.Refused { Reason: not (RefusalReason.Stopping or RefusalReason.NotStored) } => Document(HangupDocument),
            _ when address.Attempt + 1 >= MaxQuestions => Document(HangupDocument),
            // The call is between two processes, or its journal is away for a moment: the person waits, and Telnyx asks again.
            _ => Document("<Pause length=\"2\"/>" + Redirect((address with { Attempt = address.Attempt + 1 }).Under(options.WebhookUrl))),
        };
    }

    /// <summary>Null when the call has not answered in time, or could not.</summary>
    private async Task<ICallReply?> InviteAsync(CallCommands.InviteMedia invitation, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AdmitWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await desk().InviteMediaAsync(invitation, either.Token).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>A new call that comes in, or one whose stream has ended and whose document has sent it back to us.</summary>
    private async Task<WebhookAnswer> ConnectAsync(LegId leg, TelnyxInboundCall inbound, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AdmitWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var invitation = new CallCommands.InviteMedia(CallOf(leg), leg);
        var reply = await desk().InviteMediaAsync(invitation, either.Token).ConfigureAwait(false);
        if (reply is CallReplies.Refused { Reason: RefusalReason.UnknownCall })
        {
            if (TurnsAway(await DecideAsync(leg, inbound, either.Token).ConfigureAwait(false)) is { } document) return Document(document);
            reply = await desk().InviteMediaAsync(invitation, either.Token).ConfigureAwait(false);
        }
        return Document(reply is CallReplies.MediaInvited ticket ? Connect(ticket, options.WebhookUrl.AbsoluteUri) : HangupDocument);
    }

    private static TelnyxInboundCall InboundOf(Func<string, string> field) =>
        new(field("From"), field("To"), TelnyxInboundCall.AttestationOf(field("ShakenStirAttestation"), field("ShakenStirValidated") is "true" or "True"));

    /// <summary>What a caller gets who is not let in; null for one who is.</summary>
    private static string? TurnsAway(InboundDecision decision) => decision switch
    {
        InboundDecision.Admit => null,
        InboundDecision.Busy => "<Reject reason=\"busy\"/>",
        InboundDecision.Say say => $"<Say language=\"{Escape(say.Language)}\">{Escape(say.Text)}</Say>{HangupDocument}",
        _ => "<Reject/>",
    };

    /// <summary>Behind the stream the call comes back to us: a stream that was lost is followed by another.</summary>
    /// <param name="back">Where to.</param>
    private string Connect(CallReplies.MediaInvited ticket, string back) =>
        $"<Connect><Stream url=\"{Escape(options.MediaUrl.AbsoluteUri)}\" track=\"inbound_track\" codec=\"PCMU\" bidirectionalMode=\"rtp\" bidirectionalCodec=\"PCMU\">"
        + $"<Parameter name=\"callId\" value=\"{Escape(ticket.CallId.Value)}\"/><Parameter name=\"token\" value=\"{Escape(ticket.Token)}\"/>"
        + $"</Stream></Connect>{Redirect(back)}";

    private static string Redirect(string to) => $"<Redirect method=\"POST\">{Escape(to)}</Redirect>";

    private static WebhookAnswer Document(string verbs) => new(200, "text/xml", $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>{verbs}</Response>");

    private static string Escape(string text) => SecurityElement.Escape(text);
}
