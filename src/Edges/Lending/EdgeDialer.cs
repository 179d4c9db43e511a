using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;

namespace CallActors.Edges.Lending;

/// <summary>What came of dialling.</summary>
internal abstract record Dialled
{
    public sealed record Open(WebSocket Socket) : Dialled;

    /// <param name="IsFinal">Trying again would not help.</param>
    /// <param name="Why">A sentence.</param>
    public sealed record Failed(bool IsFinal, string Why) : Dialled;
}

/// <summary>Opens a WebSocket to the gateway.</summary>
internal static class EdgeDialer
{
    /// <param name="isKnown">It is a gateway that takes us: it was one before.</param>
    public static async Task<Dialled> DialAsync(EdgeClientOptions options, bool isKnown, TimeProvider time, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(options.ConnectWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {options.Key}");
        socket.Options.CollectHttpResponseDetails = true;
        // The link's own heart beats.
        socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        try
        {
            await socket.ConnectAsync(options.Socket, either.Token).ConfigureAwait(false);
            return new Dialled.Open(socket);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            var status = socket.HttpStatusCode;
            socket.Dispose();
            return Explain(options, isKnown, status, e);
        }
    }

    /// <summary>What a person can do about it. A gateway that took us before is one: what stands before it answers in its place while it is
    /// away, tunnels with 404.</summary>
    internal static Dialled.Failed Explain(EdgeClientOptions options, bool isKnown, HttpStatusCode status, Exception e)
    {
        var where = options.Gateway.Authority;
        return status switch
        {
            HttpStatusCode.Unauthorized => new(true, $"{where} does not take the key: make another there with `callactors edge-key NAME`, and give it by --key-file or CALLACTORS_EDGE_KEY."),
            HttpStatusCode.Forbidden => new(!isKnown, $"{where} lets no edge in here: something on the way takes us for a browser."),
            HttpStatusCode.NotFound => new(!isKnown, $"{where} takes no edges: it is no gateway, or an older one. Check --gateway."),
            HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect =>
                new(!isKnown, $"{where} points elsewhere: give that address by --gateway, with https where it has it."),
            HttpStatusCode.ServiceUnavailable => new(false, $"{where} has no room for us now, or is stopping."),
            0 => new(false, Connection(where, e)),
            _ => new(false, $"{where} answered with HTTP {(int)status}."),
        };
    }

    private static string Connection(string where, Exception e)
    {
        for (Exception? cause = e; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case OperationCanceledException:
                    return $"{where} did not answer in time.";
                case AuthenticationException:
                    return $"{where} shows a certificate that this machine does not trust, or speaks no TLS.";
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData }:
                    return $"There is no address for {where}: no network, or the name is wrong.";
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return $"Nobody listens at {where}.";
                case SocketException { SocketErrorCode: SocketError.NetworkUnreachable or SocketError.HostUnreachable }:
                    return $"There is no way to {where}: no network.";
            }
        }
        return $"{where} cannot be reached.";
    }
}
