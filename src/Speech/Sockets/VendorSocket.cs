using System.Buffers;
using System.Net;
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
    private const int FirstBuffer = 4096;

    private readonly Lock _gate = new();
    private readonly ClientWebSocket _socket;
    private readonly SocketLimits _limits;
    private readonly TimeProvider _time;
    private readonly SocketSender _sender;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    private Task<SocketMessage?>? _reading;
    private readonly TaskCompletionSource<SocketMessage?> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isClosing;

    private VendorSocket(ClientWebSocket socket, SocketLimits limits, TimeProvider time)
    {
        (_socket, _limits, _time) = (socket, limits, time);
        _sender = new SocketSender(socket, limits, time);
    }

    /// <summary>How it ended; null while it has not.</summary>
    public SocketEnd? End { get; private set; }

    /// <param name="http">Makes the connection; not disposed of.</param>
    /// <exception cref="SpeechException">The vendor refused, cannot be reached, or is too slow; or what <see cref="SocketTarget.Failed"/>
    /// makes of that.</exception>
    /// <exception cref="OperationCanceledException">Nobody wants it any more.</exception>
    public static async Task<VendorSocket> ConnectAsync(
        SocketTarget target, SocketLimits limits, TimeProvider time, HttpMessageInvoker http, CancellationToken cancellation)
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.KeepAliveInterval = limits.PingEvery;
        socket.Options.KeepAliveTimeout = limits.PingEvery;
        foreach (var (name, value) in target.Headers) socket.Options.SetRequestHeader(name, value);
        using var late = new CancellationTokenSource(limits.ConnectWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            await socket.ConnectAsync(target.Address, http, either.Token).ConfigureAwait(false);
            socket.HttpResponseHeaders = null;
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

    /// <summary>Waits until there is room for a message, then queues a copy of it.</summary>
    /// <returns>False when the socket is closing, or ends while it waits.</returns>
    public ValueTask<bool> SendAsync(ReadOnlyMemory<byte> message, WebSocketMessageType type) =>
        TrySend(message.Span, type) ? ValueTask.FromResult(true) : WaitAndSendAsync(message, type);

    /// <summary>Ends it at once; what is queued is not sent. <see cref="DisposeAsync"/> is still to come.</summary>
    public void Abort() => _socket.Abort();

    /// <summary>The next message; null when the socket has ended: see <see cref="End"/>. Never throws, and cannot be cancelled: whoever
    /// stops waiting gets the same message when asking again. Once it is closed from here nothing more is given.</summary>
    /// <param name="after">The message before it, which is done with; null for the first that nobody is done with.</param>
    public Task<SocketMessage?> ReadAsync(Task<SocketMessage?>? after = null)
    {
        lock (_gate)
        {
            return _isClosing ? _closed.Task : Next(after);
        }
    }

    /// <summary>Sends what is queued, closes, and waits for the vendor's close; all within twice <see cref="SocketLimits.CloseWithin"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isClosing) return;
            _isClosing = true;
        }

        if (await _sender.CloseAsync().ConfigureAwait(false)) await DrainAsync().ConfigureAwait(false);
        _socket.Abort();
        if (_reading is { } reading) await reading.ConfigureAwait(false);
        _socket.Dispose();
        ArrayPool<byte>.Shared.Return(Interlocked.Exchange(ref _buffer, []));
        End ??= new SocketEnd(null, "");
        _closed.SetResult(null);
    }

    /// <summary>The caller holds the lock.</summary>
    private Task<SocketMessage?> Next(Task<SocketMessage?>? after) =>
        _reading is { } reading && reading != after ? reading : _reading = ReadMessageAsync();

    private async ValueTask<bool> WaitAndSendAsync(ReadOnlyMemory<byte> message, WebSocketMessageType type)
    {
        while (await _sender.WaitForRoomAsync().ConfigureAwait(false))
            if (TrySend(message.Span, type)) return true;
        return false;
    }

    private async Task DrainAsync()
    {
        using var late = new CancellationTokenSource(_limits.CloseWithin, _time);
        try
        {
            var read = DrainNext(null);
            if (await read.WaitAsync(late.Token).ConfigureAwait(false) is null) return;
            // The reader may still be looking at what came last: that memory is left to it.
            _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
            do read = DrainNext(read);
            while (await read.WaitAsync(late.Token).ConfigureAwait(false) is not null);
        }
        catch (OperationCanceledException)
        {
            // It has had its time.
        }
    }

    private Task<SocketMessage?> DrainNext(Task<SocketMessage?>? after)
    {
        lock (_gate) return Next(after);
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
                    End = new SocketEnd(null, "", IsTooLong: true);
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

    private static Exception FailureOf(
        SocketTarget target, ClientWebSocket socket, SocketLimits limits, TimeProvider time, bool isLate, Exception fault)
    {
        var refusal = socket.HttpStatusCode is 0 or HttpStatusCode.SwitchingProtocols
            ? null
            : new VendorRefusal(target.Vendor, socket.HttpStatusCode, VendorRefusal.WaitOf(name => Header(socket, name), time.GetUtcNow()));
        var failed = new FailedHandshake(refusal, isLate, fault);
        return target.Failed?.Invoke(failed) ?? failed.Of(target, limits);
    }

    private static string? Header(ClientWebSocket socket, string name) =>
        socket.HttpResponseHeaders?.FirstOrDefault(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value?.FirstOrDefault();
}
