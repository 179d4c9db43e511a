using System.Text.Json;
using CallActors.Carriers.Webhooks;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Switchboard;

namespace CallActors.Carriers.Softphone;

public sealed partial class SoftphoneExchange
{
    private const string NoAnswerFromEngine = "The call did not answer in time: try again.";

    internal void Receive(LineSession session, ReadOnlySpan<byte> frame)
    {
        if (frame.Length > LineSession.MaxFrameBytes)
        {
            Close(session, LineClosing.TooLong);
            return;
        }
        if (!TryParse(frame, out var request))
        {
            Close(session, LineClosing.NotJson);
            return;
        }
        lock (_lock)
        {
            if (!session.IsClosed && Handle(session, request) is { } refusal)
                Tell(session, new LineMessage.Refused(LineFields.Echo(request.Event), refusal));
        }
        _outbox.Deliver();
    }

    private static bool TryParse(ReadOnlySpan<byte> frame, out LineRequest request)
    {
        request = new LineRequest();
        try
        {
            if (JsonSerializer.Deserialize(frame, LineJson.Default.LineRequest) is not { } parsed) return false;
            request = parsed;
            return true;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text that is not UTF-8, or half a surrogate pair.
            return false;
        }
    }

    /// <summary>Null when done; the reason of a refusal otherwise.</summary>
    private string? Handle(LineSession session, LineRequest request) => (request.Event, session.Line) switch
    {
        ("hello", _) => Hello(session, request),
        ("answer" or "decline" or "hangup" or "dial" or "media" or "words", null) => "Say hello first.",
        ("answer", { } line) => WithLeg(request, leg => Answer(session, line, leg)),
        ("decline", { } line) => WithLeg(request, leg => Decline(session, line, leg)),
        ("hangup", { } line) => WithLeg(request, leg => HangUp(session, line, leg)),
        ("media", { } line) => WithLeg(request, leg => Invite(session, line, leg)),
        ("words", { } line) => WithLeg(request, leg => Words(line, leg, request)),
        ("dial", { } line) => Dial(session, line, request),
        _ => "This event is not known.",
    };

    private string? WithLeg(LineRequest request, Func<PhoneLeg, string?> work) =>
        !LineFields.TryLeg(request.Leg, out var id) ? "The leg is missing or malformed."
        : _legs.TryGetValue(id, out var leg) ? work(leg)
        : "There is no such leg.";

    private string? Hello(LineSession session, LineRequest request)
    {
        if (!LineFields.IsLineKey(request.Line)) return "The line needs 22 to 64 characters A–Z a–z 0–9 - _.";
        if (session.Line is { } line && line.Key != request.Line) return "This line is registered under another key.";
        if (request.Name is { } name && !LineFields.IsPlainText(name, LineFields.MaxName)) return "The name is longer than 60 characters or holds control characters.";
        if (request.Leg is null && request.CallId is null)
        {
            Register(session, request.Line!, null, default);
            return null;
        }
        if (!LineFields.TryLeg(request.Leg, out var leg) || !CallId.TryParse(request.CallId, out var callId))
            return "leg and callId belong together, as they were given.";
        Register(session, request.Line!, leg, callId);
        return null;
    }

    private string? Answer(LineSession session, PhoneLine line, PhoneLeg leg)
    {
        if (leg.Owner == line) return null;
        if (line.Call is not null) return "This phone is in a call.";
        if (leg.RingsOn.Contains(line)) Answer(line, leg);
        else Tell(session, new LineMessage.Ended(leg.Id.Value, AnsweredElsewhere));
        return null;
    }

    private string? Decline(LineSession session, PhoneLine line, PhoneLeg leg)
    {
        if (leg.RingsOn.Contains(line)) Decline(line, leg);
        else if (leg.Owner == line) return "The call is answered: hang up.";
        else Tell(session, new LineMessage.Ended(leg.Id.Value, AnsweredElsewhere));
        return null;
    }

    private string? HangUp(LineSession session, PhoneLine line, PhoneLeg leg)
    {
        if (leg.Owner == line) End(leg, "hung-up", LegNews.HungUp);
        else return Decline(session, line, leg);
        return null;
    }

