using System.Net.WebSockets;
using System.Text.Json;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.ElevenLabs;

/// <summary>
/// One open socket and the requests on it. A request is named, told with all its text, flushed and closed at once: a flushed context is
/// spoken to its end, and the message that ends it comes only for a closed one. Reading is in <c>.Reading.cs</c>.
/// </summary>
internal sealed partial class ElevenLabsSocket : IAsyncDisposable
{
    // Requests that nobody reads any more and that the vendor has not ended after this make the socket suspect.
    private static readonly TimeSpan LingersAtMost = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket _socket;
    private readonly ElevenLabsOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<ElevenLabsSocket> _ended;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ElevenLabsContext> _contexts = [];
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly ITimer _idle;
    private readonly Task _reading;
    private int _requests;
    private bool _isRetired;

    /// <param name="socket">Open; belongs to this from now on.</param>
    /// <param name="isShared">Takes several requests.</param>
    /// <param name="ended">Is told, once, when it is of no use any more.</param>
    public ElevenLabsSocket(ClientWebSocket socket, ElevenLabsLine line, bool isShared, ElevenLabsOptions options, TimeProvider time, Action<ElevenLabsSocket> ended)
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

    /// <summary>Sends all of a request.</summary>
    /// <exception cref="SpeechException">It could not be sent in time.</exception>
    public async Task SendAsync(ElevenLabsContext context, ElevenLabsAsk ask, CancellationToken cancellationToken)
    {
        var id = IsShared ? context.Id : null;
        SocketAsk[] messages =
        [
            new(" ", id, ask.Settings),
            new(ask.Text + " ", id, Flush: true),
            IsShared ? new(ContextId: id, CloseContext: true) : new(""),
        ];
        var sent = SendAllAsync(messages);
        try
        {
            if (await sent.WaitAsync(_options.ConnectWithin, _time, cancellationToken).ConfigureAwait(false)) return;
        }
        catch (TimeoutException)
        {
            Abort();
        }

        // When the reader knows why the socket ended, that is what is told.
        context.End(new SpeechException(SpeechFailure.Broken, "The connection to ElevenLabs broke."));
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

        _ = CloseAsync();
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

    private async Task CloseAsync()
    {
        try
        {
            if (!IsShared || await SendAllAsync([new SocketAsk(CloseSocket: true)]).WaitAsync(_options.ConnectWithin, _time).ConfigureAwait(false))
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None)
                    .WaitAsync(_options.ConnectWithin, _time).ConfigureAwait(false);
                await _reading.WaitAsync(_options.ConnectWithin, _time).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is TimeoutException or WebSocketException or InvalidOperationException or ObjectDisposedException or OperationCanceledException or IOException)
        {
            // The other end is gone, or does not answer: nothing is lost.
        }

        _socket.Abort();
    }

    /// <summary>Sends messages in one go; false when the socket is gone. Not cancelled in the middle, which would end the socket.</summary>
    private async Task<bool> SendAllAsync(SocketAsk[] messages)
    {
        await _sending.WaitAsync().ConfigureAwait(false);
        try
        {
            foreach (var message in messages)
            {
                var bytes = JsonSerializer.SerializeToUtf8Bytes(message, ElevenLabsAskJson.Default.SocketAsk);
                await _socket.SendAsync(bytes.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).ConfigureAwait(false);
            }

            return true;
        }
        catch (Exception e) when (e is WebSocketException or InvalidOperationException or OperationCanceledException or IOException)
        {
            Abort();
            return false;
        }
        finally
        {
            _sending.Release();
        }
    }
}
