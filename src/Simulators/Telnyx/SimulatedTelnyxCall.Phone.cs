using CallActors.Contracts.Audio;
using CallActors.Simulators.Media;

namespace CallActors.Simulators.Telnyx;

/// <summary>The person's phone in the call: it rings as its plan says, and from the answer to the end it sounds, whether a stream is open or
/// not.</summary>
public sealed partial class SimulatedTelnyxCall
{
    /// <summary>A machine is told from a person after so much of its greeting; a person after so much silence.</summary>
    private static readonly TimeSpan Judgement = TimeSpan.FromMilliseconds(2400);

    /// <summary>So much silence ends a greeting.</summary>
    private static readonly TimeSpan GreetingSilence = TimeSpan.FromMilliseconds(800);

    private readonly List<string> _reached = [];
    private readonly byte[] _played = new byte[AudioFormat.FrameBytes];
    private readonly byte[] _heard = new byte[AudioFormat.FrameBytes];
    private readonly List<ITimer> _timers = [];
    private IDisposable? _ticking;
    private bool _holdsPhone;
    private bool _isJudged;

    /// <summary>The person's phone.</summary>
    public TelnyxHandset Phone { get; }

    /// <summary>Everything that the person's phone has played.</summary>
    public PlayedRecording Played => Phone.Played;

    /// <summary>The person speaks. Done when the last sample has been sent.</summary>
    public Task SayAsync(ReadOnlyMemory<byte> muLaw) => Phone.SayAsync(muLaw);

    /// <summary>Telnyx has found out who picked up. What it finds out by itself is not told then.</summary>
    /// <param name="result">As in <c>call.machine.detection.ended</c>, or its premium form.</param>
    public void Detect(string result)
    {
        lock (_lock) _isJudged = true;
        TellDetection(result);
    }

    /// <summary>A machine's greeting is over.</summary>
    /// <param name="result">As in <c>call.machine.greeting.ended</c>, or its premium form.</param>
    public void EndGreeting(string result)
    {
        TellAnsweredBy(result switch { "beep_detected" => "machine_end_beep", "ended" => "machine_end_silence", _ => "machine_end_other" });
        Tell(Detection is "premium" ? "call.machine.premium.greeting.ended" : "call.machine.greeting.ended", new { result });
    }

    bool IHandsetCall.PickUp() => TryPickUp();

    private void RingPhone()
    {
        if (Phone.Plan is HandsetPlan.Unreachable { SipCode: var sip }) End(sip == 404 ? "not_found" : "unspecified", "unknown", $"{sip}");
        else if (Phone.Plan is HandsetPlan.Busy || !TakePhone()) BeBusy();
        else RingUntilAnswered();
    }

    private void RingUntilAnswered()
    {
        TellProgress("ringing", "ringing");
        if (Phone.Plan is HandsetPlan.Answers answers) After(answers.After, PickUp);
        else if (Phone.Plan is HandsetPlan.Voicemail machine) After(machine.After, PickUp);
        else if (Phone.Plan is HandsetPlan.Declines declines) After(declines.After, Decline);
    }

    /// <summary>False when the phone is in a call.</summary>
    internal bool TakePhone()
    {
        if (!Phone.Take(this)) return false;
        _holdsPhone = true;
        Phone.Forget();
        return true;
    }

    /// <summary>Somebody talks from now on.</summary>
    private void BeginTalk()
    {
        var ticking = PhoneClock.For(_options.Time).Every20Milliseconds(Tick);
        lock (_lock)
        {
            if (State is SimulatedCallState.Active) (_ticking, ticking) = (ticking, null);
        }
        ticking?.Dispose();
        if (IsIncoming) return;
        if (Phone.Plan is HandsetPlan.Voicemail machine) _ = Phone.GreetAsync(machine);
        if (Detection is not (null or "disabled")) Judge(Phone.Plan as HandsetPlan.Voicemail);
    }

    private void EndTalk()
    {
        ITimer[] timers;
        lock (_lock) timers = [.. _timers];
        foreach (var timer in timers) timer.Dispose();
        _ticking?.Dispose();
        if (_holdsPhone) Phone.Free(this);
    }

    private void Tick(DateTimeOffset due)
    {
        var count = 0;
        var streams = Streams();
        foreach (var stream in streams)
        {
            _reached.Clear();
            count = Math.Max(count, stream.Playback.Tick(_played.AsSpan(count), _reached));
            foreach (var name in _reached) stream.Reached(name);
        }
        Phone.Sound(due, _played.AsSpan(0, count), _heard);
        foreach (var stream in streams) stream.Hear(_heard);
    }

    /// <summary>Tells who has picked up, and when a machine's greeting is over, as far as the detection that was asked for tells it.</summary>
    /// <param name="machine">Null for a person.</param>
    private void Judge(HandsetPlan.Voicemail? machine)
    {
        var (end, result) = machine is null ? (default, null) : EndOf(machine);
        After(Judgement, () =>
        {
            if (Locked(() => _isJudged)) return;
            TellDetection(machine is not null ? "machine" : Detection is "premium" ? "human_residence" : "human");
            if (result is not null) After(end > Judgement ? end - Judgement : TimeSpan.Zero, () => EndGreeting(result));
        });
    }

    /// <summary>When a greeting's end is told after the answer, and how; not at all by some detections.</summary>
    private (TimeSpan After, string? Result) EndOf(HandsetPlan.Voicemail machine)
    {
        var voice = AudioFormat.DurationOf(machine.Greeting.Span.LastIndexOfAnyExcept(AudioFormat.Silence) + 1);
        var sound = AudioFormat.DurationOf(machine.Greeting.Length + machine.Beep.Length);
        // Listens for silence alone: of a beep that comes soon enough it is part of the greeting, and one that comes later it does not await.
        var pauses = AudioFormat.DurationOf(machine.Greeting.Length) - voice >= GreetingSilence;
        var silence = (pauses || machine.Beep.IsEmpty ? voice : sound) + GreetingSilence;
        return Detection switch
        {
            "greeting_end" => (silence, "ended"),
            "detect_beep" when !machine.Beep.IsEmpty => (sound, "beep_detected"),
            "premium" => machine.Beep.IsEmpty ? (silence, "no_beep_detected") : (sound, "beep_detected"),
            _ => (default, null),
        };
    }

    private void TellDetection(string result)
    {
        if (result is "human" or "human_residence" or "human_business") TellAnsweredBy("human");
        // Who waits for the greeting's end is told of nothing before.
        else if (result is not "machine") TellAnsweredBy(result is "fax_detected" ? "fax" : "unknown");
        else if (Detection is "detect") TellAnsweredBy("machine_start");
        Tell(Detection is "premium" ? "call.machine.premium.detection.ended" : "call.machine.detection.ended", new { result });
    }

    private void After(TimeSpan duration, Action work)
    {
        lock (_lock)
        {
            if (State is not SimulatedCallState.Ended) _timers.Add(_options.Time.CreateTimer(_ => work(), null, duration, Timeout.InfiniteTimeSpan));
        }
    }
}
