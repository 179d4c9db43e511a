using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;
using CallActors.Engine.Speech;
using CallActors.Engine.Turns;

namespace CallActors.Engine.Audio;

/// <summary>The person's words: what they mean for our speech, and when they are a whole turn.</summary>
public sealed partial class AudioStreamActor
{
    // Three seconds of nothing are dead air.
    private static readonly TimeSpan TextIsLateAfter = TimeSpan.FromSeconds(2.5);

    private readonly TurnInProgress _turn = new();
    private Expectation _expectation = Expectation.Open.Instance;
    private bool _browserListens;
    private string _interim = "";
    private TimeSpan _lastTurnEndedAt = TimeSpan.MinValue / 2;

    private void OnInterim(string text)
    {
        if (_browserListens || text.Length == 0 || IsOwnEcho(text)) return;
        _interim = text;
        _noisesSoFar = IsNoise(text);
        JudgeText();
        ToCall(new StreamEvents.PersonHeard(_call, _stream, TextSoFar));
        if (_tracker.IsUndecided && _tracker.Voiced >= _turns.WordsCountFrom && Interrupts(text)) CommitBargeIn(BargeInCause.Words);
    }

    /// <summary>Final words that the recogniser gave unasked.</summary>
    private void OnPhrase(string text)
    {
        if (_browserListens || text.Length == 0 || IsOwnEcho(text)) return;
        if (_turn.IsOpen) TakeWords(text);
        else TakeLateWords(text, _clock.Now);
        FinishTurn();
    }

    private void OnSegmentText(SttReports.SegmentText answer)
    {
        _turn.Answered(answer.Segment);
        var text = _browserListens ? "" : answer.Text.Trim();
        if (text.Length > 0 && !IsOwnEcho(text))
        {
            if (_turn.IsOpen) TakeWords(text);
            else TakeLateWords(text, _burstEndedAt);
        }

        if (_turn.IsAnswered) Timers.Cancel(nameof(TextIsOverdue));
        TellLikelyWhole();
        FinishTurn();
    }

    /// <summary>Final words of the turn that the person is taking.</summary>
    private void TakeWords(string text)
    {
        _interim = "";
        _turn.Add(text);
        if (_tracker.IsUndecided)
        {
            _noisesSoFar = IsNoise(_turn.Text);
            if (Interrupts(text)) CommitBargeIn(BargeInCause.Words);
            else if (!IsNoise(text)) _wordsOverSpeech += TurnLanguage.CountWords(text);
        }

        JudgeText();
    }

    /// <summary>Words of no voice that is known: their burst was taken for a false alarm, or the voice was too soft to be noticed.</summary>
    /// <param name="endedAt">When their voice ended, as far as is known.</param>
    private void TakeLateWords(string text, TimeSpan endedAt)
    {
        if (CanBeInterrupted && IsNoise(text))
        {
            KeepNoise(text, _playout.Left);
            return;
        }

        _turn.BeginByWords(endedAt);
        _turn.Add(text);
        JudgeText();
        if (CanBeInterrupted && Interrupts(text)) CommitBargeIn(BargeInCause.Words);
    }

    /// <summary>The recogniser's own notion of turns, where it has one.</summary>
    private void OnServiceTurn(RecognizedTurn turn)
    {
        switch (turn)
        {
            case RecognizedTurn.SpeechStarted when _tracker.IsUndecided && !_noisesSoFar:
                CommitBargeIn(BargeInCause.Service);
                break;
            case RecognizedTurn.LikelyEnded when _turn.IsOpen && TextSoFar.Length > 0:
                ToCall(new StreamEvents.PersonHeard(_call, _stream, TextSoFar, IsLikelyWhole: true));
                break;
            case RecognizedTurn.Ended when _turn.IsOpen && !_tracker.IsUndecided:
                _turn.IsWhole = true;
                if (_turn.HasEnded)
                {
                    FinishTurn();
                    break;
                }

                _tracker.EndTurn();
                OnVoiceEnded(_clock.Now);
                break;
        }
    }

    /// <summary>Words that were typed, or recognised by the person's browser.</summary>
    private void OnTakeWords(StreamCommands.TakeWords words)
    {
        var byVoice = words.Source is WordSource.Browser;
        _browserListens |= byVoice;
        if (!(byVoice && IsNoise(words.Text))) CommitBargeIn(BargeInCause.Typed);
        if (!words.IsFinal)
        {
            ToCall(new StreamEvents.PersonHeard(_call, _stream, words.Text));
            return;
        }

        var since = _turn.IsOpen ? _clock.Now - _turn.BeganAt : TimeSpan.Zero;
        if (byVoice) CloseTurn();
        if (byVoice && IsSaying && _playout.HasBegun && IsNoise(words.Text))
        {
            KeepNoise(words.Text.Trim(), _playout.Left);
            return;
        }

        ToCall(new StreamEvents.TurnFinished(_call, _stream, words.Text.Trim(), words.Source, since, TimeSpan.Zero));
    }

