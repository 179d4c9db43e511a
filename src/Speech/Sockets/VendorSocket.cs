using System.Buffers;
using System.Net.WebSockets;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.Sockets;

/// <summary>A message as it came.</summary>
/// <param name="Content">Valid until the next is read.</param>
internal readonly record struct SocketMessage(ReadOnlyMemory<byte> Content, bool IsText);

/// <summary>
/// A WebSocket to a vendor: connected within a time, sending from a bounded queue, read message by message by one reader, closed within a
/// time. Everything that goes wrong with it comes out as a <see cref="SpeechException"/> or as its <see cref="End"/>.
/// </summary>
internal sealed class VendorSocket : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly ClientWebSocket _socket;
    private readonly SocketLimits _limits;
    private readonly TimeProvider _time;
    private readonly SocketSender _sender;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(4096);
    private Task<SocketMessage?>? _reading;
    private int _disposed;

    private VendorSocket(ClientWebSocket socket, SocketLimits limits, TimeProvider time)
    {
        (_socket, _limits, _time) = (socket, limits, time);
        _sender = new SocketSender(socket, limits, time);
    }

    /// <summary>How it ended; null while it has not.</summary>
    public SocketEnd? End { get; private set; }

    /// <param name="http">Makes the connection; not disposed of.</param>
    /// <exception cref="SpeechException">The vendor refused, cannot be reached, or is too slow.</exception>
    /// <exception cref="OperationCanceledException">Nobody wants it any more.</exception>
    public static async Task<VendorSocket> ConnectAsync(
        SocketTarget target, SocketLimits limits, TimeProvider time, HttpMessageInvoker http, CancellationToken cancellation)
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.KeepAliveInterval = limits.PingEvery;
        socket.Options.KeepAliveTimeout = limits.PingEvery;
        foreach (var (name, value) in target.Headers) socket.Options.SetRequestHeader(name, value);
        if (target.Protocol is { } protocol) socket.Options.AddSubProtocol(protocol);
        using var late = new CancellationTokenSource(limits.ConnectWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            await socket.ConnectAsync(target.Address, http, either.Token).ConfigureAwait(false);
            return new VendorSocket(socket, limits, time);
        }
        catch (Exception fault)
        {
            var failure = FailureOf(target, socket, limits, time, late.IsCancellationRequested, fault);
            socket.Dispose();
            cancellation.ThrowIfCancellationRequested();
            throw failure;
        }
    }

    /// <summary>Queues a copy of a message.</summary>
    /// <returns>False when the queue is full or the socket is closing.</returns>
    public bool TrySend(ReadOnlySpan<byte> message, WebSocketMessageType type)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(message.Length);
        message.CopyTo(buffer);
        if (_sender.TrySend(buffer, message.Length, type)) return true;
        ArrayPool<byte>.Shared.Return(buffer);
        return false;
    }

    /// <summary>Queues a message in a buffer of the shared pool, which is the socket's from here on, unless it is refused.</summary>
    /// <returns>False when the queue is full or the socket is closing.</returns>
    public bool TrySend(byte[] pooled, int length, WebSocketMessageType type) => _sender.TrySend(pooled, length, type);

    /// <summary>The next message; null when the socket has ended: see <see cref="End"/>. Never throws, and cannot be cancelled: whoever
    /// stops waiting gets the same message when asking again.</summary>
    /// <param name="after">The message before it, which is done with; null for the first that nobody is done with.</param>
    public Task<SocketMessage?> ReadAsync(Task<SocketMessage?>? after = null)
    {
        lock (_gate)
        {
            return _reading is { } reading && reading != after ? reading : _reading = ReadMessageAsync();
        }
    }

    /// <summary>Sends what is queued, closes, and waits for the vendor's close; all within twice <see cref="SocketLimits.CloseWithin"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        if (await _sender.CloseAsync().ConfigureAwait(false)) await DrainAsync().ConfigureAwait(false);
        _socket.Abort();
        if (_reading is { } reading) await reading.ConfigureAwait(false);
        _socket.Dispose();
        ArrayPool<byte>.Shared.Return(Interlocked.Exchange(ref _buffer, []));
    }

    private async Task DrainAsync()
    {
        using var late = new CancellationTokenSource(_limits.CloseWithin, _time);
        try
        {
            for (var read = ReadAsync(); await read.WaitAsync(late.Token).ConfigureAwait(false) is not null; read = ReadAsync(read))
            {
                // What comes now is nobody's.
            }
        }
        catch (OperationCanceledException)
        {
            // It has had its time.
        }
    }

    private async Task<SocketMessage?> ReadMessageAsync()
    {
        if (End is not null) return null;
        var length = 0;
        try
        {
            while (true)
            {
                if (length == _buffer.Length && !Grow())
                {
                    End = new SocketEnd(WebSocketCloseStatus.MessageTooBig, "");
                    _socket.Abort();
                    return null;
                }

                var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None).ConfigureAwait(false);
                if (part.MessageType is WebSocketMessageType.Close)
                {
                    End = new SocketEnd(_socket.CloseStatus, _socket.CloseStatusDescription ?? "");
                    return null;
                }

                length += part.Count;
                if (part.EndOfMessage) return new SocketMessage(_buffer.AsMemory(0, length), part.MessageType is WebSocketMessageType.Text);
            }
        }
        catch (Exception fault)
        {
            // A lost socket shows itself in many exceptions; all mean the same.
            End = new SocketEnd(null, "", _sender.IsLate || fault.InnerException is TimeoutException);
            return null;
        }
    }

    private bool Grow()
    {
        if (_buffer.Length >= _limits.LongestMessage) return false;
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
        return true;
    }

    private static SpeechException FailureOf(
        SocketTarget target, ClientWebSocket socket, SocketLimits limits, TimeProvider time, bool isLate, Exception fault)
    {
        if ((int)socket.HttpStatusCode is var status and >= 300)
        {
            var refusal = new VendorRefusal(target.Vendor, socket.HttpStatusCode, VendorRefusal.WaitOf(Header(socket, "Retry-After"), time.GetUtcNow()));
            return target.Refused?.Invoke(refusal) ?? refusal.Of();
        }

        return isLate
            ? new SpeechException(SpeechFailure.TimedOut, $"{target.Vendor} did not accept the connection within {limits.ConnectWithin.TotalSeconds:0.#} s.", fault)
            : new SpeechException(SpeechFailure.Broken, $"{target.Vendor} cannot be reached at {target.Address.Authority}.", fault);
    }

    private static string? Header(ClientWebSocket socket, string name) =>
        socket.HttpResponseHeaders?.FirstOrDefault(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value?.FirstOrDefault();
}
