using System.Numerics;
using CallActors.Contracts.Audio;

namespace CallActors.Engine.Turns;

/// <summary>What a frame changed. More than one flag may be set.</summary>
[Flags]
public enum VoiceSteps
{
    None = 0,

    /// <summary>The person has begun to speak.</summary>
    Began = 1,

    /// <summary>… over our speech: stop sending and clear.</summary>
    Onset = 2,

    /// <summary>The burst over our speech has paused: ask the recogniser what it was.</summary>
    AskText = 4,

    /// <summary>It is speech by its length: cancel ours.</summary>
    Commit = 8,

    /// <summary>It was not speech: go on.</summary>
    FalseAlarm = 16,

    /// <summary>The person's turn has ended.</summary>
    Ended = 32,
}

/// <summary>
/// Turn-taking of one person, frame by frame: when a voice begins, when it is a barge-in, when it was a false alarm, when a turn ends.
/// Knows no clock but the frames; allocates nothing.
/// </summary>
public sealed class TurnTracker(TurnRules rules)
{
    private readonly int _onsetFrames = Frames(rules.OnsetVoiced);
    private readonly uint _windowMask = (1u << Frames(rules.OnsetWindow)) - 1;
    private readonly int _windowFrames = Frames(rules.OnsetWindow);
    private readonly int _gapFrames = Frames(rules.CommitGap);
    private readonly int _askFrames = Frames(rules.AskAfter);
    private readonly int _falseAlarmFrames = Frames(rules.FalseAlarmAfter);
    private readonly int _longestFrames = Frames(rules.LongestTurn);

    private uint _window;
    private int _frames;
    private int _voiced;
    private int _voicedRun;
    private int _silent;

    /// <summary>A voice has begun and its turn has not ended.</summary>
    public bool InVoice { get; private set; }

    /// <summary>The voice came over our speech and it is not decided yet what it is.</summary>
    public bool IsUndecided { get; private set; }

    /// <summary>Voiced sound since the voice began.</summary>
    public TimeSpan Voiced => _voiced * AudioFormat.FrameDuration;

    /// <summary>From the first voiced frame to now.</summary>
    public TimeSpan SinceBegan => _frames * AudioFormat.FrameDuration;

    /// <summary>From the last voiced frame to now.</summary>
    public TimeSpan SinceVoiced => _silent * AudioFormat.FrameDuration;

    /// <summary>Takes the next 20 ms.</summary>
    /// <param name="voiced">The person's voice is in it.</param>
    /// <param name="speaking">Our speech is being played, or would be but for an undecided onset.</param>
    /// <param name="commitAfter">Voiced sound that commits a barge-in now.</param>
    /// <param name="endSilence">Silence that ends a turn now.</param>
    public VoiceSteps Step(bool voiced, bool speaking, TimeSpan commitAfter, TimeSpan endSilence)
    {
        if (!InVoice) return Begin(voiced, speaking);

        _frames++;
        if (voiced)
        {
            if (_silent > _gapFrames) _voicedRun = 0;
            _voiced++;
            _voicedRun++;
            _silent = 0;
            if (!speaking || IsUndecided) return IsUndecided && _voicedRun >= Frames(commitAfter) ? Commit() : Overlong();

            // Our speech began while the person was still in the same breath: that is an onset too.
            IsUndecided = true;
            return VoiceSteps.Onset;
        }

        _silent++;
        if (IsUndecided)
        {
            if (_silent >= _falseAlarmFrames) return Reset(VoiceSteps.FalseAlarm);
            return _silent == _askFrames ? VoiceSteps.AskText : VoiceSteps.None;
        }

        return _silent >= Frames(endSilence) ? Reset(VoiceSteps.Ended) : Overlong();
    }

    /// <summary>Something else than its length says that the voice is meant: words, a key.</summary>
    public void Decide() => IsUndecided = false;

    private VoiceSteps Begin(bool voiced, bool speaking)
    {
        _window = ((_window << 1) | (voiced ? 1u : 0u)) & _windowMask;
        var count = BitOperations.PopCount(_window);
        if (count < _onsetFrames) return VoiceSteps.None;
        InVoice = true;
        IsUndecided = speaking;
        _frames = _windowFrames - (BitOperations.LeadingZeroCount(_window) - (32 - _windowFrames));
        _voiced = _voicedRun = count;
        _silent = BitOperations.TrailingZeroCount(_window);
        _window = 0;
        return speaking ? VoiceSteps.Began | VoiceSteps.Onset : VoiceSteps.Began;
    }

    private VoiceSteps Commit()
    {
        IsUndecided = false;
        return VoiceSteps.Commit;
    }

    private VoiceSteps Overlong() => _frames >= _longestFrames ? Reset(VoiceSteps.Ended) : VoiceSteps.None;

    private VoiceSteps Reset(VoiceSteps step)
    {
        InVoice = false;
        IsUndecided = false;
        _window = 0;
        return step;
    }

    private static int Frames(TimeSpan duration) => (int)(duration.Ticks / AudioFormat.FrameDuration.Ticks);
}
