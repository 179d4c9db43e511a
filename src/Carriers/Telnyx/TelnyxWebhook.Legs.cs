using System.Text.Json;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Telnyx;

public sealed partial class TelnyxWebhook
{
    private void TakeLeg(string type, LegId leg, EventPayload payload)
    {
        if (type == "call.initiated" && payload.Direction == "incoming")
        {
            var attestation = TelnyxInboundCall.AttestationOf(payload.ShakenStirAttestation, payload.ShakenStirValidated is { ValueKind: JsonValueKind.True });
            streams.Begin(token => AdmitAsync(leg, new TelnyxInboundCall(Text(payload.From), Text(payload.To), attestation), token));
            return;
        }
        if (IsFarewell(type, leg)) return;
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
}
