using System.Buffers;
using System.Net.WebSockets;
using System.Threading.Channels;

namespace CallActors.Speech.Sockets;

/// <summary>Sends messages one after another from a bounded queue, so that whoever has something to send never waits for a network.</summary>
internal sealed class SocketSender
{
    private readonly WebSocket _socket;
    private readonly SocketLimits _limits;
    private readonly TimeProvider _time;
    private readonly Channel<(byte[] Buffer, int Length, WebSocketMessageType Type)> _queue;
    private readonly ITimer _late;
    private readonly Task _run;
    private int _isLate;

    public SocketSender(WebSocket socket, SocketLimits limits, TimeProvider time)
    {
        (_socket, _limits, _time) = (socket, limits, time);
        _queue = Channel.CreateBounded<(byte[], int, WebSocketMessageType)>(new BoundedChannelOptions(limits.Queue)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.Wait,
        });
        _late = time.CreateTimer(static sender => ((SocketSender)sender!).OnLate(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _run = Task.Run(RunAsync);
    }

    /// <summary>The vendor took nothing any more, and the socket was given up for that.</summary>
    public bool IsLate => Volatile.Read(ref _isLate) != 0;

    /// <summary>Queues a message in a buffer of the shared pool, which is the sender's from here on, unless it is refused.</summary>
    /// <returns>False when the queue is full or the socket is closing.</returns>
    public bool TrySend(byte[] pooled, int length, WebSocketMessageType type) => _queue.Writer.TryWrite((pooled, length, type));

    /// <returns>False when nothing is taken any more.</returns>
    public ValueTask<bool> WaitForRoomAsync() => _queue.Writer.WaitToWriteAsync();

    /// <summary>Sends what is queued, then the close frame, within <see cref="SocketLimits.CloseWithin"/>.</summary>
    /// <returns>False when it could not.</returns>
    public async Task<bool> CloseAsync()
    {
        _queue.Writer.TryComplete();
        try
        {
            await _run.WaitAsync(_limits.CloseWithin, _time).ConfigureAwait(false);
            return !IsLate;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void OnLate()
    {
        Volatile.Write(ref _isLate, 1);
        _socket.Abort();
    }

    private async Task RunAsync()
    {
        var reader = _queue.Reader;
        try
        {
            while (await reader.WaitToReadAsync().ConfigureAwait(false))
            {
                while (reader.TryRead(out var message))
                {
                    _late.Change(_limits.SendWithin, Timeout.InfiniteTimeSpan);
                    try
                    {
                        await _socket.SendAsync(message.Buffer.AsMemory(0, message.Length), message.Type, endOfMessage: true, CancellationToken.None).ConfigureAwait(false);
                    }
                    finally
                    {
                        ArrayPool<byte>.Shared.Return(message.Buffer);
                    }
                }

                _late.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The reading side sees the loss and tells of it.
            _queue.Writer.TryComplete();
            _socket.Abort();
        }
        finally
        {
            _late.Dispose();
            while (reader.TryRead(out var left)) ArrayPool<byte>.Shared.Return(left.Buffer);
        }
    }
}
