using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Engine.Speech;

/// <summary>How a recognition is opened, opened again, and given to the next recogniser.</summary>
internal sealed partial class SttSessionActor
{
    /// <summary>Failures in a row after which the next recogniser takes over.</summary>
    private const int FailuresToMove = 2;

    // Share of a pause that chance adds to it.
    private const double MostSpread = 0.2;

    // No recognition: nothing that is reported is of this run.
    private const int None = 0;

    // Counts the recognitions of all sessions, so that a session that was started again knows its predecessor's for stale.
    private static int _runs;

    private readonly IReadOnlyList<ISpeechRecognizer> _recognizers;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private ISpeechRecognition? _recognition;
    private CancellationTokenSource? _opening;
    private int _recognizer;
    private int _run;
    private long _runFrom;
    private DateTimeOffset _openedAt;
    private int _failures;
    private bool _lost;

    private ISpeechRecognizer Recognizer => _recognizers[_recognizer];

    private bool HasNext => _recognizer + 1 < _recognizers.Count;

    private void Open()
    {
        var run = _run = Interlocked.Increment(ref _runs);
        _taken = 0;
        var listener = new Listener(Self, run);
        _opening = new CancellationTokenSource();
        Timers.StartSingleTimer(nameof(OpeningIsLate), new OpeningIsLate(run), _rules.OpenWithin);
        if (!_lost) TellListens();
        OpenAsync(Recognizer, new RecognitionRequest(_rules.Language, _rules.Hints), listener, _opening.Token).PipeTo(
            Self,
            Self,
            recognition => new Opened(run, recognition),
            e => e is SpeechException known
                ? new OpeningFailed(run, known.Reason, known.Message)
                : new OpeningFailed(run, SpeechFailure.Broken, $"Recognition could not be opened ({e.GetType().Name})."));
    }

    private static async Task<ISpeechRecognition> OpenAsync(
        ISpeechRecognizer recognizer, RecognitionRequest request, Listener listener, CancellationToken cancellation)
    {
        var recognition = await recognizer.StartAsync(request, listener, cancellation).ConfigureAwait(false);
        // It may come when nobody wants it any more, or be on its way to a session that has stopped: the cancellation ends it too.
        cancellation.Register(() => Drop(recognition));
        return recognition;
    }

    private void OnOpened(Opened opened)
    {
        if (opened.Run != _run) return;
        Timers.Cancel(nameof(OpeningIsLate));
        _opening?.Dispose();
        _opening = null;
        _recognition = opened.Recognition;
        _openedAt = Now;
        if (_lost) OnReturned();
        _recognition.Expect(_expectation);
        _runFrom = _ring.Start;
        _seam.Replay(_ring.Start, _ring.IsCut);
        TellMissed();
        // What was said while nobody listened is heard now, and each segment is ended where it ended.
        var at = _ring.Start;
        foreach (var segment in _ended)
        {
            Replay(at, segment.End);
            _recognition.EndSegment();
            at = segment.End;
        }

        Replay(at, _ring.End);
        TellRefused();
        // The person waits since the segment's end: who hears it for a second time gets what is left of the time.
        if (_ended.Count > 0 && !Timers.IsTimerActive(nameof(TextIsLate))) ExpectText();
    }

    private void OnReturned()
    {
        (_lost, _failures) = (false, 0);
        TellListens();
        Context.Parent.Tell(SttReports.Returned.Instance, Self);
    }

    private void TellListens() => Context.Parent.Tell(new SttReports.Listens(Recognizer.WantsSilence, Recognizer.FollowsTurns), Self);

    private void Replay(long from, long to)
    {
        _ring.Read(from, to, (buffer, at, length) => Give(buffer.AsSpan(at, length)));
    }

    /// <summary>The ring was too small for what was said before somebody listened.</summary>
    private void TellMissed()
    {
        if (_ring.IsCut && _ring.Start > _listenedTo) Context.Parent.Tell(new SttReports.AudioMissed(AudioFormat.DurationOf(_ring.Start - _listenedTo)), Self);
    }

