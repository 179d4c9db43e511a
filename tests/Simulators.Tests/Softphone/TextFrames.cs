using System.Buffers;
using System.Net.WebSockets;

namespace CallActors.Simulators.Tests.Softphone;

/// <summary>How a read of <see cref="TextFrames"/> went.</summary>
internal enum TextFrameStatus
{
    /// <summary>A whole text frame is in <see cref="TextFrames.Current"/>.</summary>
    Text,

    /// <summary>The peer said close.</summary>
    Closed,

    /// <summary>The socket failed without a close.</summary>
    Lost,

    /// <summary>The frame was binary.</summary>
    Binary,

    /// <summary>The frame was longer than the bound.</summary>
    TooLong,
}

/// <summary>Reads whole text frames from a WebSocket into one pooled buffer that grows up to a bound. One reader at a time.</summary>
/// <param name="maxBytes">Longest frame.</param>
internal sealed class TextFrames(WebSocket socket, int maxBytes) : IDisposable
{
    private const int FirstBuffer = 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    private int _length;

    /// <summary>The frame that was read last; valid until the next read.</summary>
    public ReadOnlySpan<byte> Current => _buffer.AsSpan(0, _length);

    /// <summary>Reads the next frame. After anything but <see cref="TextFrameStatus.Text"/> the socket should be closed.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the socket is aborted then.</exception>
    public async ValueTask<TextFrameStatus> ReadAsync(CancellationToken cancellationToken)
    {
        _length = 0;
        while (true)
        {
            if (_length == _buffer.Length) Grow();
            ValueWebSocketReceiveResult part;
            try
            {
                part = await socket.ReceiveAsync(_buffer.AsMemory(_length), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception lost) when (lost is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // Sockets die in many ways (WebSocketException, IOException, ObjectDisposedException, an abort): all mean the same.
                return TextFrameStatus.Lost;
            }
            if (part.MessageType == WebSocketMessageType.Close) return TextFrameStatus.Closed;
            if (part.MessageType == WebSocketMessageType.Binary) return TextFrameStatus.Binary;
            _length += part.Count;
            if (_length > maxBytes) return TextFrameStatus.TooLong;
            if (part.EndOfMessage) return TextFrameStatus.Text;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        _length = 0;
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = larger;
    }
}
