namespace CallActors.McpEdge.Gateway;

/// <summary>One request to the gateway. Sending it again says the same thing again: an operation under the same
/// <paramref name="IdempotencyKey"/> is joined, not repeated.</summary>
/// <param name="Path">Below the gateway's address, without a leading slash, already escaped.</param>
/// <param name="Patience">How long a gateway that was never reached by this request is tried.</param>
internal sealed record GatewayRequest(HttpMethod Method, string Path, byte[]? Body, string? IdempotencyKey, TimeSpan Patience)
{
    /// <summary>A question without consequences.</summary>
    public static GatewayRequest Get(string path, TimeSpan patience) => new(HttpMethod.Get, path, null, null, patience);
}
