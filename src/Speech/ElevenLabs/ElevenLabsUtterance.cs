using CallActors.Contracts.Speech;

namespace CallActors.Speech.ElevenLabs;

/// <summary>One request on its way: takes a socket that is open, opens one, or asks by HTTP where sockets are not let through. As long as
/// nothing of it was heard, it may begin anew.</summary>
internal sealed class ElevenLabsUtterance(ElevenLabsAsk ask, ElevenLabsOptions options, ElevenLabsRoads roads, TimeProvider time) : IAsyncDisposable
{
    private ElevenLabsSocket? _socket;
    private ElevenLabsContext? _context;
    private ElevenLabsDownload? _download;
    private bool _isOnKept;

    /// <summary>The next piece; null at the end.</summary>
    /// <exception cref="SpeechException">It has failed.</exception>
    public async ValueTask<SpeechAudio?> NextAsync(CancellationToken cancellationToken)
    {
        if (_socket is null && _download is null) await BeginAsync(mayBeKept: true, cancellationToken).ConfigureAwait(false);
        try
        {
            if (await ReadAsync(cancellationToken).ConfigureAwait(false) is not { } piece) return null;
            _isOnKept = false;
            return piece;
        }
        catch (SpeechException e) when (_isOnKept && e.Reason is SpeechFailure.Broken or SpeechFailure.Refused)
        {
            // The vendor had closed the socket that was kept, and that was not known yet: this costs a handshake, not the sentence.
            Leave();
            await BeginAsync(mayBeKept: false, cancellationToken).ConfigureAwait(false);
            return await ReadAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Leave();
        return _download?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private ValueTask<SpeechAudio?> ReadAsync(CancellationToken cancellationToken) =>
        _download?.ReadAsync(cancellationToken) ?? _socket!.ReadAsync(_context!, cancellationToken);

    private async Task BeginAsync(bool mayBeKept, CancellationToken cancellationToken)
    {
        if (options.Route is not ElevenLabsRoute.Http && !roads.AreSocketsBarred)
        {
            try
            {
                var kept = mayBeKept ? roads.Sockets.TryBegin(ask) : null;
                _isOnKept = kept is not null;
                if (!_isOnKept) roads.Gate.Enter();
                (_socket, _context) = kept ?? await roads.Sockets.OpenAsync(ask, cancellationToken).ConfigureAwait(false);
                _socket.Send(_context, ask);
                return;
            }
            catch (SocketsAreBarred barred)
            {
                if (!roads.BarSockets()) throw barred.Why;
            }
        }

        roads.Gate.Enter();
        _download = await ElevenLabsDownload.StartAsync(roads, ask, options, time, cancellationToken).ConfigureAwait(false);
    }

    private void Leave()
    {
        if (_socket is not null) _socket.Leave(_context!);
        (_socket, _context, _isOnKept) = (null, null, false);
    }
}
