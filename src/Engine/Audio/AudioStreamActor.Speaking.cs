using System.Buffers;
using CallActors.Contracts.Audio;
using CallActors.Engine.Speech;

namespace CallActors.Engine.Audio;

/// <summary>Our side of the talk: one utterance at a time, sent by the clock.</summary>
public sealed partial class AudioStreamActor
{
    private SpeechManner _manner = SpeechManner.Default;
    private StreamCommands.Say? _held;
    private bool _waitsToBegin;
    private bool _mayBegin;
    private bool _yieldsAtGap;
    private bool _talksOver;
    private string _text = "";
    private TimeSpan _saidAt;
    private TimeSpan? _firstAudioAt;
    private TimeSpan _begunAt;
    private string _fault = "";
    private bool _askedForMore;
    private bool _beginTold;

    /// <summary>An utterance is being said, or stands still; one whose end is only being measured is over.</summary>
    private bool IsSaying => _playout.IsActive && _finishing is null;

    private void OnSay(StreamCommands.Say say)
    {
        if (IsSaying) FinishSpeech(interrupted: false);
        CompleteFinish();
        _saidAt = _clock.Now;
        if (_tracker.InVoice)
        {
            // Nobody is talked over: the utterance waits for a pause, within bounds. Its voice begins its work meanwhile.
            _held = say;
            Prepare(say);
            Yield();
        }
        else
        {
            StartSpeech(say);
        }
    }

    /// <summary>The person speaks on and on: the next breath will do; and if there is none, it may be no person.</summary>
    private void OnYieldedLongEnough()
    {
        if (!IsYielding) return;
        if (_yieldsAtGap)
        {
            _talksOver = _tracker.InVoice;
            StartHeldSpeech();
            return;
        }

        _yieldsAtGap = true;
        Timers.StartSingleTimer(nameof(YieldedLongEnough), YieldedLongEnough.Instance, _turns.YieldAtMost - _turns.YieldFor);
    }

    /// <summary>Speech waits for the person to pause: a whole utterance, or the first frame of one whose voice was slow.</summary>
    private bool IsYielding => _held is not null || _waitsToBegin;

    private void Yield()
    {
        _yieldsAtGap = false;
        Timers.StartSingleTimer(nameof(YieldedLongEnough), YieldedLongEnough.Instance, _turns.YieldFor);
    }

    private void StartHeldSpeech()
    {
        if (!IsYielding) return;
        Timers.Cancel(nameof(YieldedLongEnough));
        (_yieldsAtGap, _waitsToBegin) = (false, false);
        if (_held is { } say)
        {
            _held = null;
            StartSpeech(say);
        }

        _mayBegin = true;
        SendDue();
    }

    private void StartSpeech(StreamCommands.Say say)
    {
        StopEarcon();
        _manner = say.Manner ?? SpeechManner.Default;
        _playout.Begin(say.Utterance, say.Text, say.From, _manner.Pace);
        (_text, _fault, _askedForMore, _onsetToClear, _beginTold) = (say.Text, "", true, null, false);
        (_wordsOverSpeech, _noise, _mayBegin) = (0, "", false);
        (_voicedTo, _awaitsText, _ranDry) = (0, false, false);
        _clock.Add(Self);
        TakePlayback(say);
        _playback.Tell(PlaybackActor.More.Instance, Self);
    }

    private void OnSentenceBegan(PlaybackReports.SentenceBegan began)
    {
        if (!IsCurrent(began.Utterance)) return;
        _sentenceTo = began.Sentence.SourceStart + began.Sentence.SourceLength;
        _playout.BeginSentence(began.Sentence);
    }

    private void OnAudio(PlaybackReports.Audio audio)
    {
        if (IsCurrent(audio.Utterance))
        {
            _askedForMore = false;
            // A sound that is being played ends where the words begin: it is never more than a frame ahead of them.
            _earcon = default;
            _playout.Append(audio.Buffer.AsSpan(0, audio.Length), audio.Words);
            SendDue();
            AskForMore();
        }

        ArrayPool<byte>.Shared.Return(audio.Buffer);
    }

    private void OnSentenceEnded(PlaybackReports.SentenceEnded ended)
    {
        if (!IsCurrent(ended.Utterance)) return;
        _voicedTo = _sentenceTo;
        _playout.EndSentence();
    }

    private void OnSentenceBroke(PlaybackReports.SentenceBroke broke)
    {
        if (IsCurrent(broke.Utterance)) _playout.BreakSentence(broke.SourceEnd, broke.Kept);
    }

    private void OnPlaybackFinished(PlaybackReports.Finished finished)
    {
        if (!IsCurrent(finished.Utterance)) return;
        _playout.Complete();
        EndPlayback();
        SendDue();
        FinishIfPlayed();
    }

    private void OnPlaybackFailed(int utterance, string detail)
    {
        if (!IsCurrent(utterance) || _playback.IsNobody()) return;
        // What the voice gave before is still said; then the utterance ends with its fault.
        _log.Warning("The voice failed on call {0}: {1}", _call, detail);
        _fault = detail;
        _playout.Complete();
        EndPlayback();
        SendDue();
        FinishIfPlayed();
    }

    private void OnTick()
    {
        var now = _clock.Now;
        SendEarcon();
        _playout.Tick(now);
        SendDue();
        AskForMore();
        if (IsSaying && _playout.TakeSentenceEnd(now))
            ToCall(new StreamEvents.SpeechProgressed(_call, _stream, _playout.Utterance, _playout.HeardLength(now)));
        WatchText(now);
        FinishIfPlayed();
    }

    private void OnMarkReturned(MediaMark mark)
    {
        if (!_playout.MarkReturned(mark, _clock.Now)) return;
        if (!_playout.AwaitsClear) CompleteFinish();
        if (_resumesWhenCleared && !_playout.AwaitsClear) ResumeSpeech();
        FinishIfPlayed();
    }

    private void SendDue()
    {
        if (_playout is { IsActive: true, HasBegun: false } && _tracker.InVoice && !_mayBegin)
        {
            // The person has begun to speak before us.
            if (_waitsToBegin) return;
            _waitsToBegin = true;
            Yield();
            return;
        }

        if (_waitsToBegin) return;
        if (_playout.Send(_clock.Now, _outlet) == 0 || (_beginTold && !_ranDry)) return;
        _ranDry = false;
        if (_beginTold)
        {
            ToCall(new StreamEvents.SpeechWentOn(_call, _stream, _playout.Utterance));
            return;
        }

        _beginTold = true;
        _begunAt = _clock.Now;
        _firstAudioAt ??= _clock.Now;
        ToCall(new StreamEvents.SpeechBegun(_call, _stream, _playout.Utterance, _clock.Now - _saidAt));
    }

    private void AskForMore()
    {
        if (_askedForMore || !_playout.WantsAudio || _playback.IsNobody()) return;
        _askedForMore = true;
        _playback.Tell(PlaybackActor.More.Instance, Self);
    }

    private void OnPlaybackDied(PlaybackDied died)
    {
        if (_prepared is { } prepared && prepared.Playback.Equals(died.Playback)) _prepared = null;
        else if (_playback.Equals(died.Playback)) OnPlaybackFailed(died.Utterance, "The voice broke.");
    }

    private bool IsCurrent(int utterance) => IsSaying && _playout.Utterance == utterance;
}
