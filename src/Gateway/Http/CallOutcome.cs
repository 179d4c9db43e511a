using CallActors.Contracts.Calls;

namespace CallActors.Gateway.Http;

/// <summary>How a call came out, as a closed set of words: <c>answered</c>, <c>no-answer</c>, <c>busy</c>, <c>rejected</c>,
/// <c>cancelled</c>, <c>voicemail</c>, <c>failed</c>. Why it ended is told beside it, as a word and as a sentence.</summary>
public static class CallOutcome
{
    public const string Answered = "answered";
    public const string NoAnswer = "no-answer";
    public const string Busy = "busy";
    public const string Rejected = "rejected";
    public const string Cancelled = "cancelled";
    public const string Voicemail = "voicemail";
    public const string Failed = "failed";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Answered, NoAnswer, Busy, Voicemail, Rejected, Failed, Cancelled];

    /// <summary>The outcome of a call; null while it is not over.</summary>
    /// <param name="answered">Somebody had picked up.</param>
    public static string? Of(CallEndReason? reason, bool answered) => reason switch
    {
        null => null,
        CallEndReason.NoAnswer => NoAnswer,
        CallEndReason.Busy => Busy,
        CallEndReason.Declined => Rejected,
        CallEndReason.CarrierFailed or CallEndReason.MediaLost or CallEndReason.Shutdown => Failed,
        CallEndReason.Cancelled or CallEndReason.AgentEnded => answered ? Answered : Cancelled,
        CallEndReason.HungUp or CallEndReason.CallBackWanted or CallEndReason.TimedOut => answered ? Answered : NoAnswer,
        CallEndReason.Voicemail => Voicemail,
        { } unknown => throw new ArgumentOutOfRangeException(nameof(reason), unknown, "A reason that has no outcome."),
    };

    /// <summary>The outcome that a refusal tells; null when it tells nothing of the call's end.</summary>
    public static string? Of(RefusalReason reason) => reason switch
    {
        RefusalReason.NoAnswer => NoAnswer,
        RefusalReason.LineBusy => Busy,
        RefusalReason.Declined => Rejected,
        RefusalReason.CarrierFailed => Failed,
        _ => null,
    };
}
