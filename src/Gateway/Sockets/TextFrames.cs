using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;

namespace CallActors.Gateway.Sockets;

/// <summary>What came in on a socket.</summary>
public enum FrameKind
{
    /// <summary>A whole text message: see <see cref="TextFrames.Current"/>.</summary>
    Text,

    /// <summary>A binary message, or a part of one.</summary>
    Binary,

    /// <summary>A message longer than the bound; the rest of it is skipped.</summary>
    TooLong,

    /// <summary>The peer's close frame: nothing follows.</summary>
    Closed,
}

/// <summary>Reads whole text messages from a WebSocket into one buffer that grows with the longest message, up to a bound. In steady
/// state nothing is allocated.</summary>
/// <param name="maxBytes">Longest message.</param>
public sealed class TextFrames(WebSocket socket, int maxBytes) : IDisposable
{
    private const int FirstBytes = 2048;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBytes);
    private int _length;
    private bool _skipping;

    /// <summary>The message, until the next is read.</summary>
    public ReadOnlySpan<byte> Current => _buffer.AsSpan(0, _length);

    /// <summary>The next message.</summary>
    /// <exception cref="WebSocketException">The socket is gone, or the peer broke RFC 6455.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<FrameKind> ReadAsync()
    {
        _length = 0;
        while (true)
        {
            // No token: one that can be cancelled would cost a registration a frame, and aborting the socket ends the wait as well.
            var received = await socket.ReceiveAsync(_buffer.AsMemory(_length), CancellationToken.None).ConfigureAwait(false);
            if (received.MessageType == WebSocketMessageType.Close) return FrameKind.Closed;
            if (_skipping)
            {
                _skipping = !received.EndOfMessage;
                continue;
            }
            if (received.MessageType == WebSocketMessageType.Binary)
            {
                _skipping = !received.EndOfMessage;
                return FrameKind.Binary;
            }
            _length += received.Count;
            if (_length > maxBytes)
            {
                _length = 0;
                _skipping = !received.EndOfMessage;
                return FrameKind.TooLong;
            }
            if (received.EndOfMessage) return FrameKind.Text;
            if (_length == _buffer.Length) Grow();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(_buffer.Length * 4, maxBytes + 1));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
