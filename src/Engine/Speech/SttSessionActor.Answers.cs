using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Engine.Speech;

/// <summary>What the recogniser is asked, what it answers, and what happens when it does not.</summary>
internal sealed partial class SttSessionActor
{
    // In their order: first those that were answered without the recogniser, whose words may still be found; then those that wait.
    private readonly Queue<EndedSegment> _ended = new();
    private int _answered;

    // How many of them, from the first on, this recognition has confirmed: it hears, and may be slow.
    private int _taken;

    // The latest words that are not final.
    private string _interim = "";

    // Whether this recogniser tells words before they are final at all, and whether it has told anything of the latest segment.
    private bool _givesInterim;
    private bool _isHeard;

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
        TellRefused();
        if (!Timers.IsTimerActive(nameof(TextIsLate))) ExpectText();
        if (_givesInterim && !_isHeard) Timers.StartSingleTimer(nameof(RecognizerIsSilent), new RecognizerIsSilent(end.Segment), _rules.SignWithin);
    }

    private void OnText(TextCame came)
    {
        if (came.Run != _run) return;
        _failures = 0;
        _isHeard = true;
        var text = _seam.Cut(came.Text.Text, came.Text.IsFinal);
        if (came.Text.IsFinal)
        {
            OnFinal(text, came.Text.Through);
            return;
        }

        _givesInterim = true;
        _interim = text;
        if (text.Length > 0) Context.Parent.Tell(new SttReports.Interim(text), Self);
    }

    private void OnTaken(SegmentTaken taken)
    {
        if (taken.Run == _run && _taken < _ended.Count) _taken++;
    }

    private void OnFinal(string text, TimeSpan? reach)
    {
        _interim = "";
        _seam.Report(text, _ring.End);
        if (reach is { } through)
        {
            _ring.DropBefore(_runFrom + AudioFormat.SamplesIn(through));
            _seam.Cover();
        }

        if (!TryTakeEnded(out var segment))
        {
            TellPhrase(text);
            return;
        }

        _services.Health.Recognizers.Succeeded(Recognizer.Name, Now - segment.EndedAt, Now);
        Settle(segment.End);
        if (_ended.Count == 0) Timers.Cancel(nameof(TextIsLate));
        else ExpectText();
        if (!_inSpeech && _ended.Count == 0) KeepPreRoll();
        if (IsAnswered(segment)) TellPhrase(text);
        else Context.Parent.Tell(new SttReports.SegmentText(segment.Segment, text), Self);
    }

    private void TellPhrase(string text)
    {
        if (text.Length > 0) Context.Parent.Tell(new SttReports.Phrase(text), Self);
    }

    private void ExpectText() => Timers.StartSingleTimer(nameof(TextIsLate), TextIsLate.Instance, _rules.TextWithin);

    /// <summary>The recogniser is deaf, too slow to talk with, or not there yet. Another one may find the words in time; if there is none,
    /// the person waits no longer, and one that still opens gets the time it needs.</summary>
    private void OnTextIsLate()
    {
        if (_ended.Count == 0) return;
        if (!HasNext) StopWaiting();
        if (HasNext || _recognition is not null)
            OnFailed(_run, SpeechFailure.TimedOut, $"The recogniser {Recognizer.Name} gave no text for {_rules.TextWithin.TotalSeconds:0.#} s.", isDeaf: true);
    }

    private bool TryTakeEnded(out EndedSegment segment)
    {
        _taken = Math.Max(0, _taken - 1);
        return _ended.TryDequeue(out segment);
    }

    /// <summary>It used to tell words early, and has neither told anything of this segment nor confirmed that it has it: it is deaf, and what
    /// it did not hear is replayed.</summary>
    private void OnSilent(int segment)
    {
        if (_isHeard || _recognition is null || _ended.Skip(_taken).All(s => s.Segment != segment)) return;
        OnFailed(_run, SpeechFailure.TimedOut, $"The recogniser {Recognizer.Name} has gone deaf.", isDeaf: true);
    }

    /// <summary>Answers with the words that were known early, or none. The audio is kept for one more try: what is found then is told as
    /// words that came late.</summary>
    private void StopWaiting()
    {
        Timers.Cancel(nameof(TextIsLate));
        while (_recognition is not null && _ended.TryPeek(out var tried) && IsAnswered(tried))
        {
            TryTakeEnded(out _);
            Settle(tried.End);
        }

        foreach (var segment in _ended)
        {
            if (IsAnswered(segment)) continue;
            Context.Parent.Tell(new SttReports.SegmentText(segment.Segment, _interim), Self);
            _seam.Report(_interim, _ring.End);
            _interim = "";
            _answered = segment.Segment;
        }
    }

    private bool IsAnswered(EndedSegment segment) => segment.Segment <= _answered;

    /// <param name="End">Position of the audio behind it.</param>
    private readonly record struct EndedSegment(int Segment, long End, DateTimeOffset EndedAt);

    private sealed record TextIsLate
    {
        public static TextIsLate Instance { get; } = new();
    }

    private sealed record RecognizerIsSilent(int Segment);
}
