using CallActors.Edges.Links;

namespace CallActors.Edges.Lending;

/// <summary>How an edge reaches its gateway.</summary>
/// <param name="Gateway">The gateway's address: http or https, ending in a slash.</param>
/// <param name="Key">The person's edge key. A secret: never printed, which is why this record prints without it.</param>
public sealed record EdgeClientOptions(Uri Gateway, EdgeName Name, string Key)
{
    /// <summary>Bounds of the link.</summary>
    public LinkLimits Link { get; init; } = new();

    /// <summary>Bounds of what is done.</summary>
    public LenderRules Lender { get; init; } = new();

    /// <summary>From dialling to the socket, and again to the gateway's first frame.</summary>
    public TimeSpan ConnectWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Before the first try after a loss; doubles from one failure to the next.</summary>
    public TimeSpan AgainAfter { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Longest time between two tries.</summary>
    public TimeSpan AgainAtLeastEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The WebSocket's address.</summary>
    public Uri Socket => new UriBuilder(new Uri(Gateway, "edge")) { Scheme = Gateway.Scheme == Uri.UriSchemeHttps ? "wss" : "ws" }.Uri;

    /// <summary>Prints without the key.</summary>
    public override string ToString() => $"EdgeClientOptions {{ {Name} at {Gateway} }}";
}
