using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace CallActors.McpEdge.Operations;

/// <summary>Tells a waiting client what is going on: at once when it changes, and again before the longest silence is over.
/// Progress is the time waited in seconds; its end is not known, so there is no total. Does nothing for a client that gave no
/// progress token.</summary>
internal sealed class ProgressFeed : IAsyncDisposable
{
    private static readonly TimeSpan LongestGlance = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SmallestStep = TimeSpan.FromMilliseconds(1);

    private readonly McpSession _session;
    private readonly ProgressToken? _token;
    private readonly TimeSpan _interval;
    private readonly Clock _clock;
    private readonly CancellationTokenSource _over;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly long _began;
    private readonly Task _watching;
    private TimeSpan _told = -SmallestStep;
    private string _message = "";

    private ProgressFeed(McpSession session, ProgressToken? token, GatewayWatch watch, TimeSpan interval, Clock clock, CancellationToken cancellation)
    {
        _session = session;
        _token = token;
        _interval = interval;
        _clock = clock;
        _over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _began = clock.Now;
        _watching = token is null ? Task.CompletedTask : WatchAsync(watch);
    }

    /// <param name="interval">The longest silence.</param>
    /// <param name="cancellation">Ends the feed early.</param>
    public static ProgressFeed Start(
        McpSession session,
        ProgressToken? token,
        GatewayWatch watch,
        TimeSpan interval,
        Clock clock,
        CancellationToken cancellation) => new(session, token, watch, interval, clock, cancellation);

    /// <summary>Tells now, if it is news.</summary>
    public Task TellAsync(string message) => TellAsync(message, always: false);

    /// <summary>Ends the feed: nothing is told once this has completed, as the protocol wants it before the result.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _watching;
        _over.Dispose();
        _gate.Dispose();
    }

    private async Task WatchAsync(GatewayWatch watch)
    {
        // The last glance before the silence ends may itself take a moment; five glances an interval leave room for it.
        var glance = _interval / 5 < LongestGlance ? _interval / 5 : LongestGlance;
        var told = _clock.Now;
        try
        {
            await TellAsync(watch.First, always: true);
            while (true)
            {
                await _clock.Wait(glance, _over.Token);
                var message = await watch.DescribeAsync(_over.Token) ?? _message;
                var silent = _clock.Since(told) + glance > _interval;
                if (!silent && message == _message) continue;
                await TellAsync(message, always: silent);
                told = _clock.Now;
            }
        }
        catch (OperationCanceledException)
        {
            // The operation is over.
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The client is gone; the server's own reading end notices and cancels the operation.
        }
    }

    private async Task TellAsync(string message, bool always)
    {
        if (_token is not { } token) return;
        await _gate.WaitAsync(_over.Token);
        try
        {
            if (!always && message == _message) return;
            var waited = _clock.Since(_began);
            _told = waited > _told ? waited : _told + SmallestStep;
            _message = message;
            var value = new ProgressNotificationValue { Progress = (float)_told.TotalSeconds, Message = message };
            // Not cancellable: a message that is given up half written would spoil the ones after it.
            await _session.NotifyProgressAsync(token, value, cancellationToken: CancellationToken.None);
        }
        finally
        {
            _gate.Release();
        }
    }
}
