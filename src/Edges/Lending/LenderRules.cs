namespace CallActors.Edges.Lending;

/// <summary>Bounds of what an edge does for a gateway.</summary>
public sealed record LenderRules
{
    /// <summary>Orders under way at once.</summary>
    public int MostOrders { get; init; } = 64;

    /// <summary>Connections to hosts at once.</summary>
    public int MostConnections { get; init; } = 16;

    /// <summary>Submissions whose end is remembered.</summary>
    public int MostSubmissions { get; init; } = 500;

    /// <summary>How long an order may take here.</summary>
    public TimeSpan OrderWithin { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Longest piece of an agent's reply in one frame, in characters.</summary>
    public int LongestPiece { get; init; } = 100_000;
}
