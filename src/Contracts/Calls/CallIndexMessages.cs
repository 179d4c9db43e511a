namespace CallActors.Contracts.Calls;

/// <summary>One call in the list of calls.</summary>
public sealed record CallSummary(
    CallId CallId,
    CallPhase Phase,
    bool Inbound,
    string Address,
    DateTimeOffset PlacedAt,
    DateTimeOffset? AnsweredAt = null,
    DateTimeOffset? EndedAt = null,
    CallEndReason? EndReason = null);

/// <summary>Messages of the index of calls.</summary>
public static class CallIndexMessages
{
    /// <summary>A call tells how it stands. Sent by every call at each change of phase; no reply.</summary>
    public sealed record CallStands(CallSummary Summary);

    /// <summary>Wakes the calls that were not over, so that each goes on or ends by its own timers. Sent once in the name of the calls'
    /// region, when it has started; answered by a <see cref="CallCommands.GetCall"/> for each of them.</summary>
    public sealed record WakeLive;

    /// <summary>Asks for the latest calls, newest first. Answered by <see cref="CallList"/>.</summary>
    /// <param name="Limit">At most so many: 1–1,000.</param>
    public sealed record ListCalls(int Limit);

    /// <summary>The latest calls, newest first.</summary>
    public sealed record CallList(IReadOnlyList<CallSummary> Calls);
}
