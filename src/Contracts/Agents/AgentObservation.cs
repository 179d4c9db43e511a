namespace CallActors.Contracts.Agents;

/// <summary>Something that was learned of an agent.</summary>
/// <param name="Source">Who says so.</param>
/// <param name="At">When it happened, by the source; it may be learned later.</param>
public abstract record AgentObservation(AgentSource Source, DateTimeOffset At)
{
    /// <summary>The conversation that it is about; null when the source does not say.</summary>
    public AgentSession? Session { get; init; }

    /// <summary>A conversation begins, or goes on.</summary>
    public sealed record SessionStarted(AgentSource Source, DateTimeOffset At, SessionStart How) : AgentObservation(Source, At);

    /// <summary>A conversation is over.</summary>
    /// <param name="IsSwitch">Another one follows in the same process.</param>
    public sealed record SessionEnded(AgentSource Source, DateTimeOffset At, string Reason, bool IsSwitch) : AgentObservation(Source, At);

    /// <summary>It took a prompt.</summary>
    public sealed record PromptTaken(AgentSource Source, DateTimeOffset At) : AgentObservation(Source, At);

    /// <summary>It wants to use a tool; whether it may is not settled.</summary>
    /// <param name="CallId">Names the use; empty when the source does not.</param>
    public sealed record ToolStarted(AgentSource Source, DateTimeOffset At, string CallId, string Tool, string About) : AgentObservation(Source, At);

    /// <summary>A tool has done what it was used for, or failed, or was refused; the agent goes on.</summary>
    /// <param name="WasInterrupted">The person stopped it, and the turn with it.</param>
    public sealed record ToolFinished(AgentSource Source, DateTimeOffset At, string CallId, bool WasInterrupted) : AgentObservation(Source, At);

    /// <summary>It asks the person.</summary>
    public sealed record Asked(AgentSource Source, DateTimeOffset At, AgentQuestion For, string Tool, string About) : AgentObservation(Source, At);

    /// <summary>It told that it waits for an answer, without a word on which: of what it asked before, or else of what the message says.</summary>
    public sealed record StillAsks(AgentSource Source, DateTimeOffset At, AgentQuestion For, string Message) : AgentObservation(Source, At);

    /// <summary>Its question was answered, by a key that we pressed.</summary>
    /// <param name="IsGranted">It may do what it asked for. What is refused ends the turn.</param>
    public sealed record Answered(AgentSource Source, DateTimeOffset At, bool IsGranted) : AgentObservation(Source, At);

    /// <summary>It has told that it is idle, some time after it became so.</summary>
    public sealed record StillIdle(AgentSource Source, DateTimeOffset At) : AgentObservation(Source, At);

    /// <summary>Its turn is over, unless somebody makes it go on.</summary>
    public sealed record TurnEnded(AgentSource Source, DateTimeOffset At) : AgentObservation(Source, At);

    /// <summary>Its turn failed.</summary>
    public sealed record TurnFailed(AgentSource Source, DateTimeOffset At, string Reason) : AgentObservation(Source, At);

    /// <summary>Its turn was stopped by the person: it is written down so.</summary>
    public sealed record Interrupted(AgentSource Source, DateTimeOffset At) : AgentObservation(Source, At);

    /// <summary>Escape was pressed. Most agents stop then, and say nothing of it.</summary>
    public sealed record EscapePressed(AgentSource Source, DateTimeOffset At) : AgentObservation(Source, At);

    /// <summary>It begins to sum up its conversation.</summary>
    public sealed record CompactionStarted(AgentSource Source, DateTimeOffset At) : AgentObservation(Source, At);

    /// <summary>It has summed up its conversation, and goes on with what it did.</summary>
    public sealed record CompactionFinished(AgentSource Source, DateTimeOffset At) : AgentObservation(Source, At);

    /// <summary>It showed that it lives, but nothing of what it does: an agent of its own came or went, it wrote something down.</summary>
    public sealed record ShowedLife(AgentSource Source, DateTimeOffset At) : AgentObservation(Source, At);

    /// <summary>It looks as if it did this.</summary>
    public sealed record Looks(AgentSource Source, DateTimeOffset At, AgentState Like) : AgentObservation(Source, At);

    /// <summary>What the source told was lost in part: what is known by it may be old.</summary>
    public sealed record NewsLost(AgentSource Source, DateTimeOffset At) : AgentObservation(Source, At);

    /// <summary>Its process has ended.</summary>
    public sealed record ProcessExited(AgentSource Source, DateTimeOffset At) : AgentObservation(Source, At);
}

/// <summary>How a conversation begins.</summary>
public enum SessionStart
{
    /// <summary>The agent was started.</summary>
    Startup,

    /// <summary>An old one is taken up again.</summary>
    Resume,

    /// <summary>The person wanted a new one.</summary>
    Clear,

    /// <summary>It was summed up, and goes on: its state does not change by this.</summary>
    Compact,
}
