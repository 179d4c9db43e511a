using System.Net.WebSockets;
using System.Threading.Channels;
using CallActors.Carriers.Softphone;

namespace CallActors.Simulators.Tests.Softphone;

/// <summary>A line's sending side on a WebSocket: a bounded queue, drained by one loop.</summary>
internal sealed class WebSocketLineOutlet : ISoftphoneLineOutlet, IAsyncDisposable
{
    /// <summary>Messages that wait for the phone at most. A phone that lets them pile up is closed as too slow.</summary>
    public const int Capacity = 128;

    private static readonly TimeSpan DrainFor = TimeSpan.FromSeconds(2);

    private readonly Channel<ReadOnlyMemory<byte>> _queue = Channel.CreateBounded<ReadOnlyMemory<byte>>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly WebSocket _socket;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private LineClosing? _closing;
    private ITimer? _drainLimit;

    /// <param name="time">Limits the closing; <see cref="TimeProvider.System"/> when null.</param>
    public WebSocketLineOutlet(WebSocket socket, TimeProvider? time = null)
    {
        _socket = socket;
        _time = time ?? TimeProvider.System;
        Completion = RunAsync();
    }

    /// <summary>Done when nothing more will be sent. Never faulted.</summary>
    public Task Completion { get; }

    /// <inheritdoc/>
    public bool Send(ReadOnlyMemory<byte> message) => _queue.Writer.TryWrite(message);

    /// <inheritdoc/>
    public void Close(LineClosing closing)
    {
        lock (_lock)
        {
            if (_closing is not null) return;
            _closing = closing;
        }
        Drain();
    }

    /// <summary>Sends what is queued and closes; waits for the end.</summary>
    public async ValueTask DisposeAsync()
    {
        Drain();
        await Completion.ConfigureAwait(false);
        lock (_lock) _drainLimit?.Dispose();
    }

    /// <summary>The limit goes on after our close frame: a phone that does not answer it must not hold the reading side.</summary>
    private void Drain()
    {
        lock (_lock)
            _drainLimit ??= _time.CreateTimer(static socket => ((WebSocket)socket!).Abort(), _socket, DrainFor, Timeout.InfiniteTimeSpan);
        _queue.Writer.TryComplete();
    }

    private async Task RunAsync()
    {
        try
        {
            await foreach (var message in _queue.Reader.ReadAllAsync().ConfigureAwait(false))
                await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).ConfigureAwait(false);
            var closing = _closing;
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await _socket.CloseOutputAsync(
                    closing?.Status() ?? WebSocketCloseStatus.NormalClosure,
                    closing?.Reason(),
                    CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            // A socket that fails while sending fails for the reading side too, which reports the loss.
            _socket.Abort();
        }
        _queue.Writer.TryComplete();
    }
}
