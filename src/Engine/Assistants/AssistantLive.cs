namespace CallActors.Engine.Assistants;

/// <summary>What a running turn needs besides its history, and what a restart may lose.</summary>
internal sealed record AssistantLive
{
    /// <summary>Counts requests to the model and uses of tools; what comes of an earlier one is dropped.</summary>
    public int Run { get; init; }

    /// <summary>The response that is asked for, from 0; each but the last was answered by tools.</summary>
    public int Round { get; init; }

    /// <summary>How often this response was asked for.</summary>
    public int Attempts { get; init; }

    /// <summary>Something of this response has come: it is not asked for again.</summary>
    public bool HasStreamed { get; init; }

    /// <summary>Words that make no piece yet. Nobody was told them.</summary>
    public string Pending { get; init; } = "";

    /// <summary>The use of a tool that is being carried out.</summary>
    public string? Tool { get; init; }
}
