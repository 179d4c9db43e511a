using CallActors.Simulators.Media;

namespace CallActors.Simulators.Twilio;

/// <summary>
/// A phone in the network with its person, or its answering machine: rings, answers, hears in real time and speaks. One call at a time;
/// whoever calls meanwhile finds it engaged. Every wait has a deadline and says what did not come about. Thread-safe.
/// </summary>
public sealed partial class Handset
{
    private readonly TwilioSimulator _twilio;
    private readonly PhoneWatch _watch;
    private readonly VoiceQueue _voice = new();
    private readonly List<HandsetText> _texts = [];
    private TwilioCall? _call;
    private TwilioCall? _last;
    private volatile PlayedRecording? _recorder;

    internal Handset(TwilioSimulator twilio, string number, HandsetPlan plan)
    {
        _twilio = twilio;
        _watch = twilio.Watch;
        Number = number;
        Plan = plan;
        Played = new PlayedRecording(twilio.Options.KeepPlayed);
    }

    /// <summary>E.164.</summary>
    public string Number { get; }

    /// <summary>What it does at the next call.</summary>
    public HandsetPlan Plan { get; set; }

    /// <summary>What machine detection says of it; null for what fits <see cref="Plan"/>.</summary>
    public MachineVerdict? Verdict { get; set; }

    /// <summary>The status that the call gets when the phone declines: networks say busy or no-answer.</summary>
    public string DeclinedAs { get; set; } = "busy";

    /// <summary>What the microphone hears besides the person; a bridge to another phone can take its place.</summary>
    public IPhoneRoom? Room { get; set; }

    /// <summary>Everything that the phone has really played.</summary>
    public PlayedRecording Played { get; }

    /// <summary>What its answering machine has recorded of the latest call: what was played to it after the beep, µ-law.</summary>
    public byte[] Message => _recorder?.Since(DateTimeOffset.MinValue) ?? [];

    /// <summary>The call that it rings for or is in; null when in none.</summary>
    public TwilioCall? Call => _watch.Read(() => _call);

    /// <summary>The text messages that it got, oldest first.</summary>
    public IReadOnlyList<HandsetText> Texts => _watch.Read(() => _texts.ToArray());

    /// <summary>Waits until it rings.</summary>
    public async Task<TwilioCall> WaitForRingAsync(TimeSpan within, CancellationToken cancellationToken = default)
    {
        TwilioCall? ringing = null;
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
    public void Decline() => Ringing().Settle(new RingOutcome.Failed(DeclinedAs, DeclinedAs == "busy" ? 486 : 480));

    /// <summary>Hangs up.</summary>
    /// <exception cref="PhoneException">It is in no call.</exception>
    public void HangUp() => (Call is { Direction: "inbound" } calling ? calling : Current()).FarEndHungUp();

    /// <summary>Calls a number. Returns when it is answered.</summary>
    /// <exception cref="PhoneException">It was not; the message has the call's status.</exception>
    public async Task<TwilioCall> DialAsync(string to, TimeSpan within, CancellationToken cancellationToken = default)
    {
        var call = Dial(to);
        await call.WaitForStatusAsync(status => status is not ("queued" or "ringing"), within, cancellationToken).ConfigureAwait(false);
        return call.IsInProgress || call.Status == "completed" ? call : throw new PhoneException($"The call was not answered: {call.Status}.");
    }

    /// <summary>Calls a number and waits for nothing.</summary>
    /// <exception cref="PhoneException">It is in a call.</exception>
    public TwilioCall Dial(string to)
    {
        var call = new TwilioCall(_twilio, new CallOrder { From = Number, To = to, Direction = "inbound" }, this);
        if (!Take(call)) throw new PhoneException("The phone is in a call.");
        _twilio.Add(call);
        call.Start();
        return call;
    }

    /// <summary>Speaks with the person's voice, in real time, after what is being said already. Done when the last sample was sent.</summary>
    /// <param name="muLaw">µ-law, 8 kHz; any length. Not copied.</param>
    /// <exception cref="PhoneException">It is in no call, or the call ended first.</exception>
    public Task SayAsync(ReadOnlyMemory<byte> muLaw, CancellationToken cancellationToken = default)
    {
        Current();
        return _voice.AddAsync(muLaw).WaitAsync(cancellationToken);
    }

    /// <summary>Presses keys: 0–9, *, #.</summary>
    public void Press(string keys)
    {
        var call = Current();
        foreach (var key in keys) call.Press(key);
    }

    /// <summary>Sends a text message; over WhatsApp when <paramref name="to"/> begins with <c>whatsapp:</c>. Done when the application has
    /// answered.</summary>
    /// <returns>The message's sid.</returns>
    public Task<string> SendTextAsync(string to, string body, CancellationToken cancellationToken = default) => _twilio.DeliverToApplicationAsync(this, to, body, cancellationToken);

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

    /// <summary>Waits until its call is over; the call's last status.</summary>
    public async Task<string> WaitForEndAsync(TimeSpan within, CancellationToken cancellationToken = default)
    {
        var call = _watch.Read(() => _call ?? _last) ?? throw new PhoneException("The phone was in no call.");
        await call.WaitForStatusAsync(_ => call.IsOver, within, cancellationToken).ConfigureAwait(false);
        return call.Status;
    }

    private TwilioCall Current() => Call is { IsInProgress: true } call ? call : throw new PhoneException("The phone is in no call.");

    private TwilioCall Ringing() => Call is { IsRinging: true } call ? call : throw new PhoneException("Nothing rings.");
}