    /// <summary>The words are all there and the person has paused: an agent may begin to think.</summary>
    private void TellLikelyWhole()
    {
        if (_turn is { IsOpen: true, IsAsked: true, IsAnswered: true, HasWords: true } && !_tracker.IsUndecided && !_language.IsUnfinished(_turn.Text))
            ToCall(new StreamEvents.PersonHeard(_call, _stream, _turn.Text, IsLikelyWhole: true));
    }

    /// <summary>Delivers the turn when its voice has ended and its text is there; when the text breaks off, only after a grace.</summary>
    private void FinishTurn()
    {
        if (!_turn.IsOpen || !_turn.HasEnded || !_turn.IsAnswered) return;
        var now = _clock.Now;
        var left = _endOfTurn.Silence - (now - _turn.EndedAt);
        if (!_turn.IsWhole && _turn.HasWords && left >= AudioFormat.FrameDuration)
        {
            Timers.StartSingleTimer(nameof(GraceIsOver), GraceIsOver.Instance, left);
            return;
        }

        DeliverTurn(now);
    }

    private void DeliverTurn(TimeSpan now)
    {
        if (IsNoiseOverUs)
        {
            KeepNoise(_turn.Text, _playout.Left + (now - _turn.BeganAt));
            CloseTurn();
            return;
        }

        var (text, voiced, began, ended) = (_turn.Text, _turn.Voiced, now - _turn.BeganAt, now - _turn.EndedAt);
        if (text.Length > 0) _lastTurnEndedAt = _turn.EndedAt;
        CloseTurn();
        if (text.Length > 0) ToCall(new StreamEvents.TurnFinished(_call, _stream, text, WordSource.Recognizer, began, ended));
        else if (voiced >= _turns.NotUnderstoodFrom && !_browserListens) ToCall(new StreamEvents.NotUnderstood(_call, _stream, voiced));
    }

    private void CloseTurn()
    {
        Timers.Cancel(nameof(GraceIsOver));
        Timers.Cancel(nameof(TextIsLate));
        Timers.Cancel(nameof(TextIsOverdue));
        _turn.Close();
        _interim = "";
        JudgeText();
    }

    private void OnGraceIsOver()
    {
        if (_turn is { IsOpen: true, HasEnded: true, IsAnswered: true }) DeliverTurn(_clock.Now);
    }

    /// <summary>The recogniser owes an answer and may still give it.</summary>
    private void OnTextIsLate()
    {
        if (!_turn.IsOpen || !_turn.HasEnded || _turn.IsAnswered) return;
        ToCall(new StreamEvents.TextIsLate(_call, _stream));
        Timers.StartSingleTimer(nameof(TextIsLate), TextIsLate.Instance, TextIsLateAfter);
    }

    /// <summary>The recogniser owes an answer and will not give it: what there is, is the turn.</summary>
    private void OnTextIsOverdue()
    {
        _turn.GiveUpAnswers();
        FinishTurn();
    }

    /// <summary>Words are not lost with the stream, or with its recogniser: what is not final will not become so any more.</summary>
    private void DeliverWhatIsThere()
    {
        if (!_turn.IsOpen || (_tracker.IsUndecided && IsNoise(TextSoFar))) return;
        if (_interim.Length > 0) _turn.Add(_interim);
        if (!_turn.HasWords) return;
        if (!_turn.HasEnded) _turn.End(_clock.Now, _tracker.Voiced);
        DeliverTurn(_clock.Now);
    }

    private string TextSoFar => _interim.Length == 0 ? _turn.Text : _turn.HasWords ? $"{_turn.Text} {_interim}" : _interim;

    private void JudgeText()
    {
        _endOfTurn.Heard(TextSoFar);
        MeasureAnew();
    }

    /// <summary>Our own voice, come back from the person's loudspeaker into the recogniser: nobody was noticed speaking, and the words
    /// are ours.</summary>
    private bool IsOwnEcho(string text) => !_tracker.InVoice && !_turn.IsOpen && OwnWords.Resembles(text, SaidLately());
}