    /// <summary>The recogniser was too slow for what it was given.</summary>
    private void TellRefused()
    {
        if (_refused == 0) return;
        Context.Parent.Tell(new SttReports.AudioMissed(AudioFormat.DurationOf(_refused)), Self);
        _refused = 0;
    }

    private void OnOpeningIsLate(OpeningIsLate late) =>
        OnFailed(late.Run, SpeechFailure.TimedOut, $"The recogniser {Recognizer.Name} did not open within {_rules.OpenWithin.TotalSeconds:0.#} s.");

    /// <param name="isDeaf">It takes audio and gives nothing: another one may still find the words.</param>
    private void OnFailed(int run, SpeechFailure reason, string detail, bool isDeaf = false)
    {
        if (run != _run) return;
        // Services end long sessions, and nobody may have said a word meanwhile: that is no failure in a row, and nobody's fault. Nor is one
        // blamed twice that only waits to be opened again.
        if (_recognition is not null && !isDeaf && Now - _openedAt >= _rules.SteadyAfter) _failures = 0;
        else if ((_recognition is not null || _opening is not null) && _services.Blames(reason)) _services.Health.Recognizers.Failed(Recognizer.Name, reason, Now);
        EndOpening();
        Drop(_recognition);
        _recognition = null;
        _run = None;
        _failures++;
        if (_lost) TryLater();
        else if (HasNext && (isDeaf || reason is SpeechFailure.Refused || _failures >= FailuresToMove))
        {
            _recognizer++;
            _failures = 0;
            _givesInterim = false;
            _log.Warning("The recogniser {0} takes over: {1}", Recognizer.Name, detail);
            // It gets a time of its own, with its opening.
            if (_ended.Count > 0) ExpectText();
            Open();
        }
        else if (_failures < _rules.OpenAttempts)
        {
            Timers.StartSingleTimer(nameof(OpenAgain), OpenAgain.Instance, Pause(_failures));
        }
        else
        {
            _lost = true;
            StopWaiting();
            _ended.Clear();
            _ring.Dispose();
            Context.Parent.Tell(new SttReports.Lost(detail), Self);
            TryLater();
        }
    }

    /// <summary>A service that was out for a minute must not make the rest of a call deaf.</summary>
    private void TryLater()
    {
        _recognizer = (_recognizer + 1) % _recognizers.Count;
        _givesInterim = false;
        Timers.StartSingleTimer(nameof(OpenAgain), OpenAgain.Instance, Spread(_rules.ReturnEvery));
    }

    /// <summary>Doubled each time, and spread: the calls of a node do not all come back to a service in the same moment.</summary>
    private TimeSpan Pause(int failures) => Spread(_rules.ReopenAfter * (1 << (failures - 1)));

    private TimeSpan Spread(TimeSpan pause) => pause * (1 + _services.Chance() * MostSpread);

    /// <summary>An opening that is given up is cancelled: it may hang at the service. One that waits for its time does not come.</summary>
    private void EndOpening()
    {
        Timers.Cancel(nameof(OpenAgain));
        Timers.Cancel(nameof(OpeningIsLate));
        if (_opening is not { } opening) return;
        opening.Cancel();
        opening.Dispose();
        _opening = null;
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

        public void OnSegmentTaken() => session.Tell(new SegmentTaken(run), ActorRefs.NoSender);

        public void OnFailed(SpeechException failure) => session.Tell(new RecognitionBroke(run, failure.Reason, failure.Message), ActorRefs.NoSender);
    }

    private sealed record Opened(int Run, ISpeechRecognition Recognition) : IDeadLetterSuppression;

    private sealed record OpeningFailed(int Run, SpeechFailure Reason, string Detail) : IDeadLetterSuppression;

    private sealed record TextCame(int Run, RecognizedText Text) : IDeadLetterSuppression;

    private sealed record TurnCame(int Run, RecognizedTurn Turn) : IDeadLetterSuppression;

    private sealed record SegmentTaken(int Run) : IDeadLetterSuppression;

    private sealed record RecognitionBroke(int Run, SpeechFailure Reason, string Detail) : IDeadLetterSuppression;

    private sealed record OpeningIsLate(int Run);

    private sealed record OpenAgain
    {
        public static OpenAgain Instance { get; } = new();
    }
}
