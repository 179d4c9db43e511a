namespace CallActors.Engine.Assistants;

/// <summary>The limits and times of a conversation with the assistant.</summary>
public sealed record AssistantRules
{
    public static AssistantRules Default { get; } = new();

    /// <summary>The model must say that it is at work within this. Default 20 s.</summary>
    public TimeSpan FirstEventWithin { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Longest silence within a response. Default 30 s.</summary>
    public TimeSpan SilenceWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest turn, with its tools and what is asked again. Default 5 min.</summary>
    public TimeSpan TurnWithin { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A tool must answer within this. Default 15 s.</summary>
    public TimeSpan ToolWithin { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a response of which nothing came is asked for again. Default 3.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>The wait before the first of them, where the vendor names none; each further one waits twice as long. Default 1 s.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A vendor that names a longer wait is not waited for: a person is on the phone. Default 20 s.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Responses of one turn that may use tools; then one must answer. Default 8.</summary>
    public int ToolRounds { get; init; } = 8;

    /// <summary>How long an assistant that does nothing and that nobody observes stays in memory. Default 60 s.</summary>
    public TimeSpan LingerFor { get; init; } = TimeSpan.FromSeconds(60);
}
