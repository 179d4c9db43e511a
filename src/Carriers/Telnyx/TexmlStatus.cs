using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Telnyx;

/// <summary>What TeXML's words for a call mean.</summary>
internal static class TexmlStatus
{
    /// <summary>The news in <c>CallStatus</c>; null for one that is none yet (queued, initiated), or that is not known.</summary>
    /// <param name="cause"><c>HangupCause</c>, as Call Control's; may be empty.</param>
    /// <param name="inbound">A person rang us.</param>
    public static LegNews? NewsOf(string status, string cause, bool inbound) => status switch
    {
        "ringing" => LegNews.Ringing,
        "in-progress" or "answered" => LegNews.Answered,
        "completed" => LegNews.HungUp,
        "busy" or "no-answer" or "canceled" or "failed" when cause == "call_rejected" => LegNews.Declined,
        "busy" => LegNews.Busy,
        "no-answer" => LegNews.NoAnswer,
        // Telnyx cancels what has rung for too long. When it was us, the call is over already.
        "canceled" => inbound ? LegNews.HungUp : LegNews.NoAnswer,
        "failed" => LegNews.Failed,
        _ => null,
    };

    /// <summary>The call is over, whatever comes later.</summary>
    public static bool IsFinal(string status) => status is "completed" or "busy" or "no-answer" or "canceled" or "failed";

    /// <summary>Nobody has picked up yet.</summary>
    public static bool IsEarly(string status) => status is "queued" or "initiated" or "ringing";

    /// <summary>Who picked up; null for a word that is not known.</summary>
    /// <param name="detection">What was asked for.</param>
    public static AnsweredBy? AnsweredByOf(string word, TelnyxDetection detection) => word switch
    {
        "human" => AnsweredBy.Person,
        "machine_start" or "machine" => AnsweredBy.Machine,
        "machine_end_beep" => AnsweredBy.MachineAfterBeep,
        // TeXML listens for a beep only together with silence, and silence may be the pause before the beep.
        "machine_end_silence" or "machine_end_other" => detection is TelnyxDetection.DetectBeep ? AnsweredBy.Machine : AnsweredBy.MachineAfterGreeting,
        "fax" => AnsweredBy.Fax,
        "unknown" or "not_sure" => AnsweredBy.Unknown,
        _ => null,
    };
}
