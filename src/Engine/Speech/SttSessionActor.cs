using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Engine.Speech;

/// <summary>
/// Listens to one audio stream: owns the recognition, opens it, feeds it, opens it anew when it fails, and replays into the new one what
/// was not final yet. Protocol: docs/protocols/stt-session.md.
/// </summary>
internal sealed class SttSessionActor : ReceiveActor, IWithTimers
{
    private readonly SpeechServices _services;
    private readonly SpeechRules _rules;
    private readonly Queue<AudioFrame> _kept = new();
    private readonly Queue<int> _ending = new();
    private readonly int _replayFrames;
    private ISpeechRecognition? _recognition;
    private Expectation _expectation = Expectation.Open.Instance;
    private CancellationTokenSource? _opening;
    private int _run;
    private int _failures;
    private bool _inSpeech;
    private bool _lost;

    public SttSessionActor(SpeechServices services)
    {
        _services = services;
        _rules = services.Rules;
        _replayFrames = (int)(_rules.Replay / AudioFormat.FrameDuration);
        Receive<AudioFrame>(OnFrame);
        Receive<SttCommands.SpeechBegan>(_ => OnSpeechBegan());
        Receive<SttCommands.EndSegment>(OnEndSegment);
        Receive<SttCommands.Expect>(OnExpect);
        Receive<Opened>(OnOpened);
        Receive<OpeningFailed>(f => OnFailed(f.Run, f.Detail));
        Receive<TextCame>(OnText);
        Receive<TurnCame>(OnTurn);
        Receive<RecognitionBroke>(f => OnFailed(f.Run, f.Detail));
        Receive<OpenAgain>(_ => Open());
        Receive<TextIsLate>(OnTextIsLate);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(SpeechServices services) => Props.Create(() => new SttSessionActor(services));

    protected override void PreStart() => Open();

    protected override void PostStop()
    {
        _run++;
        _opening?.Cancel();
        Drop(_recognition);
        while (_kept.TryDequeue(out var frame)) frame.Return();
        base.PostStop();
    }

    private void Open()
    {
        var run = ++_run;
        var listener = new Listener(Self, run);
        _opening = new CancellationTokenSource(_rules.OpenWithin);
        OpenAsync(_services.Recognizer, new RecognitionRequest(_rules.Language, []), listener, _opening.Token).PipeTo(
            Self,
            Self,
            recognition => new Opened(run, recognition),
            e => new OpeningFailed(run, e is SpeechException known ? known.Message : $"Recognition could not be opened ({e.GetType().Name})."));
    }

    private static async Task<ISpeechRecognition> OpenAsync(
        ISpeechRecognizer recognizer, RecognitionRequest request, Listener listener, CancellationToken cancellation) =>
        await recognizer.StartAsync(request, listener, cancellation).ConfigureAwait(false);

    private void OnOpened(Opened opened)
    {
        if (opened.Run != _run)
        {
            Drop(opened.Recognition);
            return;
        }

        _recognition = opened.Recognition;
        _recognition.Expect(_expectation);
        // What was said while nobody listened is heard now, and what was asked meanwhile is answered.
        foreach (var frame in _kept) _recognition.Accept(frame.Samples);
        foreach (var _ in _ending) _recognition.EndSegment();
    }

    private void OnFrame(AudioFrame frame)
    {
        if (_lost)
        {
            frame.Return();
            return;
        }

        _recognition?.Accept(frame.Samples);
        if (!_inSpeech && _ending.Count == 0)
        {
            // Between segments there is nothing to be replayed.
            frame.Return();
            return;
        }

        _kept.Enqueue(frame);
        while (_kept.Count > _replayFrames) _kept.Dequeue().Return();
    }

    private void OnSpeechBegan() => _inSpeech = true;

    private void OnEndSegment(SttCommands.EndSegment end)
    {
        _inSpeech = false;
        if (_lost)
        {
            Context.Parent.Tell(new SttReports.SegmentText(end.Segment, ""), Self);
            return;
        }

        _ending.Enqueue(end.Segment);
        _recognition?.EndSegment();
        Timers.StartSingleTimer(nameof(TextIsLate), new TextIsLate(end.Segment), _rules.TextWithin);
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
        if (!came.Text.IsFinal)
        {
            Context.Parent.Tell(new SttReports.Interim(came.Text.Text), Self);
        }
        else if (_ending.TryDequeue(out var segment))
        {
            if (_ending.Count == 0) Settle();
            Context.Parent.Tell(new SttReports.SegmentText(segment, came.Text.Text), Self);
        }
        else if (came.Text.Text.Length > 0)
        {
            Context.Parent.Tell(new SttReports.Phrase(came.Text.Text), Self);
        }
    }

    private void OnTurn(TurnCame came)
    {
        if (came.Run == _run) Context.Parent.Tell(new SttReports.Turn(came.Turn), Self);
    }

    /// <summary>All segments that were ended have their text: their audio need not be replayed any more.</summary>
    private void Settle()
    {
        Timers.Cancel(nameof(TextIsLate));
        if (_inSpeech) return;
        while (_kept.TryDequeue(out var frame)) frame.Return();
    }

    private void OnTextIsLate(TextIsLate late)
    {
        if (!_ending.Contains(late.Segment)) return;
        while (_ending.TryDequeue(out var segment)) Context.Parent.Tell(new SttReports.SegmentText(segment, ""), Self);
        OnFailed(_run, $"The recogniser {_services.Recognizer.Name} gave no text for {_rules.TextWithin.TotalSeconds:0} s.");
    }

    private void OnFailed(int run, string detail)
    {
        if (run != _run || _lost) return;
        Drop(_recognition);
        _recognition = null;
        _run++;
        if (++_failures < _rules.OpenAttempts)
        {
            Timers.StartSingleTimer(nameof(OpenAgain), OpenAgain.Instance, _rules.ReopenAfter * (1 << (_failures - 1)));
            return;
        }

        _lost = true;
        while (_ending.TryDequeue(out var segment)) Context.Parent.Tell(new SttReports.SegmentText(segment, ""), Self);
        Context.Parent.Tell(new SttReports.Lost(detail), Self);
    }

    private static void Drop(ISpeechRecognition? recognition)
    {
        if (recognition is not null) _ = DropAsync(recognition);
    }

    private static async Task DropAsync(ISpeechRecognition recognition)
    {
        try
        {
            await recognition.DisposeAsync().ConfigureAwait(false);
        }
        catch (SpeechException)
        {
            // It is being thrown away because it failed; a second failure tells nothing new.
        }
    }

    private sealed class Listener(IActorRef session, int run) : IRecognitionListener
    {
        public void OnText(RecognizedText text) => session.Tell(new TextCame(run, text), ActorRefs.NoSender);

        public void OnTurn(RecognizedTurn turn) => session.Tell(new TurnCame(run, turn), ActorRefs.NoSender);

        public void OnFailed(SpeechException failure) => session.Tell(new RecognitionBroke(run, failure.Message), ActorRefs.NoSender);
    }

    private sealed record Opened(int Run, ISpeechRecognition Recognition);

    private sealed record OpeningFailed(int Run, string Detail);

    private sealed record TextCame(int Run, RecognizedText Text);

    private sealed record TurnCame(int Run, RecognizedTurn Turn);

    private sealed record RecognitionBroke(int Run, string Detail);

    private sealed record TextIsLate(int Segment);

    private sealed record OpenAgain
    {
        public static OpenAgain Instance { get; } = new();
    }
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
    /// <summary>Words so far; they may change.</summary>
    internal sealed record Interim(string Text);

    /// <summary>Final words that the recogniser gave before it was asked.</summary>
    internal sealed record Phrase(string Text);

    /// <summary>The final words of a segment; empty when it held none.</summary>
    internal sealed record SegmentText(int Segment, string Text);

    /// <summary>The recogniser's own notion of the person's turn.</summary>
    internal sealed record Turn(RecognizedTurn Happened);

    /// <summary>Recognition has failed for good.</summary>
    internal sealed record Lost(string Detail);
}
