using CallActors.Contracts.Speech;

namespace CallActors.Speech.ElevenLabs;

/// <summary>The sockets of a synthesizer: those that are kept for the next request, those at work, those that are being opened; never more
/// than its options say. Requests that come while a socket is being opened wait for that one, as far as it has places.</summary>
internal sealed class ElevenLabsSockets(ElevenLabsOptions options, ElevenLabsHandshake handshake, TimeProvider time) : IAsyncDisposable
{
    private const int OpensAtMost = 3;

    private readonly Lock _gate = new();
    private readonly List<ElevenLabsSocket> _open = [];
    private readonly List<Opening> _opening = [];
    private bool _isClosed;

    /// <summary>Sockets that are open or being opened.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _open.Count + _opening.Count;
        }
    }

    private bool IsShared => options.Route is ElevenLabsRoute.SharedSocket;

    /// <summary>A place on a socket that is open already; null when there is none.</summary>
    public (ElevenLabsSocket Socket, ElevenLabsContext Context)? TryBegin(ElevenLabsAsk ask)
    {
        lock (_gate)
        {
            foreach (var socket in _open)
                if (socket.Line == ask.Line && socket.TryBegin(ask.Text) is { } context) return (socket, context);
        }

        return null;
    }

    /// <summary>A place on a new socket. The handshake goes on when its request is cancelled: the next one needs it too.</summary>
    /// <exception cref="SpeechException">It was refused, did not come in time, or there are too many.</exception>
    /// <exception cref="SocketsAreBarred">The vendor can be reached, but not by a socket.</exception>
    public async Task<(ElevenLabsSocket Socket, ElevenLabsContext Context)> OpenAsync(ElevenLabsAsk ask, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < OpensAtMost; tries++)
        {
            var (opening, isNew) = Reserve(ask.Line);
            // Not under the lock that every request of the node takes; and here, so that its time runs from now on.
            if (isNew) _ = ConnectAsync(opening);
            var socket = await opening.Socket.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            // Others may have been faster, or it is closed already.
            if (socket.TryBegin(ask.Text) is { } context) return (socket, context);
        }

        throw ElevenLabsFaults.OfClose(null, "");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        ElevenLabsSocket[] open;
        Opening[] opening;
        lock (_gate) (_isClosed, open, opening) = (true, [.. _open], [.. _opening]);
        foreach (var each in opening) await each.GivenUp.CancelAsync().ConfigureAwait(false);
        foreach (var each in open) await each.DisposeAsync().ConfigureAwait(false);
    }

    private (Opening Opening, bool IsNew) Reserve(ElevenLabsLine line)
    {
        lock (_gate)
        {
            var under = _opening.Find(o => IsShared && o.Line == line && o.Reserved < options.ContextsPerSocket);
            var opening = under ?? AddOpening(line);
            opening.Reserved++;
            return (opening, under is null);
        }
    }

    private Opening AddOpening(ElevenLabsLine line)
    {
        if (_isClosed) throw Closed();
        // One that waits for a voice that nobody asks for just now makes room.
        if (Count >= options.MaximumSockets && _open.Find(s => s.TryClose()) is { } closed) _open.Remove(closed);
        if (Count >= options.MaximumSockets)
            throw new SpeechException(SpeechFailure.Busy, $"All {options.MaximumSockets} connections to ElevenLabs are at work.");
        var opening = new Opening(line);
        _opening.Add(opening);
        return opening;
    }

    private async Task ConnectAsync(Opening opening)
    {
        try
        {
            var connected = await handshake.ConnectAsync(opening.Line, opening.GivenUp.Token).ConfigureAwait(false);
            ElevenLabsSocket? socket = null;
            lock (_gate)
            {
                _opening.Remove(opening);
                if (!_isClosed)
                {
                    socket = new ElevenLabsSocket(connected, opening.Line, IsShared, options, time, Forget);
                    _open.Add(socket);
                }
            }

            if (socket is null)
            {
                await connected.DisposeAsync().ConfigureAwait(false);
                throw Closed();
            }

            opening.Socket.SetResult(socket);
        }
        catch (Exception e)
        {
            lock (_gate) _opening.Remove(opening);
            // Whatever it is: nobody waits for an opening that has ended.
            opening.Socket.SetException(e is SpeechException or SocketsAreBarred ? e : e is OperationCanceledException ? Closed() : ElevenLabsFaults.OfClose(null, ""));
            // Whoever waited may have been cancelled: then nobody looks.
            _ = opening.Socket.Task.Exception;
        }
    }

    private static SpeechException Closed() => new(SpeechFailure.Unavailable, "The connections to ElevenLabs are closed: the gateway stops.");

    private void Forget(ElevenLabsSocket socket)
    {
        lock (_gate) _open.Remove(socket);
    }

    /// <summary>A socket on its way.</summary>
    private sealed class Opening(ElevenLabsLine line)
    {
        public ElevenLabsLine Line => line;

        /// <summary>Cancelled when the gateway stops.</summary>
        public CancellationTokenSource GivenUp { get; } = new();

        /// <summary>Requests that wait for it, or have waited.</summary>
        public int Reserved { get; set; }

        public TaskCompletionSource<ElevenLabsSocket> Socket { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
