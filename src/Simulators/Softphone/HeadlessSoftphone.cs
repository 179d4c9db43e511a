using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Simulators.Media;

namespace CallActors.Simulators.Softphone;

/// <summary>
/// A phone without a screen: registers on the gateway's line, is rung, answers, speaks and listens in real time with the carrier's side
/// of the media wire, and comes back by itself when a socket is lost, as a carrier would by its redirect. One call at a time. Every
/// wait has a deadline and says what did not come about. Thread-safe.
/// </summary>
public sealed partial class HeadlessSoftphone : IAsyncDisposable
{
    private const int MaxCaptions = 10_000;
    private const int MaxFaults = 100;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    private readonly Uri _lineUrl;
    private readonly HeadlessSoftphoneOptions _options;
    private readonly PhoneWatch _watch;
    private readonly PhoneClock _clock;
    private readonly VoiceQueue _voice = new();
    private readonly CancellationTokenSource _off = new();
    private readonly List<Caption> _captions = [];
    private readonly List<PhoneFault> _faults = [];
    private Task _lineRun = Task.CompletedTask;
    private Task _mediaRun = Task.CompletedTask;
    private SocketSender? _line;
    private IncomingCall? _ring;
    private PhoneCall? _call;
    private string? _refusal;

    private HeadlessSoftphone(Uri gateway, HeadlessSoftphoneOptions options)
    {
        _options = options;
        _lineUrl = WebSocketUrl(new Uri(gateway, options.LinePath));
        _watch = new PhoneWatch(options.Time);
        _clock = PhoneClock.For(options.Time);
        Played = new PlayedRecording(options.KeepPlayed);
    }

    /// <summary>Everything that the loudspeaker has played.</summary>
    public PlayedRecording Played { get; }

    /// <summary>The captions so far, oldest first; the latest 10,000.</summary>
    public IReadOnlyList<Caption> Captions => _watch.Read(() => _captions.ToArray());

    /// <summary>What the gateway did that a carrier would refuse; the first 100.</summary>
    public IReadOnlyList<PhoneFault> Faults => _watch.Read(() => _faults.ToArray());

    /// <summary>How many media sockets have been started since the phone was switched on.</summary>
    public int MediaStarts { get; private set; }

    /// <summary>The call that the phone is in, by its text form; null when in none.</summary>
    public string? CallId => _watch.Read(() => _call is { Ended: null } call ? call.CallId : null);

