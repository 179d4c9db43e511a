using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Twilio;

/// <summary>What Twilio's words for a call mean.</summary>
internal static class CallStatus
{
    public const string InProgress = "in-progress";

    /// <summary>The SIP answer of a phone whose person declined.</summary>
    private const string SipDecline = "603";

    /// <summary>The news in a status; null for one that is none yet (queued, initiated), or that is not known.</summary>
    /// <param name="sip">The SIP answer of the other side, where Twilio tells it.</param>
    public static LegNews? News(string status, string sip = "") => status switch
    {
        "ringing" => LegNews.Ringing,
        InProgress or "answered" => LegNews.Answered,
        "completed" => LegNews.HungUp,
        "busy" or "no-answer" when sip == SipDecline => LegNews.Declined,
        "busy" => LegNews.Busy,
        "no-answer" => LegNews.NoAnswer,
        // Cancelled by whoever has the account; when it was us, the call is over already.
        "canceled" or "failed" => LegNews.Failed,
        _ => null,
    };

    /// <summary>Why Twilio gave up; empty when it does not say, or has not.</summary>
    /// <param name="error">Twilio's error code, where it tells one.</param>
    public static string Why(string status, string sip, string error) => status switch
    {
        "canceled" => "The call was cancelled at Twilio, by somebody who has the account.",
        "failed" when int.TryParse(error, out var code) && code > 0 => TwilioErrors.Describe(code),
        "failed" => SipAnswers.Describe(sip),
        _ => "",
    };

    /// <summary>The call is over, whatever comes later.</summary>
    public static bool IsFinal(string status) => status is "completed" or "busy" or "no-answer" or "canceled" or "failed";

    /// <summary>Who picked up; null for a word that is not known.</summary>
    public static AnsweredBy? AnsweredBy(string word) => word switch
    {
        "human" => Contracts.Carriers.AnsweredBy.Person,
        "machine_start" => Contracts.Carriers.AnsweredBy.Machine,
        "machine_end_beep" => Contracts.Carriers.AnsweredBy.MachineAfterBeep,
        "machine_end_silence" or "machine_end_other" => Contracts.Carriers.AnsweredBy.MachineAfterGreeting,
        "fax" => Contracts.Carriers.AnsweredBy.Fax,
        "unknown" => Contracts.Carriers.AnsweredBy.Unknown,
        _ => null,
    };
}
