using System.Buffers;
using System.Net.WebSockets;

namespace CallActors.Gateway.Sockets;

/// <summary>What came in on a socket.</summary>
public enum FrameKind
{
    /// <summary>A whole text message.</summary>
    Text,

    /// <summary>A binary message, or a part of one.</summary>
    Binary,

    /// <summary>A message longer than the bound; the rest of it is skipped.</summary>
    TooLong,
}

/// <summary>Takes what comes in on a socket, one message at a time.</summary>
public interface ITextFrameReceiver
{
    /// <summary>Takes a message. The next is read when the task is done; it is done at once for all but rare messages.</summary>
    /// <param name="text">The message, until the call returns; empty for anything but <see cref="FrameKind.Text"/>.</param>
    ValueTask TakeAsync(FrameKind kind, ReadOnlySpan<byte> text);
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

    /// <summary>Reads until the peer closes. One loop for all messages: a method of its own for each would cost a task each.</summary>
    /// <exception cref="WebSocketException">The socket is gone, or the peer broke RFC 6455.</exception>
    public async Task ReadToEndAsync(ITextFrameReceiver receiver)
    {
        while (true)
        {
            // No token: one that can be cancelled would cost a registration a message, and aborting the socket ends the wait as well.
            var received = await socket.ReceiveAsync(_buffer.AsMemory(_length), CancellationToken.None).ConfigureAwait(false);
            if (received.MessageType == WebSocketMessageType.Close) return;
            var taken = Take(received, receiver);
            if (!taken.IsCompletedSuccessfully) await taken.ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private ValueTask Take(ValueWebSocketReceiveResult received, ITextFrameReceiver receiver)
    {
        if (_skipping)
        {
            _skipping = !received.EndOfMessage;
            return ValueTask.CompletedTask;
        }
        if (received.MessageType == WebSocketMessageType.Binary) return Skip(received, receiver, FrameKind.Binary);
        _length += received.Count;
        if (_length > maxBytes) return Skip(received, receiver, FrameKind.TooLong);
        if (!received.EndOfMessage)
        {
            if (_length == _buffer.Length) Grow();
            return ValueTask.CompletedTask;
        }
        var text = _buffer.AsSpan(0, _length);
        _length = 0;
        return receiver.TakeAsync(FrameKind.Text, text);
    }

    private ValueTask Skip(ValueWebSocketReceiveResult received, ITextFrameReceiver receiver, FrameKind kind)
    {
        _length = 0;
        _skipping = !received.EndOfMessage;
        return receiver.TakeAsync(kind, default);
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(_buffer.Length * 4, maxBytes + 1));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
