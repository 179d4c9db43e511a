using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Engine.Speech;

/// <summary>
/// Listens to one audio stream: owns the recognition, opens it, feeds it, opens it anew when it fails, moves to the next recogniser when it
/// keeps failing, and replays what no final text covers. Opening is in <c>.Opening.cs</c>. Protocol: docs/protocols/stt-session.md.
/// </summary>
internal sealed partial class SttSessionActor : ReceiveActor, IWithTimers
{
    private readonly SpeechServices _services;
    private readonly SpeechRules _rules;
    private readonly ReplayRing _ring;
    private readonly Seam _seam = new();
    private readonly Queue<EndedSegment> _ended = new();
    private readonly long _preRoll;
    private Expectation _expectation = Expectation.Open.Instance;
    private bool _inSpeech;

    // Whether this recogniser tells words before they are final at all, and whether it has told anything of the latest segment.
    private bool _givesInterim;
    private bool _isHeard;

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
        Receive<RecognitionBroke>(OnBroke);
        Receive<OpeningIsLate>(OnOpeningIsLate);
        Receive<OpenAgain>(_ => Open());
        Receive<TextIsLate>(OnTextIsLate);
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
        _run++;
        EndOpening();
        Drop(_recognition);
        _ring.Dispose();
        base.PostStop();
    }

    private void OnFrame(AudioFrame frame)
    {
        if (!_lost)
        {
            _recognition?.Accept(frame.Samples);
            _ring.Append(frame.Samples);
            if (!_inSpeech && _ended.Count == 0) KeepPreRoll();
        }

        frame.Return();
    }

    private void OnSpeechBegan()
    {
        _inSpeech = true;
        _isHeard = false;
    }

    private void OnEndSegment(SttCommands.EndSegment end)
    {
        _inSpeech = false;
        if (_lost)
        {
            Context.Parent.Tell(new SttReports.SegmentText(end.Segment, ""), Self);
            return;
        }

        _ended.Enqueue(new EndedSegment(end.Segment, _ring.End, Now));
        _recognition?.EndSegment();
        ExpectText();
        if (_givesInterim && !_isHeard) Timers.StartSingleTimer(nameof(RecognizerIsSilent), new RecognizerIsSilent(end.Segment), _rules.SignWithin);
    }

    private void OnExpect(SttCommands.Expect expect)
    {
        _expectation = expect.Expectation;
        _recognition?.Expect(_expectation);
    }

    private void OnText(TextCame came)
    {
        if (came.Run != _run) return;
        _failures = 0;
        _isHeard = true;
        var text = _seam.Cut(came.Text.Text, came.Text.IsFinal);
        if (!came.Text.IsFinal)
        {
            _givesInterim = true;
            if (text.Length > 0) Context.Parent.Tell(new SttReports.Interim(text), Self);
            return;
        }

        _seam.Reported(text);
        if (came.Text.Through is { } through)
        {
            _ring.DropBefore(_runFrom + AudioFormat.SamplesIn(through));
            _seam.Cover();
        }

        if (_ended.TryDequeue(out var segment))
        {
            _services.Health.Recognizers.Succeeded(Recognizer.Name, Now - segment.EndedAt, Now);
            Settle(segment.End);
            if (_ended.Count == 0) Timers.Cancel(nameof(TextIsLate));
            else ExpectText();
            if (!_inSpeech && _ended.Count == 0) KeepPreRoll();
            Context.Parent.Tell(new SttReports.SegmentText(segment.Segment, text), Self);
        }
        else if (text.Length > 0)
        {
            Context.Parent.Tell(new SttReports.Phrase(text), Self);
        }
    }

    private void OnTurn(TurnCame came)
    {
        if (came.Run == _run) Context.Parent.Tell(new SttReports.Turn(came.Turn), Self);
    }

    /// <summary>A segment that ends here has its text: its audio is not replayed.</summary>
    private void Settle(long position)
    {
        _ring.DropBefore(position);
        _seam.Settle();
    }

    /// <summary>Between segments only what comes just before a voice is kept, where silence comes at all.</summary>
    private void KeepPreRoll()
    {
        if (Recognizer.WantsSilence) _ring.DropBefore(_ring.End - _preRoll);
        else _ring.DropBefore(_ring.End);
        _seam.Settle();
    }

    private void ExpectText() => Timers.StartSingleTimer(nameof(TextIsLate), new TextIsLate(_ended.Peek().Segment), _rules.TextWithin);

    /// <summary>The recogniser is deaf, or too slow to talk with. Another one may still find the words; if there is none, they are lost.</summary>
    private void OnTextIsLate(TextIsLate late)
    {
        if (_ended.Count == 0 || _ended.Peek().Segment != late.Segment) return;
        if (!HasNext) AnswerEmpty();
        OnFailed(_run, SpeechFailure.TimedOut, $"The recogniser {Recognizer.Name} gave no text for {_rules.TextWithin.TotalSeconds:0.#} s.", isDeaf: true);
    }

    /// <summary>It used to tell words early and has told nothing of this segment: it is deaf, and what it did not hear is replayed.</summary>
    private void OnSilent(int segment)
    {
        if (_isHeard || _recognition is null || _ended.All(s => s.Segment != segment)) return;
        OnFailed(_run, SpeechFailure.TimedOut, $"The recogniser {Recognizer.Name} has gone deaf.", isDeaf: true);
    }

    private void AnswerEmpty()
    {
        Timers.Cancel(nameof(TextIsLate));
        while (_ended.TryDequeue(out var segment))
        {
            Settle(segment.End);
            Context.Parent.Tell(new SttReports.SegmentText(segment.Segment, ""), Self);
        }
    }

    /// <param name="End">Position of the audio behind it.</param>
    private readonly record struct EndedSegment(int Segment, long End, DateTimeOffset EndedAt);

    private sealed record TextIsLate(int Segment);

    private sealed record RecognizerIsSilent(int Segment);
}

