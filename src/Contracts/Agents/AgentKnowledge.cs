using System.Collections.Immutable;

namespace CallActors.Contracts.Agents;

/// <summary>What is known of an agent, by whom, since when, and until when it may be believed. Made anew by <see cref="AgentRules"/>.</summary>
/// <param name="Source">Who said so last.</param>
/// <param name="Since">When the state began.</param>
/// <param name="ConfirmedAt">When it was last seen to be so.</param>
public sealed record AgentKnowledge(AgentState State, AgentSource Source, DateTimeOffset Since, DateTimeOffset ConfirmedAt)
{
    /// <summary>The conversation that it is in; null before it was told.</summary>
    public AgentSession? Session { get; init; }

    /// <summary>When the last prompt was taken; null before the first.</summary>
    public DateTimeOffset? TurnBeganAt { get; init; }

    /// <summary>False for an agent that has just become idle, as long as somebody may yet make it go on.</summary>
    public bool IsSettled { get; init; } = true;

    /// <summary>The tools in use, several at a time, the newest last.</summary>
    public ImmutableList<ToolUse> Tools { get; init; } = [];

    /// <summary>What it did before it began to sum up; null when it does not.</summary>
    public AgentState? BeforeCompaction { get; init; }

    /// <summary>Set at <see cref="LookAt"/>: nobody has confirmed the state for long, and whoever can should look (screen, transcript,
    /// process) and say what they see.</summary>
    public bool IsDoubtful { get; init; }

    /// <summary>When an idle agent is settled; null when nothing is open.</summary>
    public DateTimeOffset? SettlesAt { get; init; }

    /// <summary>When the agent is taken to have stopped, unless it shows otherwise before; null when nothing speaks for it.</summary>
    public DateTimeOffset? StopsAt { get; init; }

    /// <summary>Who made us set <see cref="StopsAt"/>.</summary>
    public AgentSource StopsBy { get; init; }

    /// <summary>When to look, unless it shows something before; null for a state that lasts by itself.</summary>
    public DateTimeOffset? LookAt { get; init; }

    /// <summary>When <see cref="AgentRules.Elapse"/> is due; null for never.</summary>
    public DateTimeOffset? Due => Earlier(Earlier(SettlesAt, StopsAt), LookAt);

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;
}

/// <summary>One use of a tool.</summary>
/// <param name="CallId">Names the use; empty when its source does not.</param>
public sealed record ToolUse(string CallId, string Tool, string About);

/// <summary>How long what is known of an agent is waited for and believed.</summary>
public sealed record AgentTimes
{
    /// <summary>A state that a better source told holds against a lesser one for this long after it was last confirmed. 1–600 s.</summary>
    public TimeSpan BelievedFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The same for a question: the person may answer it at the keyboard, and no agent tells of that. 0.5–600 s.</summary>
    public TimeSpan QuestionBelievedFor { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Between an agent's word that its turn is over and our belief in it: a stop hook of the person's own may make it go on.
    /// 0–10 s.</summary>
    public TimeSpan SettlesAfter { get; init; } = TimeSpan.FromMilliseconds(700);

    /// <summary>Between a sign that the turn is over (Escape, the transcript) and our belief in it, while the agent itself says nothing.
    /// 0.1–60 s.</summary>
    public TimeSpan StopsAfter { get; init; } = TimeSpan.FromSeconds(2);
}
