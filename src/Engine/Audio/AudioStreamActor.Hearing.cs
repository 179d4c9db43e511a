using System.Diagnostics;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;
using CallActors.Engine.Speech;
using CallActors.Engine.Turns;

namespace CallActors.Engine.Audio;

/// <summary>The person's side of the talk: voice, words, keys; barge-in and the end of turns.</summary>
public sealed partial class AudioStreamActor
{
    private readonly List<string> _phrases = [];
    private readonly Queue<AudioFrame> _preRoll = new();
    private readonly int _preRollFrames;
    private bool _passesOn;
    private Expectation _expectation = Expectation.Open.Instance;
    private TimeSpan _endSilence = TurnRules.Default.EndSilence;
    private int _segment;
    private int _answeredSegment;
    private bool _asked;
    private bool _turnOpen;
    private bool _turnEnded;
    private bool _browserListens;
    private TimeSpan _voiceBeganAt;
    private TimeSpan _voiceEndedAt;

    private void OnFrame(AudioFrame frame)
    {
        var now = _clock.Now;
        var activity = _voiceActivity.Process(frame.Samples, _playout.EchoableDb(now));
        var receivedAt = frame.ReceivedAt;
        PassOn(frame);

        if (_asked && activity.IsVoiced)
        {
            // The voice goes on after the pause in which the recogniser was asked: that is a new segment of the same turn.
            _asked = false;
            BeginSegment();
        }

        var steps = _tracker.Step(activity.IsVoiced, _playout.IsActive, CommitAfter(now), _endSilence);
        if (steps is VoiceSteps.None) return;
        if (steps.HasFlag(VoiceSteps.Onset)) OnOnset(receivedAt);
        if (steps.HasFlag(VoiceSteps.Began)) OnVoiceBegan(now);
        if (steps.HasFlag(VoiceSteps.AskText)) OnAskText();
        if (steps.HasFlag(VoiceSteps.Commit)) CommitBargeIn();
        if (steps.HasFlag(VoiceSteps.FalseAlarm)) OnFalseAlarm();
        if (steps.HasFlag(VoiceSteps.Ended)) OnVoiceEnded(now);
    }

    private void OnOnset(long receivedAt)
    {
        if (!_playout.IsPaused) PauseSpeech();
        if (receivedAt > 0) _onsetToClear = Stopwatch.GetElapsedTime(receivedAt);
        TellBargeIn(BargeInStep.Onset, TimeSpan.Zero);
    }

    private void OnVoiceBegan(TimeSpan now)
    {
        // A voice that begins again before its turn was answered goes on with the same turn.
        if (!_turnOpen) _voiceBeganAt = now - _tracker.SinceBegan;
        _turnOpen = true;
        _turnEnded = false;
        _asked = false;
        BeginSegment();
    }

    private void OnFalseAlarm()
    {
        EndSegment();
        ForgetTurn();
        if (!_playout.IsPaused) return;
        TellBargeIn(BargeInStep.FalseAlarm, _clock.Now - _pausedAt);
        ResumeSpeech();
    }

    private void OnVoiceEnded(TimeSpan now)
    {
        _voiceEndedAt = now - _tracker.SinceVoiced;
        _turnEnded = true;
        EndSegment();
        FinishTurnIfAnswered();
        StartHeldSpeech();
    }

    private void OnInterim(string text)
    {
        if (_browserListens || text.Length == 0) return;
        ToCall(new StreamEvents.PersonHeard(_call, _stream, text));
        if (_tracker.IsUndecided && _tracker.Voiced >= _turns.WordsCountFrom && !IsBackchannel(text)) CommitBargeIn();
    }

    private void OnPhrase(string text)
    {
        if (_browserListens || !_turnOpen) return;
        if (_tracker.IsUndecided && !IsBackchannel(text)) CommitBargeIn();
        _phrases.Add(text);
    }

    private void OnSegmentText(SttReports.SegmentText answer)
    {
        _answeredSegment = Math.Max(_answeredSegment, answer.Segment);
        var text = _browserListens ? "" : answer.Text.Trim();
        if (_tracker.IsUndecided)
        {
            if (text.Length == 0 || IsBackchannel(text)) return;
            CommitBargeIn();
        }
        else if (!_turnOpen)
        {
            // The text of a burst that was taken for a false alarm came late: if it was meant, it interrupts now.
            if (text.Length == 0 || (_playout.IsActive && IsBackchannel(text))) return;
            (_turnOpen, _turnEnded) = (true, true);
            _voiceEndedAt = _clock.Now;
            if (_playout.IsActive) CommitBargeIn();
        }

        if (text.Length > 0) _phrases.Add(text);
        FinishTurnIfAnswered();
    }

