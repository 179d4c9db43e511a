using CallActors.Contracts.Audio;

namespace CallActors.Engine.Audio;

/// <summary>How our speech stands still, goes on, and ends; and how much of it was heard.</summary>
public sealed partial class AudioStreamActor
{
    // Our own words come back from a loudspeaker, through a recogniser, within this.
    private static readonly TimeSpan EchoOfWords = TimeSpan.FromSeconds(3);
    private const int WordsBefore = 240;
    private const int WordsAfter = 80;

    private Finishing? _finishing;
    private TimeSpan? _onsetToClear;
    private TimeSpan _pausedAt;
    private TimeSpan _saidUntil = TimeSpan.MinValue / 2;
    private int _heardTo;
    private bool _resumesWhenCleared;

    private void OnStopSaying(StreamCommands.StopSaying stop)
    {
        if (_held?.Utterance == stop.Utterance)
        {
            ToCall(new StreamEvents.SpeechFinished(_call, _stream, stop.Utterance, _held.From, Interrupted: false, "", null));
            _held = null;
            DropPrepared();
            Timers.Cancel(nameof(YieldedLongEnough));
        }
        else if (IsCurrent(stop.Utterance))
        {
            if (!_playout.IsPaused) PauseSpeech();
            FinishSpeech(interrupted: false);
        }
    }

    /// <summary>Stops at the word that the person hears now and empties the carrier's buffer.</summary>
    private void PauseSpeech()
    {
        _resumesWhenCleared = false;
        if (_playout.IsPaused) return;
        _pausedAt = _clock.Now;
        _stoppedEpoch = _playout.Pause(_pausedAt, _outlet);
    }

    /// <summary>Goes on where the carrier cleared its buffer. On a slow line that is not known yet: it is waited for, within bounds, or the
    /// person would hear the last words again.</summary>
    private void ResumeSpeech()
    {
        _resumesWhenCleared = _playout.AwaitsClear;
        if (_resumesWhenCleared)
        {
            Timers.StartSingleTimer(nameof(ClearIsLate), ClearIsLate.Instance, _services.Playout.ClearWithin);
            return;
        }

        Timers.Cancel(nameof(ClearIsLate));
        _playout.Resume();
        SendDue();
    }

    private void OnClearIsLate()
    {
        if (_resumesWhenCleared)
        {
            _playout.ForgetClear();
            ResumeSpeech();
        }
        else
        {
            CompleteFinish();
        }
    }

    private void FinishIfPlayed()
    {
        if (IsSaying && _playout.IsFinished(_clock.Now)) FinishSpeech(interrupted: false);
    }

    /// <summary>The utterance is over. What was heard of one that was cut is told when the carrier has said where it cleared its
    /// buffer, or soon after.</summary>
    private void FinishSpeech(bool interrupted)
    {
        var now = _clock.Now;
        _finishing = new Finishing(interrupted, WholeHeard: _playout.IsFinished(now) && _fault.Length == 0, IsDry: _playout.IsDry(now));
        EndPlayback();
        (_waitsToBegin, _resumesWhenCleared) = (false, false);
        if (_earcon.IsEmpty) _clock.Remove(Self);
        if (_playout is { IsPaused: true, AwaitsClear: true })
            Timers.StartSingleTimer(nameof(ClearIsLate), ClearIsLate.Instance, _services.Playout.ClearWithin);
        else
            CompleteFinish();
    }

    private void CompleteFinish()
    {
        if (_finishing is not { } finishing) return;
        Timers.Cancel(nameof(ClearIsLate));
        var now = _clock.Now;
        _heardTo = finishing.WholeHeard ? _playout.WholeLength : finishing.IsDry ? _playout.FullLength : _playout.HeardLength(now);
        _saidUntil = now;
        _playout.Stop();
        _finishing = null;
        ToCall(new StreamEvents.SpeechFinished(
            _call, _stream, _playout.Utterance, _heardTo, finishing.Interrupted, _fault, finishing.Interrupted ? _onsetToClear : null));
        if (finishing.WholeHeard) AnswerByNoise();
    }

    /// <summary>The words of ours that a recogniser might hear now.</summary>
    private string SaidLately()
    {
        if (!IsSaying && _clock.Now - _saidUntil > EchoOfWords) return "";
        var heard = IsSaying ? _playout.HeardLength(_clock.Now) : _heardTo;
        var from = Math.Max(0, Math.Min(heard, _text.Length) - WordsBefore);
        return _text[from..Math.Min(_text.Length, heard + WordsAfter)];
    }

    /// <param name="WholeHeard">It was played to its end, without a fault.</param>
    /// <param name="IsDry">What there was of it was played; its text was awaited.</param>
    private sealed record Finishing(bool Interrupted, bool WholeHeard, bool IsDry);
}
