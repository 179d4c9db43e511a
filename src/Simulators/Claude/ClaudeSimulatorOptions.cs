namespace CallActors.Simulators.Claude;

/// <summary>How a simulated Messages API behaves.</summary>
public sealed record ClaudeSimulatorOptions
{
    /// <summary>The key that is asked for. Default <c>sk-ant-simulated</c>.</summary>
    public string ApiKey { get; init; } = "sk-ant-simulated";

    /// <summary>Versions of the API that there are.</summary>
    public IReadOnlyList<string> Versions { get; init; } = ["2023-01-01", "2023-06-01"];

    /// <summary>Models that there are. Those of the 5.5 kind refuse what these refuse: forced tools, thinking that is turned off.</summary>
    public IReadOnlyList<string> Models { get; init; } = ["claude-sonnet-5-5", "claude-haiku-4-5"];

    /// <summary>Most tokens of a response. Default 128,000.</summary>
    public int MostOutputTokens { get; init; } = 128_000;

    /// <summary>Most tokens of a request, four characters each. Default 1,000,000.</summary>
    public int ContextTokens { get; init; } = 1_000_000;

    /// <summary>The vendor makes one turn of two that follow one another; others who speak its API refuse them, and so does this by default.</summary>
    public bool JoinsTurns { get; init; }

    /// <summary>Characters in one delta. Default 12: no delta ends with a word.</summary>
    public int PieceCharacters { get; init; } = 12;

    /// <summary>The clock of delays.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