    /// <summary>Registers. Returns when the gateway has welcomed the phone.</summary>
    /// <param name="gateway">The gateway's base URL, for example <c>http://127.0.0.1:3333</c>.</param>
    /// <exception cref="TimeoutException">The gateway did not welcome the phone in time.</exception>
    public static async Task<HeadlessSoftphone> ConnectAsync(Uri gateway, HeadlessSoftphoneOptions? options = null, CancellationToken cancellationToken = default)
    {
        var phone = new HeadlessSoftphone(gateway, options ?? new HeadlessSoftphoneOptions());
        phone._lineRun = phone.RunLineAsync();
        try
        {
            await phone._watch.UntilAsync(() => phone._line is not null, AnswerWithin, "the gateway welcomes the phone", cancellationToken).ConfigureAwait(false);
            return phone;
        }
        catch
        {
            await phone.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits until it rings.</summary>
    public async Task<IncomingCall> WaitForRingAsync(TimeSpan within, CancellationToken cancellationToken = default)
    {
        IncomingCall? ring = null;
        await _watch.UntilAsync(() => (ring = _ring) is not null, within, "the phone rings", cancellationToken).ConfigureAwait(false);
        return ring!;
    }

    /// <summary>Picks up. Returns when the media socket has started.</summary>
    /// <exception cref="PhoneException">Nothing rings, or the call ended first.</exception>
    public async Task AnswerAsync(CancellationToken cancellationToken = default)
    {
        var call = Take(ring => new PhoneCall(ring.Leg, ring.CallId));
        Tell(new { @event = "answer", leg = call.Leg });
        Tell(new { @event = "media", leg = call.Leg });
        await UntilTalkingAsync(call, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Declines what rings.</summary>
    public Task DeclineAsync(CancellationToken cancellationToken = default)
    {
        var declined = Take(ring => ring, forget: false);
        Tell(new { @event = "decline", leg = declined.Leg });
        return _watch.UntilAsync(() => _ring?.Leg != declined.Leg, AnswerWithin, "the gateway takes the decline", cancellationToken);
    }

    /// <summary>Calls the engine. Returns when the media socket has started.</summary>
    /// <exception cref="PhoneException">The gateway refused, or the call ended first.</exception>
    public async Task DialAsync(string number, CancellationToken cancellationToken = default)
    {
        _watch.Change(() =>
        {
            if (_call is { Ended: null }) throw new PhoneException("The phone is in a call.");
            _call = null;
            _refusal = null;
        });
        Tell(new { @event = "dial", number });
        await _watch.UntilAsync(() => _call is not null || _refusal is not null, AnswerWithin, "the gateway takes the dialled call", cancellationToken).ConfigureAwait(false);
        var call = _watch.Read(() => _call) ?? throw new PhoneException($"The gateway refused to be dialled: {_refusal}");
        await UntilTalkingAsync(call, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Hangs up. Returns when the gateway has ended the leg.</summary>
    public async Task HangUpAsync(CancellationToken cancellationToken = default)
    {
        var call = Current();
        var media = _watch.Read(() => call.Media);
        _watch.Change(() => call.HangsUp = true);
        Tell(new { @event = "hangup", leg = call.Leg });
        if (media is not null) _ = media.StopAsync();
        await _watch.UntilAsync(() => call.Ended is not null, AnswerWithin, "the gateway ends the leg", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Speaks with the person's voice, in real time, after what is being said already. Returns when the last sample was sent.
    /// While the media socket is away nothing is sent and nothing is lost.</summary>
    /// <param name="muLaw">µ-law, 8 kHz; any length. Not copied.</param>
    /// <exception cref="PhoneException">The call ended first.</exception>
    public Task SayAsync(ReadOnlyMemory<byte> muLaw, CancellationToken cancellationToken = default)
    {
        Current();
        return _voice.AddAsync(muLaw).WaitAsync(cancellationToken);
    }

    /// <summary>Sends words as the page does: typed, or recognised by the browser.</summary>
    public Task SendWordsAsync(string text, bool final = true, WordSource source = WordSource.Typed)
    {
        Tell(new { @event = "words", leg = Current().Leg, text, final, source = source == WordSource.Browser ? "browser" : "typed" });
        return Task.CompletedTask;
    }

    /// <summary>Presses a key: 0–9, *, #.</summary>
    public Task PressAsync(char key)
    {
        var media = _watch.Read(() => _call?.Media) ?? throw new PhoneException("There is no media socket to press a key on.");
        media.Press(key);
        return Task.CompletedTask;
    }

    /// <summary>The µ-law samples that were played at or after a moment.</summary>
    public byte[] PlayedSince(DateTimeOffset moment) => Played.Since(moment);

    /// <summary>Waits until a caption that fits has come; captions that came before count.</summary>
    public async Task<T> WaitForCaptionAsync<T>(Func<T, bool> fits, TimeSpan within, CancellationToken cancellationToken = default) where T : Caption
    {
        T? found = null;
        await _watch.UntilAsync(() => (found = _captions.OfType<T>().FirstOrDefault(fits)) is not null, within, $"a caption {typeof(T).Name} that fits", cancellationToken).ConfigureAwait(false);
        return found!;
    }

    /// <summary>Waits until the call is over; its reason as the gateway gives it.</summary>
    public async Task<string> WaitForEndAsync(TimeSpan within, CancellationToken cancellationToken = default)
    {
        string? reason = null;
        await _watch.UntilAsync(() => (reason = _call?.Ended) is not null, within, "the call ends", cancellationToken).ConfigureAwait(false);
        return reason!;
    }

    /// <summary>Waits until the loudspeaker has played so much in all since the phone was switched on (<see cref="PlayedRecording.Total"/>).</summary>
    public async Task WaitForPlayedAsync(TimeSpan total, TimeSpan within, CancellationToken cancellationToken = default)
    {
        using var limit = new CancellationTokenSource(within, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            while (Played.Total < total) await _clock.WaitAsync(AudioFormat.FrameDuration, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new TimeoutException($"Not within {within.TotalSeconds:0.#} s: {total.TotalSeconds:0.##} s of audio are played ({Played.Total.TotalSeconds:0.##} s were).");
        }
    }

    /// <summary>Drops the media socket without a word, as a network does. Returns when the phone has noticed.</summary>
    /// <returns><see cref="MediaStarts"/> until now, for <see cref="ReconnectedAsync"/>.</returns>
    public async Task<int> DropMediaAsync(CancellationToken cancellationToken = default)
    {
        var call = Current();
        var (media, starts) = _watch.Read(() => (call.Media, MediaStarts));
        media?.Drop();
        await _watch.UntilAsync(() => call.Media != media || call.Media is null, AnswerWithin, "the media socket is gone", cancellationToken).ConfigureAwait(false);
        return starts;
    }

    /// <summary>Waits until line and media are both there again after a loss.</summary>
    /// <param name="mediaStartsBefore"><see cref="MediaStarts"/> before the loss.</param>
    public Task ReconnectedAsync(int mediaStartsBefore, TimeSpan within, CancellationToken cancellationToken = default) =>
        _watch.UntilAsync(() => _line is not null && _call?.Media is not null && MediaStarts > mediaStartsBefore, within, "line and media are connected again", cancellationToken);

    /// <summary>Switches the phone off, without hanging up.</summary>
    public async ValueTask DisposeAsync()
    {
        await _off.CancelAsync().ConfigureAwait(false);
        _watch.Read(() => _call?.Media)?.Drop();
        await _lineRun.ConfigureAwait(false);
        await _mediaRun.ConfigureAwait(false);
        _voice.Abandon("The phone was switched off.");
        _off.Dispose();
    }

    private T Take<T>(Func<IncomingCall, T> use, bool forget = true)
    {
        T taken = default!;
        _watch.Change(() =>
        {
            var ring = _ring ?? throw new PhoneException("Nothing rings.");
            taken = use(ring);
            if (forget) _ring = null;
            if (taken is PhoneCall call)
            {
                call.Opening = true;
                _call = call;
            }
        });
        return taken;
    }

    private PhoneCall Current() =>
        _watch.Read(() => _call is { Ended: null } call ? call : throw new PhoneException("The phone is in no call."));

    private async Task UntilTalkingAsync(PhoneCall call, CancellationToken cancellationToken)
    {
        await _watch.UntilAsync(() => call.Media is not null || call.Ended is not null, AnswerWithin, "the media socket starts", cancellationToken).ConfigureAwait(false);
        if (_watch.Read(() => call.Ended) is { } reason) throw new PhoneException($"The call has ended: {reason}.");
    }

    private static Uri WebSocketUrl(Uri url) => new UriBuilder(url) { Scheme = url.Scheme is "https" or "wss" ? "wss" : "ws", Port = url.Port }.Uri;
}
