using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Telnyx;

/// <summary>Why a leg ended, in the engine's words.</summary>
internal static class HangupCauses
{
    /// <param name="cause"><c>hangup_cause</c>.</param>
    /// <param name="sipCause"><c>sip_hangup_cause</c>: the SIP status, for example 486; asked where the cause says nothing.</param>
    public static LegNews NewsOf(string? cause, string? sipCause) => cause switch
    {
        "user_busy" => LegNews.Busy,
        "no_answer" or "timeout" => LegNews.NoAnswer,
        "call_rejected" => LegNews.Declined,
        "normal_clearing" or "time_limit" => LegNews.HungUp,
        // The side that rang gave up: an inbound caller, or we, and then the call knows already.
        "originator_cancel" => LegNews.HungUp,
        "not_found" => LegNews.Failed,
        _ => OfSip(sipCause),
    };

    /// <summary>Why a leg failed; empty when that is not told.</summary>
    public static string WhyOf(string? cause, string? sipCause) => cause is "not_found" ? SipAnswers.Describe("404") : SipAnswers.Describe(sipCause);

    private static LegNews OfSip(string? status) => status switch
    {
        "486" or "600" => LegNews.Busy,
        "408" or "480" => LegNews.NoAnswer,
        "603" or "607" or "608" => LegNews.Declined,
        "200" or "487" => LegNews.HungUp,
        _ => LegNews.Failed,
    };
}
