using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Engine.Speech;

/// <summary>
/// Listens to one audio stream: owns the recognition, opens it, feeds it, opens it anew when it fails, moves to the next recogniser when it
/// keeps failing, and replays what no final text covers. Opening is in
/// <c>.Opening.cs</c>, what it is asked and answers in <c>.Answers.cs</c>. Protocol: docs/protocols/stt-session.md.
/// </summary>
internal sealed partial class SttSessionActor : ReceiveActor, IWithTimers
{
    private readonly SpeechServices _services;
    private readonly SpeechRules _rules;
    private readonly ReplayRing _ring;
    private readonly Seam _seam = new();
    private readonly long _preRoll;
    private Expectation _expectation = Expectation.Open.Instance;
    private bool _inSpeech;

    // Position behind what a recognition has taken, and bytes that one was too slow to take.
    private long _listenedTo;
    private long _refused;

    public SttSessionActor(SpeechServices services)
    {
        _services = services;
        _rules = services.Rules;
        _ring = new ReplayRing((int)AudioFormat.SamplesIn(_rules.Replay));
        _preRoll = AudioFormat.SamplesIn(_rules.PreRoll);
        _recognizers = services.Health.Recognizers.Order(services.Recognizers, r => r.Name, Now);
        Receive<AudioFrame>(OnFrame);
        Receive<SttCommands.SpeechBegan>(_ => OnSpeechBegan());
        Receive<SttCommands.EndSegment>(OnEndSegment);
        Receive<SttCommands.Expect>(OnExpect);
        Receive<Opened>(OnOpened);
        Receive<OpeningFailed>(f => OnFailed(f.Run, f.Reason, f.Detail));
        Receive<TextCame>(OnText);
        Receive<TurnCame>(OnTurn);
        Receive<SegmentTaken>(OnTaken);
        Receive<RecognitionBroke>(f => OnFailed(f.Run, f.Reason, f.Detail));
        Receive<OpeningIsLate>(OnOpeningIsLate);
        Receive<OpenAgain>(_ => Open());
        Receive<TextIsLate>(_ => OnTextIsLate());
        Receive<RecognizerIsSilent>(s => OnSilent(s.Segment));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    public static Props PropsFor(SpeechServices services) => Props.Create(() => new SttSessionActor(services));

    protected override void PreStart() => Open();

    /// <summary>What the one before me owed, nobody knows any more.</summary>
    protected override void PostRestart(Exception reason)
    {
        base.PostRestart(reason);
        Context.Parent.Tell(SttReports.Restarted.Instance, Self);
    }

    protected override void PostStop()
    {
        _run = None;
        EndOpening();
        Drop(_recognition);
        _ring.Dispose();
        base.PostStop();
    }

    private void OnFrame(AudioFrame frame)
    {
        if (!_lost)
        {
            _ring.Append(frame.Samples);
            if (_recognition is not null) Give(frame.Samples);
            if (!_inSpeech && _ended.Count == 0) KeepPreRoll();
        }

        frame.Return();
    }

    private void Give(ReadOnlySpan<byte> audio)
    {
        if (!_recognition!.Accept(audio)) _refused += audio.Length;
        _listenedTo = _ring.End;
    }

    private void OnSpeechBegan()
    {
        _inSpeech = true;
        _isHeard = false;
    }

    private void OnExpect(SttCommands.Expect expect)
    {
        _expectation = expect.Expectation;
        _recognition?.Expect(_expectation);
    }

    private void OnTurn(TurnCame came)
    {
        if (came.Run == _run) Context.Parent.Tell(new SttReports.Turn(came.Turn), Self);
    }

    /// <summary>A segment that ends here has its text: its audio is not replayed.</summary>
    private void Settle(long position)
    {
        _ring.DropBefore(position);
        Covered();
    }

    /// <summary>Between segments only what comes just before a voice is kept, where silence comes at all.</summary>
    private void KeepPreRoll()
    {
        if (Recognizer.WantsSilence) _ring.DropBefore(_ring.End - _preRoll);
        else _ring.DropBefore(_ring.End);
        Covered();
    }

    /// <summary>What was told is of audio that is not kept, and what is not kept was not missed.</summary>
    private void Covered()
    {
        _seam.Settle();
        _listenedTo = Math.Max(_listenedTo, _ring.Start);
    }
}
