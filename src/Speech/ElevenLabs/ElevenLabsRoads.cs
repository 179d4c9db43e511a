using CallActors.Speech.Sockets;

namespace CallActors.Speech.ElevenLabs;

/// <summary>The ways to the vendor that all requests of a synthesizer share.</summary>
internal sealed class ElevenLabsRoads : IAsyncDisposable
{
    private readonly ElevenLabsOptions _options;
    private readonly TimeProvider _time;
    private long _barredUntil = long.MinValue;

    public ElevenLabsRoads(ElevenLabsOptions options, TimeProvider time, HttpMessageHandler? handler)
    {
        (_options, _time) = (options, time);
        Gate = new RetryGate(ElevenLabsFaults.Vendor, time);
        var own = handler is null ? new SocketsHttpHandler { ConnectTimeout = options.ConnectWithin, PooledConnectionLifetime = TimeSpan.FromMinutes(5) } : null;
        // Each request has deadlines of its own.
        Http = new HttpClient(handler ?? own!, disposeHandler: own is not null) { Timeout = Timeout.InfiniteTimeSpan };
        Sockets = new ElevenLabsSockets(options, new ElevenLabsHandshake(options, Http, Gate, time), time);
    }

    /// <summary>Is entered before anything new is asked for; requests on a socket that is open are under way already.</summary>
    public RetryGate Gate { get; }

    public ElevenLabsSockets Sockets { get; }

    public HttpClient Http { get; }

    /// <summary>A network has lately not let a socket through.</summary>
    public bool AreSocketsBarred => _time.GetTimestamp() < Volatile.Read(ref _barredUntil);

    /// <summary>Uses HTTP for a while. False when the options do not want that.</summary>
    public bool BarSockets()
    {
        if (_options.HttpFor == TimeSpan.Zero) return false;
        Volatile.Write(ref _barredUntil, _time.GetTimestamp() + (long)(_options.HttpFor.TotalSeconds * _time.TimestampFrequency));
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Sockets.DisposeAsync().ConfigureAwait(false);
        Http.Dispose();
    }
}
