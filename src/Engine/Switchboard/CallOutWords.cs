using CallActors.Contracts.Switchboard;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Switchboard;

/// <summary>What is said to whoever picks up, be it a machine: nothing of what the call is about.</summary>
public static class CallOutWords
{
    /// <param name="language">BCP 47 tag; English where there is no other.</param>
    /// <returns>Empty where the call's own words will do.</returns>
    public static string Of(CallOutReason why, string language) => why is CallOutReason.Scheduled ? CallPhrases.For(language).CallsAsScheduled : "";
}
