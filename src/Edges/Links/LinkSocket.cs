using System.Net.WebSockets;

namespace CallActors.Edges.Links;

/// <summary>What came on a socket.</summary>
/// <param name="Text">A whole frame, until the next is read; empty for anything else.</param>
/// <param name="Fault">What is wrong with it; null for a frame, and for the end.</param>
/// <param name="IsEnd">Nothing comes any more.</param>
internal readonly record struct Received(ReadOnlyMemory<byte> Text, EdgeClosing? Fault, bool IsEnd);

/// <summary>A WebSocket whose every wait ends, and whose faults are values.</summary>
internal sealed class LinkSocket(WebSocket socket, LinkLimits limits, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly ITimer _late = time.CreateTimer(static s => ((WebSocket)s!).Abort(), socket, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    private byte[] _buffer = new byte[limits.HelloBytes];

    /// <summary>The other end's close code; null while it has not closed.</summary>
    public EdgeClosing? PeerClosing => socket.CloseStatus is { } status ? (EdgeClosing)(int)status : null;

    /// <summary>Reads one frame.</summary>
    /// <param name="most">Longest that is taken, in bytes.</param>
    public async Task<Received> ReadAsync(int most)
    {
        var length = 0;
        try
        {
            while (true)
            {
                if (length == _buffer.Length) Array.Resize(ref _buffer, Math.Min(_buffer.Length * 4, limits.FrameBytes + 1));
                var received = await socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None).ConfigureAwait(false);
                if (received.MessageType == WebSocketMessageType.Close) return new Received(default, null, IsEnd: true);
                if (received.MessageType == WebSocketMessageType.Binary) return new Received(default, EdgeClosing.Binary, IsEnd: false);
                length += received.Count;
                if (length > most) return new Received(default, EdgeClosing.TooLong, IsEnd: false);
                if (received.EndOfMessage) return new Received(_buffer.AsMemory(0, length), null, IsEnd: false);
            }
        }
        catch (Exception e) when (IsLoss(e))
        {
            return new Received(default, null, IsEnd: true);
        }
    }

    /// <summary>Sends one frame.</summary>
    /// <returns>False when it could not be sent: the socket is lost.</returns>
    public async Task<bool> SendAsync(ReadOnlyMemory<byte> frame)
    {
        await _writing.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            _late.Change(limits.SendWithin, Timeout.InfiniteTimeSpan);
            await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).ConfigureAwait(false);
            _late.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return true;
        }
        catch (Exception e) when (IsLoss(e))
        {
            socket.Abort();
            return false;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Sends the close frame. Whoever reads goes on until the end: the other end's close frame, or this socket's end when that is late.</summary>
    public async Task CloseOutputAsync(EdgeClosing closing)
    {
        await _writing.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            _late.Change(limits.CloseWithin, Timeout.InfiniteTimeSpan);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync((WebSocketCloseStatus)(int)closing, Reason(closing), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (IsLoss(e))
        {
            socket.Abort();
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Reads what still comes, to the end.</summary>
    public async Task DrainAsync()
    {
        while (!(await ReadAsync(limits.FrameBytes).ConfigureAwait(false)).IsEnd)
        {
        }
    }

    public void Abort() => socket.Abort();

    /// <inheritdoc/>
    public void Dispose()
    {
        _late.Dispose();
        // Its turn-taking is not disposed: a close frame may still wait for it.
        socket.Dispose();
    }

    /// <summary><c>NameTaken</c> is written <c>name-taken</c>.</summary>
    private static string Reason(EdgeClosing closing) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(closing.ToString());

    private static bool IsLoss(Exception e) => e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException;
}
