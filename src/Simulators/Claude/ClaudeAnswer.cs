namespace CallActors.Simulators.Claude;

/// <summary>What a simulated model answers.</summary>
/// <param name="Blocks">In their order.</param>
public sealed record ClaudeAnswer(params IReadOnlyList<ClaudeBlock> Blocks)
{
    /// <summary>Null for <c>tool_use</c> where a tool is used, <c>end_turn</c> else.</summary>
    public string? StopReason { get; init; }

    /// <summary>Fails with an error event of this type after so many content deltas: <c>overloaded_error</c>, <c>api_error</c>.</summary>
    public (int After, string Type)? Error { get; init; }

    /// <summary>Says nothing more after so many content deltas, and stays connected. Zero: not even that it has begun.</summary>
    public int? StallsAfter { get; init; }

    /// <summary>Resets the connection after so many content deltas.</summary>
    public int? BreaksAfter { get; init; }

    public static ClaudeAnswer Saying(string words) => new(new ClaudeBlock.Text(words));
}

/// <summary>A block of an answer.</summary>
public abstract record ClaudeBlock
{
    private ClaudeBlock()
    {
    }

    public sealed record Text(string Words) : ClaudeBlock;

    /// <summary>The simulator signs it: it is taken back unchanged and in its place, or not at all.</summary>
    public sealed record Thinking(string Summary) : ClaudeBlock;

    /// <param name="Input">A JSON object.</param>
    public sealed record ToolUse(string Id, string Name, string Input) : ClaudeBlock;
}