    private string? Words(PhoneLine line, PhoneLeg leg, LineRequest request)
    {
        if (leg.Owner != line || leg.State != LegState.Talking) return "This phone is not in that call.";
        if (!LineFields.IsPlainText(request.Text, LineFields.MaxWords) || string.IsNullOrWhiteSpace(request.Text))
            return "The text needs 1 to 2,000 characters without control characters.";
        if (request.Final is not { } final) return "final is missing.";
        WordSource? source = request.Source switch { "browser" => WordSource.Browser, "typed" => WordSource.Typed, _ => null };
        if (source is not { } known) return "The source is browser or typed.";
        _outbox.Add(() => _desk().Report(new CallCommands.ReportWords(leg.CallId, leg.Id, request.Text, final, known)));
        return null;
    }

    private string? Invite(LineSession session, PhoneLine line, PhoneLeg leg)
    {
        if (leg.Owner != line || leg.State != LegState.Talking) return "This phone is not in that call.";
        if (session.AwaitsTicket) return "A ticket is being made.";
        session.AwaitsTicket = true;
        _outbox.Add(() => _ = AskForTicketAsync(session, line, leg));
        return null;
    }

    private async Task AskForTicketAsync(LineSession session, PhoneLine line, PhoneLeg leg)
    {
        var reply = await AskAsync(desk => token => desk.InviteMediaAsync(new CallCommands.InviteMedia(leg.CallId, leg.Id), token)).ConfigureAwait(false);
        lock (_lock)
        {
            session.AwaitsTicket = false;
            if (!_stopped && line.Session == session && leg.State == LegState.Talking)
                Tell(session, reply switch
                {
                    CallReplies.MediaInvited ticket => new LineMessage.Ticket(
                        leg.Id.Value, leg.CallId.Value, _options.MediaUrl, ticket.Token, (int)ticket.ValidFor.TotalSeconds),
                    CallReplies.Refused refused => new LineMessage.Refused("media", refused.Detail),
                    _ => new LineMessage.Refused("media", NoAnswerFromEngine),
                });
        }
        _outbox.Deliver();
    }

    private string? Dial(LineSession session, PhoneLine line, LineRequest request)
    {
        if (!LineFields.IsNumber(request.Number)) return "The number needs 1 to 32 of 0–9 * # +.";
        if (!line.IsFree) return "This phone is in a call.";
        var leg = Add(new PhoneLeg(PhoneLeg.NewId(), CallId.New(), LegState.Admitting));
        Occupy(line, leg);
        _outbox.Add(() => _ = AdmitAsync(line, leg, request.Number!));
        return null;
    }

    private async Task AdmitAsync(PhoneLine line, PhoneLeg leg, string number)
    {
        var decision = await _inbound.DecideOrRejectAsync(Name, Name, number, CallerAttestation.None, _time, CancellationToken.None).ConfigureAwait(false);
        var person = decision is InboundDecision.Admit admitted ? admitted.Person : (PersonId?)null;
        var reply = await AskAsync(desk => token => desk.AdmitAsync(new CallCommands.AdmitInbound(leg.CallId, leg.Id, Name, Name, number, person), token)).ConfigureAwait(false);
        lock (_lock)
        {
            // The engine may have taken a call that the phone has given up meanwhile, or may still take it after the deadline.
            if (leg.State != LegState.Admitting || reply is null) Report(leg, LegNews.HungUp);
            if (leg.State == LegState.Admitting) Admit(line, leg, reply);
        }
        _outbox.Deliver();
    }

    private void Admit(PhoneLine line, PhoneLeg leg, ICallReply? reply)
    {
        if (reply is CallReplies.Admitted)
        {
            leg.State = LegState.Talking;
            Tell(line, new LineMessage.Calling(leg.Id.Value, leg.CallId.Value));
            return;
        }
        Tell(line, new LineMessage.Refused("dial", reply is CallReplies.Refused refused ? refused.Detail : NoAnswerFromEngine));
        End(leg, "carrier-failed");
    }

    /// <summary>Asks the engine; null when it has not answered in time or has failed.</summary>
    private async Task<ICallReply?> AskAsync(Func<ICallDesk, Func<CancellationToken, Task<ICallReply>>> question)
    {
        using var deadline = new CancellationTokenSource(_options.AskWithin, _time);
        try
        {
            return await question(_desk())(deadline.Token).WaitAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Whatever went wrong in the engine, the phone is told the same; the engine logs its own failures.
            return null;
        }
    }
}
