using System.Buffers;
using System.Net.WebSockets;
using System.Threading.Channels;

namespace CallActors.Simulators.Media;

/// <summary>Sends text frames one after another, so that clock and readers never wait for a socket. Takes so many at most; a socket that
/// is that far behind is dropped.</summary>
internal sealed class SocketSender : IAsyncDisposable
{
    private const int Capacity = 1024;

    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(2);

    private readonly WebSocket _socket;
    private readonly TimeProvider _time;
    private readonly Channel<(byte[] Buffer, int Length)> _queue =
        Channel.CreateBounded<(byte[], int)>(new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Task _run;
    private volatile bool _closing;

    public SocketSender(WebSocket socket, TimeProvider time)
    {
        _socket = socket;
        _time = time;
        _run = RunAsync();
    }

    public void Send(ReadOnlySpan<byte> message)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(message.Length);
        message.CopyTo(buffer);
        if (_queue.Writer.TryWrite((buffer, message.Length))) return;
        ArrayPool<byte>.Shared.Return(buffer);
        if (!_closing) _socket.Abort();
    }

    /// <summary>Sends what is queued, then the close frame.</summary>
    public async ValueTask DisposeAsync()
    {
        _closing = true;
        _queue.Writer.TryComplete();
        try
        {
            await _run.WaitAsync(CloseWithin, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _socket.Abort();
        }
    }

    private async Task RunAsync()
    {
        try
        {
            await foreach (var (buffer, length) in _queue.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                await _socket.SendAsync(buffer.AsMemory(0, length), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).ConfigureAwait(false);
                ArrayPool<byte>.Shared.Return(buffer);
            }
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The reading side of the socket sees the loss and deals with it.
            _closing = true;
            _queue.Writer.TryComplete();
            _socket.Abort();
        }
    }
}
