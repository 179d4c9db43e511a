namespace CallActors.Simulators.Media;

/// <summary>
/// A phone in a simulated carrier's network with its person, or its answering machine: rings, answers, hears in real time and speaks. One
/// call at a time; whoever calls meanwhile finds it engaged. Every wait has a deadline and says what did not come about. Thread-safe.
/// </summary>
public abstract partial class Handset
{
    private readonly PhoneWatch _watch;
    private readonly TimeSpan _keepPlayed;
    private readonly VoiceQueue _voice = new();
    private readonly List<HandsetText> _texts = [];
    private IHandsetCall? _call;
    private IHandsetCall? _last;
    private volatile PlayedRecording? _recorder;

    internal Handset(PhoneWatch watch, string number, HandsetPlan plan, TimeSpan keepPlayed)
    {
        _watch = watch;
        _keepPlayed = keepPlayed;
        Number = number;
        Plan = plan;
        Played = new PlayedRecording(keepPlayed);
    }

    /// <summary>E.164.</summary>
    public string Number { get; }

    /// <summary>What it does at the next call.</summary>
    public HandsetPlan Plan { get; set; }

    /// <summary>What the microphone hears besides the person; a bridge to another phone can take its place.</summary>
    public IPhoneRoom? Room { get; set; }

    /// <summary>Everything that the phone has really played.</summary>
    public PlayedRecording Played { get; }

    /// <summary>What its answering machine has recorded of the latest call: what was played to it after the beep, µ-law.</summary>
    public byte[] Message => _recorder?.Since(DateTimeOffset.MinValue) ?? [];

    /// <summary>The call that it rings for or is in; null when in none.</summary>
    public IPhoneCall? Call => _watch.Read(() => _call);

    /// <summary>The text messages that it got, oldest first.</summary>
    public IReadOnlyList<HandsetText> Texts => _watch.Read(() => _texts.ToArray());

    /// <summary>Waits until it rings.</summary>
    public async Task<IPhoneCall> WaitForRingAsync(TimeSpan within, CancellationToken cancellationToken = default)
    {
        IPhoneCall? ringing = null;
        await _watch.UntilAsync(() => (ringing = _call is { IsRinging: true } call ? call : null) is not null, within, $"{Number} rings", cancellationToken).ConfigureAwait(false);
        return ringing!;
    }

    /// <summary>Picks up.</summary>
    /// <exception cref="PhoneException">Nothing rings.</exception>
    public void Answer()
    {
        if (!Ringing().PickUp()) throw new PhoneException("Nothing rings.");
    }

    /// <summary>Declines what rings.</summary>
    /// <exception cref="PhoneException">Nothing rings.</exception>
    public void Decline() => Ringing().Decline();

    /// <summary>Hangs up; gives up a call of its own that is not answered yet.</summary>
    /// <exception cref="PhoneException">It is in no call.</exception>
    public void HangUp() => (_watch.Read(() => _call) is { IsRinging: false } own ? own : Current()).HangUp();

    /// <summary>Calls a number and waits for nothing.</summary>
    /// <exception cref="PhoneException">It is in a call, or the account has no such number.</exception>
    public abstract IPhoneCall Dial(string to);

    /// <summary>Sends a text message.</summary>
    /// <returns>The carrier's name for it.</returns>
    /// <exception cref="PhoneException">The account has no such number.</exception>
    public abstract Task<string> SendTextAsync(string to, string body, CancellationToken cancellationToken = default);

    /// <summary>Speaks with the person's voice, in real time, after what is being said already. Done when the last sample was sent.</summary>
    /// <param name="muLaw">µ-law, 8 kHz; any length. Not copied.</param>
    /// <exception cref="PhoneException">It is in no call, or the call ended first.</exception>
    public Task SayAsync(ReadOnlyMemory<byte> muLaw, CancellationToken cancellationToken = default)
    {
        Current();
        return _voice.AddAsync(muLaw).WaitAsync(cancellationToken);
    }

    /// <summary>Presses keys: 0–9, *, #.</summary>
    /// <exception cref="PhoneException">It is in no call.</exception>
    public void Press(string keys)
    {
        var call = Current();
        foreach (var key in keys) call.Press(key);
    }

    /// <summary>Waits for a text message that fits; those that came before count.</summary>
    public async Task<HandsetText> WaitForTextAsync(Func<HandsetText, bool> fits, TimeSpan within, CancellationToken cancellationToken = default)
    {
        HandsetText? found = null;
        await _watch.UntilAsync(() => (found = _texts.FirstOrDefault(fits)) is not null, within, $"{Number} gets a text that fits", cancellationToken).ConfigureAwait(false);
        return found!;
    }

    /// <summary>Waits until it has played so much in all.</summary>
    public Task WaitForPlayedAsync(TimeSpan total, TimeSpan within, CancellationToken cancellationToken = default) =>
        _watch.UntilAsync(() => Played.Total >= total, within, $"{Number} has played {total.TotalSeconds:0.##} s", cancellationToken);

    /// <summary>Waits until its answering machine records: the beep is over.</summary>
    public Task WaitForRecordingAsync(TimeSpan within, CancellationToken cancellationToken = default) =>
        _watch.UntilAsync(() => _recorder is not null, within, $"{Number}'s answering machine records", cancellationToken);

    /// <summary>Waits until so many media sockets have been opened for a call.</summary>
    public Task WaitForStreamsAsync(IPhoneCall call, int count, TimeSpan within, CancellationToken cancellationToken = default) =>
        _watch.UntilAsync(() => call.StreamsOpened >= count, within, $"the call has had {count} media sockets (so far {call.StreamsOpened})", cancellationToken);

    /// <summary>Waits until its call is over; the call's outcome.</summary>
    public async Task<string> WaitForEndAsync(TimeSpan within, CancellationToken cancellationToken = default)
    {
        var call = _watch.Read(() => _call ?? _last) ?? throw new PhoneException("The phone was in no call.");
        await WaitForEndAsync(call, within, cancellationToken).ConfigureAwait(false);
        return call.Outcome;
    }

    /// <summary>Waits until a call is over.</summary>
    public Task WaitForEndAsync(IPhoneCall call, TimeSpan within, CancellationToken cancellationToken = default) =>
        _watch.UntilAsync(() => call.IsOver, within, $"the call ends (it is {call.Outcome})", cancellationToken);

    private IHandsetCall Current() => _watch.Read(() => _call) is { IsInProgress: true } call ? call : throw new PhoneException("The phone is in no call.");

    private IHandsetCall Ringing() => _watch.Read(() => _call) is { IsRinging: true } call ? call : throw new PhoneException("Nothing rings.");
}
