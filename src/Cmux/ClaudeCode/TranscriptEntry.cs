namespace CallActors.Cmux.ClaudeCode;

/// <summary>What a line of a transcript says, as far as it is used here.</summary>
/// <param name="At">When Claude Code wrote it.</param>
/// <param name="LineId">Names the line; empty for one without a name.</param>
public abstract record TranscriptEntry(DateTimeOffset At, string LineId)
{
    /// <summary>The person's prompt, or a command of theirs.</summary>
    /// <param name="PromptId">Names the prompt, in the hooks too; empty in older transcripts.</param>
    public sealed record Prompt(DateTimeOffset At, string LineId, string PromptId, string Text) : TranscriptEntry(At, LineId);

    /// <summary>The agent's words: a whole block of text.</summary>
    /// <param name="MessageId">The message that it is part of.</param>
    public sealed record Wrote(DateTimeOffset At, string LineId, string MessageId, string Text) : TranscriptEntry(At, LineId);

    /// <summary>The agent thought, used a tool, or got what a tool returned.</summary>
    public sealed record Worked(DateTimeOffset At, string LineId) : TranscriptEntry(At, LineId);

    /// <summary>The person stopped the turn.</summary>
    public sealed record Interrupted(DateTimeOffset At, string LineId) : TranscriptEntry(At, LineId);

    /// <summary>The turn is over, unless a stop hook makes the agent go on.</summary>
    public sealed record TurnOver(DateTimeOffset At, string LineId) : TranscriptEntry(At, LineId);

    /// <summary>The model's service failed. Its words are not the agent's.</summary>
    public sealed record ServiceFailed(DateTimeOffset At, string LineId) : TranscriptEntry(At, LineId);

    /// <summary>The conversation before this was summed up.</summary>
    public sealed record Compacted(DateTimeOffset At, string LineId) : TranscriptEntry(At, LineId);
}
