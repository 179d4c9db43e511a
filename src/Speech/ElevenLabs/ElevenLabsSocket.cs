using System.Net.WebSockets;
using System.Text.Json;
using CallActors.Contracts.Speech;
using CallActors.Speech.Sockets;

namespace CallActors.Speech.ElevenLabs;

/// <summary>
/// One open socket and the requests on it. A request is named, told with all its text, flushed and closed at once: a flushed context is
/// spoken to its end, and the message that ends it comes only for a closed one. Reading is in <c>.Reading.cs</c>.
/// </summary>
internal sealed partial class ElevenLabsSocket : IAsyncDisposable
{
    // Requests that nobody reads any more and that the vendor has not ended after this make the socket suspect.
    private static readonly TimeSpan LingersAtMost = TimeSpan.FromSeconds(20);

    private readonly VendorSocket _socket;
    private readonly ElevenLabsOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<ElevenLabsSocket> _ended;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ElevenLabsContext> _contexts = [];
    private readonly ITimer _idle;
    private readonly Task _reading;
    private int _requests;
    private bool _isRetired;

    /// <param name="socket">Open; belongs to this from now on.</param>
    /// <param name="isShared">Takes several requests.</param>
    /// <param name="ended">Is told, once, when it is of no use any more.</param>
    public ElevenLabsSocket(VendorSocket socket, ElevenLabsLine line, bool isShared, ElevenLabsOptions options, TimeProvider time, Action<ElevenLabsSocket> ended)
    {
        (_socket, Line, IsShared, _options, _time, _ended) = (socket, line, isShared, options, time, ended);
        // Whoever asked for it may have gone away meanwhile.
        _idle = time.CreateTimer(_ => TryClose(), null, isShared ? LongerOf(options.KeepFor, options.ConnectWithin) : options.ConnectWithin, Timeout.InfiniteTimeSpan);
        _reading = ReadToEndAsync();
    }

    public ElevenLabsLine Line { get; }

    public bool IsShared { get; }

    /// <summary>No request is on it.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate) return _contexts.Count == 0;
        }
    }

    /// <summary>A place for a request; null when all are taken or it takes no more.</summary>
    public ElevenLabsContext? TryBegin(string text)
    {
        lock (_gate)
        {
            if (_contexts.Values.Any(c => c.LeftAt is { } left && _time.GetElapsedTime(left) > LingersAtMost)) Retire();
            if (_isRetired || _contexts.Count >= (IsShared ? _options.ContextsPerSocket : 1)) return null;
            _idle.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            var context = new ElevenLabsContext(IsShared ? $"u{++_requests}" : "", text);
            _contexts.Add(context.Id, context);
            if (!IsShared) _isRetired = true;
            return context;
        }
    }

    /// <summary>Sends all of a request. When that cannot be done the request is ended, by what the socket's end says if that is known.</summary>
    public void Send(ElevenLabsContext context, ElevenLabsAsk ask)
    {
        var id = IsShared ? context.Id : null;
        var isSent = TrySend(new(" ", id, ask.Settings))
            && TrySend(new(ask.Text + " ", id, Flush: true))
            && TrySend(IsShared ? new(ContextId: id, CloseContext: true) : new(""));
        if (isSent) return;
        Abort();
        context.End(ElevenLabsFaults.OfClose(null, ""));
    }

    /// <summary>The request's next audio; null at its end.</summary>
    /// <exception cref="SpeechException">It has failed, or nothing came in time.</exception>
    public async ValueTask<SpeechAudio?> ReadAsync(ElevenLabsContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await context.ReadAsync(_options.AudioWithin, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The other end may be gone without having said so: no new request waits for it. It is ended with the last one on it.
            lock (_gate) Retire();
            throw new SpeechException(SpeechFailure.TimedOut, $"ElevenLabs gave no audio for {_options.AudioWithin.TotalSeconds:0.#} s.");
        }
    }

    /// <summary>Nobody reads the request any more. What the vendor still sends of it is dropped; its place is free when that has ended.</summary>
    public void Leave(ElevenLabsContext context)
    {
        lock (_gate)
        {
            if (_contexts.ContainsKey(context.Id)) context.LeftAt = _time.GetTimestamp();
        }

        // A socket of its own has no other way to stop the vendor's work; a shared one that is suspect serves its others to their end.
        if (!IsShared || IsSpent()) Abort();
    }

    /// <summary>Ends it: requests on it fail.</summary>
    public async ValueTask DisposeAsync()
    {
        Abort();
        await _reading.ConfigureAwait(false);
    }

    /// <summary>Ends it politely, if it is idle. False when it is not.</summary>
    public bool TryClose()
    {
        lock (_gate)
        {
            if (_contexts.Count > 0) return false;
            Retire();
        }

        // What comes now is nobody's; the reader sees the end.
        if (IsShared) TrySend(new SocketAsk(CloseSocket: true));
        _ = _socket.DisposeAsync().AsTask();
        return true;
    }

    private bool IsSpent()
    {
        lock (_gate) return _isRetired && _contexts.Values.All(c => c.LeftAt is not null);
    }

    /// <summary>Takes no more requests. The caller holds the lock.</summary>
    private void Retire() => _isRetired = true;

    private static TimeSpan LongerOf(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private void Abort()
    {
        lock (_gate) Retire();
        _socket.Abort();
    }

    private bool TrySend(SocketAsk message) =>
        _socket.TrySend(JsonSerializer.SerializeToUtf8Bytes(message, ElevenLabsAskJson.Default.SocketAsk), WebSocketMessageType.Text);
}
