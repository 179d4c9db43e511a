using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CallActors.Edges.Tests.Support;

/// <summary>The network between an edge and its gateway: it can be cut, kept away, and can swallow what goes one way.</summary>
internal sealed class CutProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentDictionary<TcpClient, TcpClient> _pairs = [];
    private readonly Task _accepting;
    private int _swallowed;
    private volatile bool _isAway;
    private volatile bool _swallowsToEdge;
    private volatile bool _swallowsToGateway;

    public CutProxy(int target)
    {
        Target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The port that the next sockets lead to.</summary>
    public int Target { get; set; }

    /// <summary>How often something was swallowed.</summary>
    public int Swallowed => Volatile.Read(ref _swallowed);

    /// <summary>From now on nothing arrives that goes this way, and nobody notices, until the next cut.</summary>
    public void Swallow(bool toEdge, bool toGateway) => (_swallowsToEdge, _swallowsToGateway) = (toEdge, toGateway);

    /// <summary>Ends every socket. The next ones work.</summary>
    public void Cut()
    {
        Swallow(false, false);
        foreach (var (edge, gateway) in _pairs)
        {
            edge.Client.Close(0);
            gateway.Client.Close(0);
        }
    }

    /// <summary>Ends every socket, and takes no others until <see cref="Return"/>.</summary>
    public void Away()
    {
        _isAway = true;
        Cut();
    }

    public void Return() => _isAway = false;

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Dispose();
        Cut();
        await _accepting;
        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var edge = await _listener.AcceptTcpClientAsync(_over.Token);
                if (_isAway)
                {
                    edge.Client.Close(0);
                    continue;
                }
                var gateway = new TcpClient();
                await gateway.ConnectAsync(IPAddress.Loopback, Target, _over.Token);
                _pairs[edge] = gateway;
                _ = Task.WhenAll(PumpAsync(edge, gateway, () => _swallowsToGateway), PumpAsync(gateway, edge, () => _swallowsToEdge))
                    .ContinueWith(_ => _pairs.TryRemove(edge, out TcpClient? _), TaskScheduler.Default);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, Func<bool> swallows)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            var (source, sink) = (from.GetStream(), to.GetStream());
            while (await source.ReadAsync(buffer) is > 0 and var count)
            {
                if (swallows()) Interlocked.Increment(ref _swallowed);
                else await sink.WriteAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }
        from.Client?.Close(0);
        to.Client?.Close(0);
    }
}
