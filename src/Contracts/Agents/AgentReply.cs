namespace CallActors.Contracts.Agents;

/// <summary>What an agent answers to a prompt, piece by piece.</summary>
/// <param name="Turn">Counts the prompts that were heard of, from 1; 0 for the last reply that was given before any was.</param>
public abstract record AgentReply(int Turn)
{
    /// <summary>The agent's own words: one or more whole paragraphs of markdown, which follow those before.</summary>
    /// <param name="Source">Where they were found. What was read off a screen is marked by <see cref="AgentSource.Screen"/>: it may be cut,
    /// wrapped or decorated.</param>
    public sealed record Text(int Turn, string Words, AgentSource Source) : AgentReply(Turn);

    /// <summary>The reply is over. More text of the same turn may follow all the same, when somebody made the agent go on.</summary>
    public sealed record Ended(int Turn, ReplyEnd How) : AgentReply(Turn);
}

/// <summary>How a reply ended.</summary>
public enum ReplyEnd
{
    /// <summary>The agent has said what it wanted to.</summary>
    Complete,

    /// <summary>The person stopped it, or took another prompt or conversation in between.</summary>
    Interrupted,

    /// <summary>The model's service failed.</summary>
    Failed,
}