    /// <summary>Words that were typed, or recognised by the person's browser.</summary>
    private void OnTakeWords(StreamCommands.TakeWords words)
    {
        var byVoice = words.Source is WordSource.Browser;
        _browserListens |= byVoice;
        if (_playout.IsActive && !(byVoice && IsBackchannel(words.Text))) CommitBargeIn();
        if (!words.IsFinal)
        {
            ToCall(new StreamEvents.PersonHeard(_call, _stream, words.Text));
            return;
        }

        var since = _turnOpen ? _clock.Now - _voiceBeganAt : TimeSpan.Zero;
        if (byVoice) ForgetTurn();
        ToCall(new StreamEvents.TurnFinished(_call, _stream, words.Text.Trim(), words.Source, since, TimeSpan.Zero));
    }

    private void OnKeyPressed(char key)
    {
        if (_playout.IsActive) CommitBargeIn();
        ToCall(new StreamEvents.KeyPressed(_call, _stream, key));
    }

    private void OnExpect(StreamCommands.Expect expect)
    {
        _expectation = expect.Expectation;
        _endSilence = _expectation switch
        {
            Expectation.YesOrNo or Expectation.OneOf => _turns.EndSilenceForChoice,
            Expectation.Digits => _turns.EndSilenceForDigits,
            _ => _turns.EndSilence,
        };
        if (!_stt.IsNobody()) _stt.Tell(new SttCommands.Expect(_expectation), Self);
    }

    /// <summary>The person means it: the rest of the utterance is cancelled.</summary>
    private void CommitBargeIn()
    {
        _tracker.Decide();
        if (!_playout.IsActive) return;
        if (!_playout.IsPaused)
        {
            PauseSpeech();
            TellBargeIn(BargeInStep.Onset, TimeSpan.Zero);
        }

        TellBargeIn(BargeInStep.Commit, TimeSpan.Zero);
        FinishSpeech(interrupted: true);
    }

    private void TellBargeIn(BargeInStep step, TimeSpan paused) =>
        ToCall(new StreamEvents.BargeInHeard(_call, _stream, _playout.Utterance, step, paused));

    private void FinishTurnIfAnswered()
    {
        if (!_turnOpen || !_turnEnded || _answeredSegment < _segment) return;
        var text = string.Join(' ', _phrases);
        var now = _clock.Now;
        var (began, ended) = (now - _voiceBeganAt, now - _voiceEndedAt);
        ForgetTurn();
        if (text.Length > 0) ToCall(new StreamEvents.TurnFinished(_call, _stream, text, WordSource.Recognizer, began, ended));
    }

    private void ForgetTurn()
    {
        (_turnOpen, _turnEnded) = (false, false);
        _phrases.Clear();
    }

    private void OnAskText()
    {
        EndSegment();
        _asked = true;
    }

    private void EndSegment()
    {
        // What was asked about in its first pause has ended its segment already.
        if (_asked || _stt.IsNobody()) return;
        _passesOn = _services.Recognizer.WantsSilence;
        _stt.Tell(new SttCommands.EndSegment(++_segment), Self);
    }

    /// <summary>From here, and a little before, it is speech.</summary>
    private void BeginSegment()
    {
        if (_stt.IsNobody()) return;
        _stt.Tell(SttCommands.SpeechBegan.Instance, Self);
        _passesOn = true;
        while (_preRoll.TryDequeue(out var frame)) _stt.Tell(frame, Self);
    }

    /// <summary>Silence is not worth a message to a recogniser that pays for what it hears: only what came just before a voice is.</summary>
    private void PassOn(AudioFrame frame)
    {
        if (_passesOn && !_stt.IsNobody())
        {
            _stt.Tell(frame, Self);
            return;
        }

        _preRoll.Enqueue(frame);
        if (_preRoll.Count > _preRollFrames) _preRoll.Dequeue().Return();
    }

    private bool IsBackchannel(string text) => Backchannel.Is(text, IsGreeting(_clock.Now));

    private TimeSpan CommitAfter(TimeSpan now) => IsGreeting(now) ? _turns.CommitVoicedInGreeting : _turns.CommitVoiced;

    /// <summary>The call's first words are being said: "hello?" into them is no interruption.</summary>
    private bool IsGreeting(TimeSpan now) => _stream == 1 && _playout.Utterance <= 1 && (_firstAudioAt is not { } first || now - first < _turns.Greeting);
}
