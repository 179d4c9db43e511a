using System.Security.Cryptography;
using System.Text.Json;
using CallActors.McpEdge.Configuration;
using CallActors.McpEdge.Gateway;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace CallActors.McpEdge.Operations;

/// <summary>What an agent wants done on the line.</summary>
/// <param name="CallId">The call it is done on; null for a call that is still to be placed.</param>
internal sealed record LineOrder(string Path, string? CallId, OperationBody Body);

/// <summary>How an order came out.</summary>
internal abstract record LineOutcome
{
    /// <summary>The exchange with the gateway is over.</summary>
    public sealed record Finished(Exchange Exchange) : LineOutcome;

    /// <summary>It took longer than the edge waits for anything; the operation was abandoned.</summary>
    public sealed record Overdue(TimeSpan Waited) : LineOutcome;
}

/// <summary>Carries out orders on the line, and sends texts: under a key of their own, with progress, across a gateway's restart, and given up
/// at the gateway too when the client gives up.</summary>
/// <param name="clientGone">Cancelled when nobody is left to read a result.</param>
internal sealed class LineOperations(
    GatewayHttp http,
    PersistentExchange exchange,
    Abandonments abandonments,
    EdgeOptions options,
    Clock clock,
    CancellationToken clientGone)
{
    // An order for a call that exists is worth waiting for a gateway that restarts: the call outlives it. A first order to a
    // gateway that nobody has started is not.
    private static readonly TimeSpan FirstOrderPatience = TimeSpan.FromSeconds(3);

    /// <exception cref="OperationCanceledException">The client cancelled, or is gone; the gateway is being told.</exception>
    public Task<LineOutcome> PerformAsync(LineOrder order, McpSession session, ProgressToken? token, CancellationToken cancellation)
    {
        var key = NewKey();
        var request = new GatewayRequest(
            HttpMethod.Post,
            order.Path,
            JsonSerializer.SerializeToUtf8Bytes(order.Body, GatewayJson.Default.OperationBody),
            key,
            order.CallId is null ? FirstOrderPatience : options.Reconnect);
        return PerformAsync(
            request, new CallWatch(http, clock, key, order.CallId), () => abandonments.Begin(key, order.CallId), session, token, cancellation);
    }

    /// <exception cref="OperationCanceledException">The client cancelled, or is gone; nobody waits for the reply any more.</exception>
    public Task<LineOutcome> PerformAsync(TextBody text, McpSession session, ProgressToken? token, CancellationToken cancellation)
    {
        var request = new GatewayRequest(
            HttpMethod.Post,
            GatewayPaths.Message,
            JsonSerializer.SerializeToUtf8Bytes(text, GatewayJson.Default.TextBody),
            NewKey(),
            FirstOrderPatience);
        // The request that is closed is all that the gateway needs to know of: its wait ends with it, and what is sent is sent.
        return PerformAsync(request, new ReplyWatch(http, clock), () => { }, session, token, cancellation);
    }

    private static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <param name="giveUp">Tells the gateway of what the closed request alone does not tell it.</param>
    private async Task<LineOutcome> PerformAsync(
        GatewayRequest request, GatewayWatch watch, Action giveUp, McpSession session, ProgressToken? token, CancellationToken cancellation)
    {
        using var deadline = clock.Deadline(options.Deadline);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation, clientGone);
        await using var progress = ProgressFeed.Start(session, token, watch, options.Progress, clock, either.Token);
        try
        {
            return new LineOutcome.Finished(
                await exchange.SendAsync(request, () => progress.TellAsync(GatewayWatch.Reconnecting), either.Token));
        }
        catch (OperationCanceledException)
        {
            giveUp();
            if (cancellation.IsCancellationRequested || clientGone.IsCancellationRequested) throw;
            return new LineOutcome.Overdue(options.Deadline);
        }
    }
}
