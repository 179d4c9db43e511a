using System.Net.WebSockets;
using CallActors.Carriers.MediaStreams;

namespace CallActors.Gateway.Media;

/// <summary>The sending side of a media socket: closes once, with the status of what closed it first, and drops a peer that does not
/// answer the close frame.</summary>
public sealed class MediaTransport(WebSocket socket, TimeSpan closeWithin, TimeProvider time) : IMediaTransport, IDisposable
{
    private readonly Lock _lock = new();
    private readonly WebSocketMediaTransport _inner = new(socket);
    private ITimer? _closeLimit;
    private bool _ended;
    private bool _hasSent;
    private int _status;

    /// <summary>Whether something has closed, or is closing, the socket from our side.</summary>
    public bool IsClosing => Volatile.Read(ref _status) != 0;

    /// <summary>Says why the socket will be closed. False when a reason stands already.</summary>
    public bool TryDecide(WebSocketCloseStatus status) => Interlocked.CompareExchange(ref _status, (int)status, 0) == 0;

    /// <inheritdoc/>
    public ValueTask SendAsync(ReadOnlyMemory<byte> message)
    {
        _hasSent = true;
        return _inner.SendAsync(message);
    }

    /// <inheritdoc/>
    public ValueTask CloseAsync(string reason)
    {
        // A stream that was let in is spoken to before it is closed; one that closes without a word was turned away.
        TryDecide(_hasSent ? WebSocketCloseStatus.NormalClosure : WebSocketCloseStatus.PolicyViolation);
        lock (_lock)
        {
            if (!_ended) _closeLimit ??= time.CreateTimer(static s => ((WebSocket)s!).Abort(), socket, closeWithin, Timeout.InfiniteTimeSpan);
        }
        return new WebSocketMediaTransport(socket, (WebSocketCloseStatus)Volatile.Read(ref _status)).CloseAsync(reason);
    }

    /// <inheritdoc/>
    public void Abort() => socket.Abort();

    /// <summary>The socket is gone: nothing is left to limit.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _ended = true;
            _closeLimit?.Dispose();
        }
    }
}
