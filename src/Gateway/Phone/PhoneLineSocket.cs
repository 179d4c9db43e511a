using System.Net.WebSockets;
using System.Threading.Channels;
using CallActors.Carriers.Softphone;
using CallActors.Gateway.Sockets;

namespace CallActors.Gateway.Phone;

/// <summary>One softphone's line: passes its frames to the exchange and the exchange's to it.</summary>
public sealed class PhoneLineSocket : ISoftphoneLineOutlet, ITextFrameReceiver, IDisposable
{
    /// <summary>Messages that wait for a slow phone at most; one more and the exchange closes its line.</summary>
    public const int MaxWaiting = 256;

    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(2);

    private readonly WebSocket _socket;
    private readonly ITimer _answerLimit;
    private readonly Channel<ReadOnlyMemory<byte>> _outgoing =
        Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    private LineSession? _session;
    private volatile Closing? _closing;

    public PhoneLineSocket(WebSocket socket, TimeProvider time)
    {
        _socket = socket;
        // A phone that does not answer the close frame is dropped.
        _answerLimit = time.CreateTimer(static s => ((WebSocket)s!).Abort(), socket, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Serves the line to its end. Cancelling closes it as stopping.</summary>
    public async Task RunAsync(SoftphoneExchange exchange, CancellationToken stopping)
    {
        var session = _session = exchange.Connect(this);
        var sending = SendAsync();
        await using (session.ConfigureAwait(false))
        await using (stopping.UnsafeRegister(static s => ((LineSession)s!).Close(LineClosing.Shutdown), session).ConfigureAwait(false))
        {
            try
            {
                using var frames = new TextFrames(_socket, LineSession.MaxFrameBytes);
                await frames.ReadToEndAsync(this).ConfigureAwait(false);
            }
            catch (WebSocketException)
            {
                // The phone is gone without a word; the exchange keeps its call for a while.
            }
        }
        _outgoing.Writer.TryComplete();
        await sending.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _answerLimit.Dispose();

    /// <inheritdoc/>
    public bool Send(ReadOnlyMemory<byte> message) => _outgoing.Writer.TryWrite(message);

    /// <inheritdoc/>
    public void Close(LineClosing closing)
    {
        _closing ??= new Closing(closing.Status(), closing.Reason());
        _outgoing.Writer.TryComplete();
    }

    ValueTask ITextFrameReceiver.TakeAsync(FrameKind kind, ReadOnlySpan<byte> text)
    {
        if (_closing is not null) return ValueTask.CompletedTask;
        switch (kind)
        {
            case FrameKind.Binary: _session!.Close(LineClosing.Binary); break;
            case FrameKind.TooLong: _session!.Close(LineClosing.TooLong); break;
            default: _session!.Receive(text); break;
        }
        return ValueTask.CompletedTask;
    }

    private async Task SendAsync()
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync().ConfigureAwait(false))
                await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).ConfigureAwait(false);
            _answerLimit.Change(CloseWithin, Timeout.InfiniteTimeSpan);
            var closing = _closing ?? new Closing(WebSocketCloseStatus.NormalClosure, "");
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(closing.Status, closing.Reason, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            _socket.Abort();
        }
    }

    private sealed record Closing(WebSocketCloseStatus Status, string Reason);
}
