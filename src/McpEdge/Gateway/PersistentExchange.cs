using CallActors.McpEdge.Configuration;

namespace CallActors.McpEdge.Gateway;

/// <summary>Sends a request again, under the same key, when the gateway goes away in the middle of it: a gateway that was killed
/// and started again still has the call and gives the answer of the operation that was running.</summary>
internal sealed class PersistentExchange(GatewayHttp http, EdgeOptions options, Clock clock)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    // A connection that stood this long and broke is a new outage, not the same one going on.
    private static readonly TimeSpan SoundConnection = TimeSpan.FromSeconds(5);

    /// <param name="onOutage">Called before each wait for the gateway to come back.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<Exchange> SendAsync(GatewayRequest request, Func<Task> onOutage, CancellationToken cancellation)
    {
        var wait = FirstWait;
        var outageBegan = clock.Now;
        var reached = false;
        while (true)
        {
            var sent = clock.Now;
            var exchange = await http.SendAsync(request, cancellation);
            if (!IsOutage(exchange)) return exchange;

            reached |= exchange is not Exchange.Unreachable { MayHaveArrived: false };
            if (clock.Since(sent) > SoundConnection && reached)
            {
                outageBegan = clock.Now;
                wait = FirstWait;
            }
            var patience = reached || request.Patience > options.Reconnect ? options.Reconnect : request.Patience;
            if (clock.Since(outageBegan) + wait > patience)
                return exchange is Exchange.Unreachable { Detail: var detail } ? new Exchange.Unreachable(reached, detail) : exchange;

            await onOutage();
            await clock.Wait(wait, cancellation);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    private static bool IsOutage(Exchange exchange) => exchange switch
    {
        Exchange.Unreachable => true,
        // A proxy in front of a gateway that restarts answers in its stead, and not in JSON; a gateway that has refused says why.
        Exchange.Answered { Status: 502 or 503 or 504 } answer => answer.As(GatewayJson.Default.ProblemAnswer) switch
        {
            null => true,
            { Reason: { } reason } => Kebab.Of(reason) is "stopping" or "starting",
            _ => false,
        },
        _ => false,
    };
}
