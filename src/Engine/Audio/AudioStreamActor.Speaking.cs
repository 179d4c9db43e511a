using System.Buffers;
using CallActors.Contracts.Audio;
using CallActors.Engine.Speech;

namespace CallActors.Engine.Audio;

/// <summary>Our side of the talk: one utterance at a time, sent by the clock, stopped by the person.</summary>
public sealed partial class AudioStreamActor
{
    private IActorRef _playback = ActorRefs.Nobody;
    private StreamCommands.Say? _held;
    private TimeSpan _saidAt;
    private TimeSpan? _firstAudioAt;
    private TimeSpan? _onsetToClear;
    private TimeSpan _pausedAt;
    private string _fault = "";
    private bool _askedForMore;
    private bool _beginTold;
    private int _textLength;

    private void OnSay(StreamCommands.Say say)
    {
        if (_playout.IsActive) FinishSpeech(interrupted: false);
        _saidAt = _clock.Now;
        if (_tracker.InVoice)
        {
            // Nobody is talked over: the utterance waits for a pause, within bounds.
            _held = say;
            Timers.StartSingleTimer(nameof(YieldedLongEnough), YieldedLongEnough.Instance, _turns.YieldFor);
        }
        else
        {
            StartSpeech(say);
        }
    }

    private void StartHeldSpeech()
    {
        if (_held is not { } say) return;
        _held = null;
        Timers.Cancel(nameof(YieldedLongEnough));
        StartSpeech(say);
    }

    private void StartSpeech(StreamCommands.Say say)
    {
        var sentences = _services.Speakable.Split(say.Text).Where(s => s.SourceStart + s.SourceLength > say.From).ToList();
        _playout.Begin(say.Utterance, say.Text, say.From);
        (_fault, _askedForMore, _onsetToClear, _beginTold, _textLength) = ("", true, null, false, say.Text.Length);
        _clock.Add(Self);
        _playback = Context.ActorOf(PlaybackActor.PropsFor(say.Utterance, sentences, _services), $"utterance-{say.Utterance}-{_playout.Epoch}");
        Context.WatchWith(_playback, new PlaybackDied(say.Utterance));
    }

    private void OnStopSaying(StreamCommands.StopSaying stop)
    {
        if (_held?.Utterance == stop.Utterance)
        {
            ToCall(new StreamEvents.SpeechFinished(_call, _stream, stop.Utterance, _held.From, Interrupted: false, "", null));
            _held = null;
            Timers.Cancel(nameof(YieldedLongEnough));
        }
        else if (_playout.IsActive && _playout.Utterance == stop.Utterance)
        {
            if (!_playout.IsPaused) PauseSpeech();
            FinishSpeech(interrupted: false);
        }
    }

    private void OnSentenceBegan(PlaybackReports.SentenceBegan began)
    {
        if (IsCurrent(began.Utterance)) _playout.BeginSentence(began.Sentence);
    }

    private void OnAudio(PlaybackReports.Audio audio)
    {
        if (IsCurrent(audio.Utterance))
        {
            _askedForMore = false;
            _playout.Append(audio.Buffer.AsSpan(0, audio.Length), audio.Words);
            SendDue();
            AskForMore();
        }

        ArrayPool<byte>.Shared.Return(audio.Buffer);
    }

    private void OnSentenceEnded(PlaybackReports.SentenceEnded ended)
    {
        if (IsCurrent(ended.Utterance)) _playout.EndSentence();
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
        _playout.EndSentence();
        _playout.Complete();
        EndPlayback();
        SendDue();
        FinishIfPlayed();
    }

    private void OnTick()
    {
        _playout.Tick(_clock.Now);
        SendDue();
        AskForMore();
        if (_playout.TakeSentenceEnd(_clock.Now))
            ToCall(new StreamEvents.SpeechProgressed(_call, _stream, _playout.Utterance, _playout.HeardLength(_clock.Now)));
        FinishIfPlayed();
    }

    private void OnMarkReturned(MediaMark mark)
    {
        if (_playout.MarkReturned(mark, _clock.Now)) FinishIfPlayed();
    }

    private void SendDue()
    {
        if (_playout.Send(_clock.Now, _outlet) == 0 || _beginTold) return;
        _beginTold = true;
        _firstAudioAt ??= _clock.Now;
        ToCall(new StreamEvents.SpeechBegun(_call, _stream, _playout.Utterance, _clock.Now - _saidAt));
    }

    private void AskForMore()
    {
        if (_askedForMore || !_playout.WantsAudio || _playback.IsNobody()) return;
        _askedForMore = true;
        _playback.Tell(PlaybackActor.More.Instance, Self);
    }

    /// <summary>Stops at the word that the person hears now and empties the carrier's buffer.</summary>
    private void PauseSpeech()
    {
        _pausedAt = _clock.Now;
        _playout.Pause(_pausedAt);
        _outlet.SendClear();
    }

    private void ResumeSpeech()
    {
        _playout.Resume();
        SendDue();
    }

    private void FinishIfPlayed()
    {
        if (_playout.IsFinished(_clock.Now)) FinishSpeech(interrupted: false);
    }

    private void FinishSpeech(bool interrupted)
    {
        var played = _playout.IsFinished(_clock.Now) && _fault.Length == 0;
        var heard = played ? _textLength : _playout.HeardLength(_clock.Now);
        var utterance = _playout.Utterance;
        EndPlayback();
        _playout.Stop();
        _clock.Remove(Self);
        ToCall(new StreamEvents.SpeechFinished(_call, _stream, utterance, heard, interrupted, _fault, interrupted ? _onsetToClear : null));
    }

    private void EndPlayback()
    {
        if (_playback.IsNobody()) return;
        Context.Unwatch(_playback);
        Context.Stop(_playback);
        _playback = ActorRefs.Nobody;
    }

    private bool IsCurrent(int utterance) => _playout.IsActive && _playout.Utterance == utterance;
}
