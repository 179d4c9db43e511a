using CallActors.McpEdge.Gateway;

namespace CallActors.McpEdge.Operations;

/// <summary>Looks how what is waited for stands, in words for the one who waits.</summary>
internal abstract class GatewayWatch(GatewayHttp http, Clock clock)
{
    public const string Reconnecting = "reconnecting to the gateway";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>What is said before anything is known.</summary>
    public abstract string First { get; }

    /// <summary>Null when the gateway did not tell.</summary>
    public async Task<string?> DescribeAsync(CancellationToken cancellation)
    {
        using var patience = clock.Deadline(Patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            return await LookAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    protected abstract Task<string?> LookAsync(CancellationToken cancellation);

    /// <summary>Asks once; a gateway that is away is not waited for.</summary>
    protected Task<Exchange> AskAsync(string path, CancellationToken cancellation) =>
        http.SendAsync(GatewayRequest.Get(path, TimeSpan.Zero), cancellation);
}
