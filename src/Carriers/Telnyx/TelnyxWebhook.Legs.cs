using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Telnyx;

public sealed partial class TelnyxWebhook
{
    private static readonly TimeSpan AdmitWithin = TimeSpan.FromSeconds(10);

    private void TakeLeg(string type, LegId leg, EventPayload payload)
    {
        if (type == "call.initiated" && payload.Direction == "incoming")
        {
            streams.Begin(token => AdmitAsync(leg, new TelnyxInboundCall(Text(payload.From), Text(payload.To)), token));
            return;
        }
        // An inbound leg has no state of ours before it is answered; its call is named after it.
        var state = ClientState.TryParse(payload.ClientState, out var told) ? told : new ClientState(CallOf(leg), Run: 0);
        switch (type)
        {
            case "call.initiated":
                Report(state, leg, LegNews.Ringing);
                break;
            case "call.answered":
                Report(state, leg, LegNews.Answered);
                streams.Answered(state, leg);
                break;
            case "call.hangup":
                streams.Ended(leg);
                var news = HangupCauses.NewsOf(payload.HangupCause, payload.SipHangupCause);
                Report(state, leg, news, news is LegNews.Failed ? HangupCauses.WhyOf(payload.HangupCause, payload.SipHangupCause) : "");
                break;
            case "streaming.started":
                streams.Started(state, leg);
                break;
            case "streaming.stopped" or "streaming.failed":
                streams.Lost(state, leg);
                break;
            default:
                // Keys come on the media socket, in their place in the audio.
                if (DetectionOf(type, payload.Result) is { } answeredBy) desk().Report(new CallCommands.ReportAnsweredBy(state.CallId, leg, answeredBy));
                break;
        }
    }

    private void Report(ClientState state, LegId leg, LegNews news, string why = "") =>
        desk().Report(new CallCommands.ReportLeg(state.CallId, leg, news, why));

    private static AnsweredBy? DetectionOf(string type, string? result) => (type, result) switch
    {
        ("call.machine.detection.ended", "human") => AnsweredBy.Person,
        ("call.machine.detection.ended", "machine") => AnsweredBy.Machine,
        ("call.machine.detection.ended", _) => AnsweredBy.Unknown,
        ("call.machine.premium.detection.ended", "human_residence" or "human_business" or "human") => AnsweredBy.Person,
        ("call.machine.premium.detection.ended", "machine") => AnsweredBy.Machine,
        ("call.machine.premium.detection.ended", "fax_detected") => AnsweredBy.Fax,
        ("call.machine.premium.detection.ended", _) => AnsweredBy.Unknown,
        ("call.machine.greeting.ended" or "call.machine.premium.greeting.ended", "beep_detected") => AnsweredBy.MachineAfterBeep,
        ("call.machine.greeting.ended" or "call.machine.premium.greeting.ended", _) => AnsweredBy.MachineAfterGreeting,
        _ => null,
    };

    private async Task AdmitAsync(LegId leg, TelnyxInboundCall inbound, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(AdmitWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        var admitted = false;
        try
        {
            admitted = await IsAdmittedAsync(leg, inbound, either.Token).ConfigureAwait(false);
        }
        finally
        {
            // Also when the calls did not answer: a caller is not left ringing.
            if (!admitted && !stopping.IsCancellationRequested) await carrier.RejectAsync(leg, busy: false, stopping).ConfigureAwait(false);
        }
        if (admitted) await carrier.AnswerAsync(leg, CallOf(leg), stopping).ConfigureAwait(false);
    }

    /// <summary>Asks the policy, then the calls.</summary>
    private async Task<bool> IsAdmittedAsync(LegId leg, TelnyxInboundCall inbound, CancellationToken cancellationToken)
    {
        if (admits is null || !await admits(inbound, cancellationToken).ConfigureAwait(false)) return false;
        var reply = await desk().AdmitAsync(
            new CallCommands.AdmitInbound(CallOf(leg), leg, Carrier, inbound.From, inbound.Dialled), cancellationToken).ConfigureAwait(false);
        // Taken already: by an earlier process, or by another that had the same event.
        return reply is CallReplies.Admitted or CallReplies.Refused { Reason: RefusalReason.AlreadyPlaced };
    }

    /// <summary>The call of an inbound leg is named after the leg: whichever process has its events names it alike.</summary>
    private static CallId CallOf(LegId leg) => CallId.ForIdempotencyKey("telnyx leg " + leg.Value);
}
