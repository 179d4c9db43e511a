using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Engine.Speech;
using CallActors.Engine.Turns;

namespace CallActors.Engine.Audio;

/// <summary>The person's audio: frame by frame to the detector of voices, and what is speech on to the recogniser.</summary>
public sealed partial class AudioStreamActor
{
    // Our own voice comes back from the person's room so long after we have fallen silent: two roads and the room.
    private static readonly TimeSpan EchoReturns = TimeSpan.FromMilliseconds(800);

    // Around a voice that comes over it so much is taken for the voice's own: an onset's window and a soft beginning, a pause between words.
    private static readonly TimeSpan AroundVoice = TimeSpan.FromMilliseconds(200);
    private static readonly int FramesAroundVoice = (int)(AroundVoice / AudioFormat.FrameDuration);

    private readonly Queue<AudioFrame> _preRoll = new();
    private readonly int _preRollFrames;
    private TimeSpan _soundedAt = TimeSpan.MinValue / 2;
    private bool _passesOn;
    private SttReports.Listens _recognizer;

    private void OnFrame(AudioFrame frame)
    {
        var now = _clock.Now;
        var played = _playout.Listen();
        var heard = played.IsEmpty ? ListenToEarcon() : played;
        var activity = _voiceActivity.Process(frame.Samples, heard);
        RecordFrame(frame, heard, now);
        var receivedAt = frame.ReceivedAt;
        if (_machine is not null) ListenForMachine(frame.Samples, activity.IsVoiced);
        PassOn(frame, now);

        var steps = _tracker.Step(activity.IsVoiced, CanBeInterrupted, LimitsNow(now));
        if (_turn.IsAsked && _tracker.InVoice && _tracker.SinceVoiced == TimeSpan.Zero && !steps.HasFlag(VoiceSteps.Began))
        {
            // The voice goes on after the pause in which the recogniser was asked: that is a new segment of the same turn.
            _turn.GoOn();
            _noisesSoFar = false;
            BeginSegment();
        }

        if (steps is not VoiceSteps.None) OnSteps(steps, now, receivedAt);
        if (_yieldsAtGap && _tracker.SinceVoiced >= _turns.YieldGap) StartHeldSpeech();
    }

    private void OnSteps(VoiceSteps steps, TimeSpan now, long receivedAt)
    {
        if (steps.HasFlag(VoiceSteps.Onset)) OnOnset(now, receivedAt);
        if (steps.HasFlag(VoiceSteps.Began)) OnVoiceBegan(now);
        if (steps.HasFlag(VoiceSteps.WentOn)) LearnPause(_tracker.LastPause);
        if (steps.HasFlag(VoiceSteps.AskText)) EndSegment();
        if (steps.HasFlag(VoiceSteps.Commit)) CommitBargeIn(BargeInCause.Voice);
        if (steps.HasFlag(VoiceSteps.FalseAlarm)) OnFalseAlarm(now);
        if (steps.HasFlag(VoiceSteps.Ended)) OnVoiceEnded(now);
    }

    private void OnVoiceBegan(TimeSpan now)
    {
        var beganAt = now - _tracker.SinceBegan;
        if (_turn.Begin(beganAt))
        {
            // A voice that begins again before its turn was delivered goes on with the same turn.
            Timers.Cancel(nameof(GraceIsOver));
            Timers.Cancel(nameof(TextIsLate));
            LearnPause(beganAt - _turn.EndedAt);
        }
        else if (beganAt - _lastTurnEndedAt < _turns.MostEndSilence && !_playout.IsActive)
        {
            // The turn was ended too soon: this pause was one within it.
            LearnPause(beganAt - _lastTurnEndedAt);
        }

        StopEarcon();
        ToCall(new StreamEvents.VoiceBegan(_call, _stream));
        BeginSegment();
    }

    private void OnVoiceEnded(TimeSpan now)
    {
        EndSegment();
        _turn.End(now - _tracker.SinceVoiced, _tracker.Voiced);
        (_talksOver, _yieldsAtGap) = (false, false);
        ToCall(new StreamEvents.VoiceEnded(_call, _stream));
        if (!_turn.IsAnswered)
        {
            Timers.StartSingleTimer(nameof(TextIsOverdue), TextIsOverdue.Instance, _turns.TextWithin);
            Timers.StartSingleTimer(nameof(TextIsLate), TextIsLate.Instance, Longer(TextIsLateAfter - _tracker.SinceVoiced, TimeSpan.Zero));
        }

        FinishTurn();
        StartHeldSpeech();
    }

    /// <summary>From here, and a little before, it is speech.</summary>
    private void BeginSegment()
    {
        if (_stt.IsNobody()) return;
        _stt.Tell(SttCommands.SpeechBegan.Instance, Self);
        PassOnFromBefore();
    }

    /// <summary>From here on every frame goes to the recogniser, and first what came just before, so that none overtakes another.</summary>
    private void PassOnFromBefore()
    {
        _passesOn = true;
        PassPreRoll();
    }

    /// <summary>The recogniser is asked what was said, once for each segment.</summary>
    private void EndSegment()
    {
        if (_turn.IsAsked || _stt.IsNobody()) return;
        _passesOn = _recognizer.WantsSilence;
        _stt.Tell(new SttCommands.EndSegment(_turn.Ask()), Self);
    }

    /// <summary>Silence is not worth a message to a recogniser that pays for what it hears: only what came just before a voice is. And what is
    /// no voice, while our own may come back, is nobody's words.</summary>
    private void PassOn(AudioFrame frame, TimeSpan now)
    {
        var mayEcho = MayEcho(now);
        if (_passesOn && !_stt.IsNobody() && !(mayEcho && IsNoVoice))
        {
            PassPreRoll();
            _stt.Tell(frame, Self);
            return;
        }

        _preRoll.Enqueue(frame);
        var keep = mayEcho ? FramesAroundVoice : _preRollFrames;
        while (_preRoll.Count > keep) Forget(_preRoll.Dequeue());
    }

    private bool IsNoVoice => !_tracker.InVoice || _tracker.SinceVoiced > AroundVoice;

    private bool MayEcho(TimeSpan now)
    {
        if (IsSaying && _playout is { HasBegun: true, IsPaused: false }) _soundedAt = now;
        return now - _soundedAt < EchoReturns;
    }

    private void PassPreRoll()
    {
        while (_preRoll.TryDequeue(out var frame)) _stt.Tell(frame, Self);
    }

    /// <summary>A recogniser that needs an unbroken stream gets silence in the place of what is kept from it.</summary>
    private void Forget(AudioFrame frame)
    {
        if (!_passesOn || _stt.IsNobody())
        {
            frame.Return();
            return;
        }

        Array.Fill(frame.Samples, AudioFormat.Silence);
        _stt.Tell(frame, Self);
    }

    /// <summary>Another recogniser may need what the one before did not.</summary>
    private void OnListens(SttReports.Listens listens)
    {
        _recognizer = listens;
        if (listens.WantsSilence || (_turn.IsOpen && !_turn.IsAsked)) PassOnFromBefore();
        else _passesOn = false;
        MeasureAnew();
    }

    private void LearnPause(TimeSpan pause)
    {
        _endOfTurn.Paused(pause);
        MeasureAnew();
    }

    private void OnExpect(StreamCommands.Expect expect)
    {
        _expectation = expect.Expectation;
        _endOfTurn.Expect(_expectation);
        MeasureAnew();
        if (!_stt.IsNobody()) _stt.Tell(new SttCommands.Expect(_expectation), Self);
    }
}
