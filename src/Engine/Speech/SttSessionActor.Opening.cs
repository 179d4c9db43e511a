using CallActors.Contracts.Speech;

namespace CallActors.Engine.Speech;

/// <summary>How a recognition is opened, opened again, and given to the next recogniser.</summary>
internal sealed partial class SttSessionActor
{
    /// <summary>Failures in a row after which the next recogniser takes over.</summary>
    private const int FailuresToMove = 2;

    private readonly IReadOnlyList<ISpeechRecognizer> _recognizers;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private ISpeechRecognition? _recognition;
    private CancellationTokenSource? _opening;
    private int _recognizer;
    private int _run;
    private long _runFrom;
    private int _failures;
    private bool _lost;

    private ISpeechRecognizer Recognizer => _recognizers[_recognizer];

    private bool HasNext => _recognizer + 1 < _recognizers.Count;

    private void Open()
    {
        var run = ++_run;
        var listener = new Listener(Self, run);
        _opening?.Dispose();
        _opening = new CancellationTokenSource(_rules.OpenWithin);
        Context.Parent.Tell(new SttReports.Listens(Recognizer.WantsSilence, Recognizer.FollowsTurns), Self);
        OpenAsync(Recognizer, new RecognitionRequest(_rules.Language, []), listener, _opening.Token).PipeTo(
            Self,
            Self,
            recognition => new Opened(run, recognition),
            e => e is SpeechException known
                ? new OpeningFailed(run, known.Message, known.Reason is SpeechFailure.Refused)
                : new OpeningFailed(run, $"Recognition could not be opened ({e.GetType().Name}).", IsHopeless: false));
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
        _runFrom = _ring.Start;
        _seam.Replay();
        // What was said while nobody listened is heard now, and each segment is ended where it ended.
        var at = _ring.Start;
        foreach (var segment in _ended)
        {
            Replay(at, segment.End);
            _recognition.EndSegment();
            at = segment.End;
        }

        Replay(at, _ring.End);
        if (_ended.Count > 0) ExpectText();
    }

    private void Replay(long from, long to)
    {
        var recognition = _recognition!;
        _ring.Read(from, to, (buffer, at, length) => recognition.Accept(buffer.AsSpan(at, length)));
    }

    /// <param name="isHopeless">Asking the same recogniser again would bring nothing.</param>
    private void OnFailed(int run, string detail, bool isHopeless)
    {
        if (run != _run || _lost) return;
        Drop(_recognition);
        _recognition = null;
        _run++;
        _failures++;
        _services.Health.Failed(Recognizer.Name, Now);
        if (HasNext && (isHopeless || _failures >= FailuresToMove))
        {
            _recognizer++;
            _failures = 0;
            _log.Warning("The recogniser {0} takes over: {1}", Recognizer.Name, detail);
            Open();
        }
        else if (_failures < _rules.OpenAttempts)
        {
            Timers.StartSingleTimer(nameof(OpenAgain), OpenAgain.Instance, _rules.ReopenAfter * (1 << (_failures - 1)));
        }
        else
        {
            _lost = true;
            AnswerEmpty();
            Context.Parent.Tell(new SttReports.Lost(detail), Self);
        }
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

    private sealed record OpeningFailed(int Run, string Detail, bool IsHopeless);

    private sealed record TextCame(int Run, RecognizedText Text);

    private sealed record TurnCame(int Run, RecognizedTurn Turn);

    private sealed record RecognitionBroke(int Run, string Detail);

    private sealed record OpenAgain
    {
        public static OpenAgain Instance { get; } = new();
    }
}
