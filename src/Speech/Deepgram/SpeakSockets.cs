using CallActors.Contracts.Speech;

namespace CallActors.Speech.Deepgram;

/// <summary>The sockets that are open for voices: those that nobody speaks with are kept for a while. Thread-safe.</summary>
internal sealed class SpeakSockets : IAsyncDisposable
{
    private readonly DeepgramConnection _connection;
    private readonly SpeakOptions _options;
    private readonly Lock _gate = new();
    private readonly List<SpeakSocket> _idle = [];
    private readonly ITimer _sweep;
    private int _open;
    private bool _disposed;

    public SpeakSockets(DeepgramConnection connection, SpeakOptions options)
    {
        (_connection, _options) = (connection, options);
        _sweep = connection.Time.CreateTimer(static pool => ((SpeakSockets)pool!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Sockets that nobody speaks with.</summary>
    public int Idle
    {
        get
        {
            lock (_gate) return _idle.Count;
        }
    }

    /// <summary>A socket for a voice; null when all are taken.</summary>
    /// <exception cref="SpeechException">None can be opened.</exception>
    public async Task<SpeakSocket?> RentAsync(string voice, Query query, CancellationToken cancellation)
    {
        var name = query.ToString();
        List<SpeakSocket> unfit = [];
        SpeakSocket? found;
        bool mayOpen;
        lock (_gate)
        {
            found = TakeIdle(name, unfit);
            // Another voice's socket that lies idle makes room.
            if (found is null && _open >= _options.MostSockets && _idle.Count > 0) unfit.Add(Drop(_idle[0]));
            mayOpen = found is null && !_disposed && _open < _options.MostSockets;
            if (mayOpen) _open++;
        }

        foreach (var socket in unfit) Forget(socket);
        if (found is not null || !mayOpen) return found;
        try
        {
            var socket = await _connection.ConnectAsync(SpeakWire.PathOf(voice), query, cancellation).ConfigureAwait(false);
            return new SpeakSocket(socket, name, SpeakWire.Of(voice, _connection.Time), _connection.Time);
        }
        catch
        {
            lock (_gate) _open--;
            throw;
        }
    }

    /// <summary>A request has come to its end: the socket may be used again.</summary>
    public void Return(SpeakSocket socket)
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                socket.IdleSince = _connection.Time.GetTimestamp();
                _idle.Add(socket);
                if (_idle.Count == 1) _sweep.Change(_options.KeepFor, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        Discard(socket);
    }

    /// <summary>A request was cancelled, or broke: nothing of it may be heard in the next one.</summary>
    public async Task ClearAsync(SpeakSocket socket)
    {
        if (await socket.ClearAsync(_options.ClearWithin).ConfigureAwait(false)) Return(socket);
        else Discard(socket);
    }

    /// <summary>It is of no use any more.</summary>
    public void Discard(SpeakSocket socket)
    {
        lock (_gate) _open--;
        Forget(socket);
    }

    public async ValueTask DisposeAsync()
    {
        SpeakSocket[] idle;
        lock (_gate)
        {
            _disposed = true;
            idle = [.. _idle];
            _idle.Clear();
            _open -= idle.Length;
            _sweep.Dispose();
        }

        await Task.WhenAll(idle.Select(socket => socket.DisposeAsync().AsTask())).ConfigureAwait(false);
    }

    /// <summary>The one that was used last: the others may then grow old.</summary>
    private SpeakSocket? TakeIdle(string voice, List<SpeakSocket> unfit)
    {
        for (var i = _idle.Count - 1; i >= 0; i--)
        {
            var socket = _idle[i];
            if (socket.Voice != voice) continue;
            if (!socket.IsFit)
            {
                unfit.Add(Drop(socket));
                continue;
            }

            if (!socket.MayFlush) continue;
            _idle.RemoveAt(i);
            return socket;
        }

        return null;
    }

    private SpeakSocket Drop(SpeakSocket socket)
    {
        _idle.Remove(socket);
        _open--;
        return socket;
    }

    private void Sweep()
    {
        List<SpeakSocket> old = [];
        lock (_gate)
        {
            if (_disposed) return;
            foreach (var socket in _idle.ToArray())
                if (_connection.Time.GetElapsedTime(socket.IdleSince) >= _options.KeepFor) old.Add(Drop(socket));
            if (_idle.Count > 0) _sweep.Change(_options.KeepFor - _connection.Time.GetElapsedTime(_idle[0].IdleSince), Timeout.InfiniteTimeSpan);
        }

        foreach (var socket in old) Forget(socket);
    }

    // Its close takes two seconds at most and throws nothing.
    private static void Forget(SpeakSocket socket) => _ = socket.DisposeAsync().AsTask();
}
