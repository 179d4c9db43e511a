namespace CallActors.Gateway.Calls;

/// <summary>The two steps of stopping: first no new calls, then, when the live ones have ended, no sockets.</summary>
public sealed class ShutdownGate : IDisposable
{
    private readonly CancellationTokenSource _sockets = new();
    private volatile bool _closed;

    /// <summary>True once the gateway is stopping: new calls and operations are refused with 503.</summary>
    public bool IsClosed => _closed;

    /// <summary>Cancelled when sockets should close: the calls have had their time.</summary>
    public CancellationToken SocketsClose => _sockets.Token;

    /// <summary>Refuses from now on.</summary>
    public void Close() => _closed = true;

    /// <summary>Lets the sockets go.</summary>
    public void CloseSockets() => _sockets.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _sockets.Dispose();
}
