using System.Diagnostics;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Engine.Turns;

namespace CallActors.Engine.Audio;

/// <summary>The ladder of barge-in: onset, then commit or false alarm, each told with the epoch that it is about.</summary>
public sealed partial class AudioStreamActor
{
    private EndOfTurn _endOfTurn;
    private TurnLanguage _language;
    private readonly int _commit;
    private readonly int _commitInGreeting;
    private readonly int _commitOverNoises;
    private TurnLimits _limits;
    private int _stoppedEpoch;
    private int _wordsOverSpeech;
    private bool _noisesSoFar;
    private TimeSpan _burstEndedAt;
    private string _noise = "";
    private TimeSpan _leftAtNoise;
    private int _textAtNoise;

    /// <summary>Our speech is being said, or stands still for an onset, and a voice over it counts.</summary>
    private bool CanBeInterrupted => IsSaying && _playout.HasBegun && _manner.Interruptible && !_talksOver;

    private void OnOnset(TimeSpan now, long receivedAt)
    {
        _noisesSoFar = false;
        if (!_turns.PausesAtOnset || (!_turns.PausesInGreeting && IsGreeting(now))) return;
        PauseSpeech();
        if (receivedAt > 0) _onsetToClear = Stopwatch.GetElapsedTime(receivedAt);
        TellBargeIn(BargeInStep.Onset, BargeInCause.Voice, TimeSpan.Zero);
    }

    /// <summary>The person means it: the rest of the utterance is cancelled.</summary>
    private void CommitBargeIn(BargeInCause cause)
    {
        _tracker.Decide();
        if (!CanBeInterrupted) return;
        if (!_playout.IsPaused || _resumesWhenCleared)
        {
            PauseSpeech();
            TellBargeIn(BargeInStep.Onset, cause, TimeSpan.Zero);
        }

        TellBargeIn(BargeInStep.Commit, cause, TimeSpan.Zero);
        FinishSpeech(interrupted: true);
    }

    private void OnFalseAlarm(TimeSpan now)
    {
        EndSegment();
        _burstEndedAt = now - _tracker.SinceVoiced;
        ToCall(new StreamEvents.VoiceEnded(_call, _stream));
        if (_turn.HasWords && !IsNoise(_turn.Text))
        {
            // Too few words to interrupt are a turn all the same.
            _turn.End(_burstEndedAt, _tracker.Voiced);
            FinishTurn();
        }
        else
        {
            if (_turn.HasWords) KeepNoise(_turn.Text, _playout.Left);
            CloseTurn();
        }

        if (_playout.IsPaused && IsSaying)
        {
            TellBargeIn(BargeInStep.FalseAlarm, BargeInCause.Voice, _clock.Now - _pausedAt);
            ResumeSpeech();
        }

        // What took the stopped utterance's place meanwhile has waited for this.
        StartHeldSpeech();
    }

    /// <summary>Whether these words, heard over our speech, interrupt it. Counts what was said over the same utterance before.</summary>
    private bool Interrupts(string words) =>
        !IsNoise(words) && _wordsOverSpeech + TurnLanguage.CountWords(words) >= _turns.CommitWords;

    /// <summary>A listening noise neither cuts nor is a turn, but one that begins at the very end of a question may be its answer.</summary>
    /// <param name="left">What there was of our speech when it began.</param>
    private void KeepNoise(string noise, TimeSpan left) => (_noise, _leftAtNoise, _textAtNoise) = (noise, left, _text.Length);

    /// <summary>The turn is a listening noise over speech that it did not stop, because that may not be stopped: not the answer to what was
    /// not yet asked.</summary>
    private bool IsNoiseOverUs => IsSaying && _playout.HasBegun && _turn.HasWords && _turn.BeganAt >= _begunAt && IsNoise(_turn.Text);

    private void AnswerByNoise()
    {
        var (noise, left) = (_noise, _leftAtNoise);
        _noise = "";
        // What came of the message after it was not heard yet, and not answered.
        if (noise.Length > 0 && _text.Length == _textAtNoise && left <= _turns.AnswerBoundary)
            ToCall(new StreamEvents.TurnFinished(_call, _stream, noise, WordSource.Recognizer, left, left));
    }

    private bool IsNoise(string text) => _language.IsListeningNoise(text, IsGreeting(_clock.Now));

    private void TellBargeIn(BargeInStep step, BargeInCause cause, TimeSpan paused) =>
        ToCall(new StreamEvents.BargeInHeard(_call, _stream, _playout.Utterance, _stoppedEpoch, step, cause, paused));

    private void OnKeyPressed(char key)
    {
        CommitBargeIn(BargeInCause.Key);
        ToCall(new StreamEvents.KeyPressed(_call, _stream, key));
    }

    private TurnLimits LimitsNow(TimeSpan now) => _limits with
    {
        Commit = IsGreeting(now) ? _commitInGreeting : _noisesSoFar ? _commitOverNoises : _commit,
    };

    /// <summary>Something has changed that the silences depend on.</summary>
    private void MeasureAnew() => _limits = TurnLimits.Of(
        _turns.CommitVoiced,
        _endOfTurn.AskAfter,
        _recognizer.FollowsTurns ? Longer(_turns.ServiceEndsWithin, _endOfTurn.Silence) : _endOfTurn.Silence);

    /// <summary>The call's first words are being said: "hello?" into them is no interruption.</summary>
    private bool IsGreeting(TimeSpan now) => _stream == 1 && _playout.Utterance <= 1 && (_firstAudioAt is not { } first || now - first < _turns.Greeting);

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