/// <summary>What a stream tells its recognition; audio frames go as they are, and belong to the receiver.</summary>
internal static class SttCommands
{
    /// <summary>A voice has begun: from here, and a little before, it is speech.</summary>
    internal sealed record SpeechBegan
    {
        public static SpeechBegan Instance { get; } = new();
    }

    /// <summary>The voice has paused. Answered by one <see cref="SttReports.SegmentText"/> with the same number.</summary>
    internal sealed record EndSegment(int Segment);

    /// <summary>What the next segment is expected to hold.</summary>
    internal sealed record Expect(Expectation Expectation);
}

/// <summary>What a recognition tells its stream.</summary>
internal static class SttReports
{
    /// <summary>This recogniser listens now.</summary>
    /// <param name="WantsSilence">See <see cref="ISpeechRecognizer.WantsSilence"/>.</param>
    /// <param name="FollowsTurns">See <see cref="ISpeechRecognizer.FollowsTurns"/>.</param>
    internal sealed record Listens(bool WantsSilence, bool FollowsTurns);

    /// <summary>Words so far; they may change.</summary>
    internal sealed record Interim(string Text);

    /// <summary>Final words that the recogniser gave before it was asked.</summary>
    internal sealed record Phrase(string Text);

    /// <summary>The final words of a segment; empty when it held none.</summary>
    internal sealed record SegmentText(int Segment, string Text);

    /// <summary>The recogniser's own notion of the person's turn.</summary>
    internal sealed record Turn(RecognizedTurn Happened);

    /// <summary>The session broke and was started again: it will not answer for the segments of before.</summary>
    internal sealed record Restarted
    {
        public static Restarted Instance { get; } = new();
    }

    /// <summary>Recognition has failed for good.</summary>
    internal sealed record Lost(string Detail);
}
