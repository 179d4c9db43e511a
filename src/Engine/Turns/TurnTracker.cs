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

    /// <summary>The voice has paused: ask the recogniser what was said.</summary>
    AskText = 4,

    /// <summary>It is speech by its length: cancel ours.</summary>
    Commit = 8,

    /// <summary>It was not speech: go on.</summary>
    FalseAlarm = 16,

    /// <summary>The person's turn has ended.</summary>
    Ended = 32,

    /// <summary>The voice goes on after a pause within the turn; see <see cref="TurnTracker.LastPause"/>.</summary>
    WentOn = 64,
}

/// <summary>
/// Turn-taking of one person, frame by frame: when a voice begins, when it is a barge-in, when it was a false alarm, when a turn ends.
/// Knows no clock but the frames; allocates nothing.
/// </summary>
public sealed class TurnTracker(TurnRules rules)
{
    // A voice goes on after a pause with so many voiced frames in a window of five.
    private const int AgainFrames = 3;
    private const int AgainWindow = 5;
    private const uint AgainMask = (1u << AgainWindow) - 1;

    private readonly int _onsetFrames = TurnLimits.Frames(rules.OnsetVoiced);
    private readonly uint _windowMask = (uint)((1ul << TurnLimits.Frames(rules.OnsetWindow)) - 1);
    private readonly int _windowFrames = TurnLimits.Frames(rules.OnsetWindow);
    private readonly int _gapFrames = TurnLimits.Frames(rules.CommitGap);
    private readonly int _askBurstFrames = TurnLimits.Frames(rules.AskAfter);
    private readonly int _falseAlarmFrames = TurnLimits.Frames(rules.FalseAlarmAfter);
    private readonly int _longestFrames = TurnLimits.Frames(rules.LongestTurn);

    private uint _window;
    private uint _again;
    private bool _hasAsked;
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

    /// <summary>The pause before the last <see cref="VoiceSteps.WentOn"/>.</summary>
    public TimeSpan LastPause { get; private set; }

    /// <summary>Takes the next 20 ms.</summary>
    /// <param name="voiced">The person's voice is in it.</param>
    /// <param name="speaking">Our speech is being played and may be interrupted, or would be played but for an undecided onset.</param>
    /// <param name="limits">What counts at this moment.</param>
    public VoiceSteps Step(bool voiced, bool speaking, in TurnLimits limits)
    {
        if (!InVoice) return Begin(voiced, speaking);

        _frames++;
        return GoesOn(voiced) ? Voice(speaking, limits.Commit) : Silence(limits);
    }

    /// <summary>The turn has ended by another measure than silence.</summary>
    public void EndTurn() => Reset(VoiceSteps.Ended);

    /// <summary>Something else than its length says that the voice is meant: words, a key.</summary>
    public void Decide() => IsUndecided = false;

    private VoiceSteps Begin(bool voiced, bool speaking)
    {
        _window = ((_window << 1) | (voiced ? 1u : 0u)) & _windowMask;
        var count = BitOperations.PopCount(_window);
        if (count < _onsetFrames) return VoiceSteps.None;
        InVoice = true;
        _hasAsked = false;
        IsUndecided = speaking;
        _frames = _windowFrames - (BitOperations.LeadingZeroCount(_window) - (32 - _windowFrames));
        _voiced = _voicedRun = count;
        _silent = BitOperations.TrailingZeroCount(_window);
        _window = 0;
        return speaking ? VoiceSteps.Began | VoiceSteps.Onset : VoiceSteps.Began;
    }

    /// <summary>After a pause a single voiced frame may be a click or a key: it is a voice again when some come together.</summary>
    private bool GoesOn(bool voiced)
    {
        if (_silent <= _gapFrames)
        {
            _again = 0;
            return voiced;
        }

        _again = ((_again << 1) | (voiced ? 1u : 0u)) & AgainMask;
        if (!voiced || BitOperations.PopCount(_again) < AgainFrames) return false;
        // They were counted as silence.
        _silent -= BitOperations.Log2(_again);
        _voiced += AgainFrames - 1;
        return true;
    }

    private VoiceSteps Voice(bool speaking, int commit)
    {
        var pause = _silent;
        _hasAsked = false;
        if (pause > _gapFrames) _voicedRun = BitOperations.PopCount(_again >> 1);
        _voiced++;
        _voicedRun++;
        _silent = 0;
        if (speaking && !IsUndecided)
        {
            // Our speech began while the person was still in the same breath: that is an onset too.
            IsUndecided = true;
            return VoiceSteps.Onset;
        }

        if (IsUndecided)
        {
            if (_voicedRun < commit) return VoiceSteps.None;
            IsUndecided = false;
            return VoiceSteps.Commit;
        }

        if (pause < _gapFrames) return Overlong();
        LastPause = pause * AudioFormat.FrameDuration;
        return VoiceSteps.WentOn | Overlong();
    }

    private VoiceSteps Silence(in TurnLimits limits)
    {
        _silent++;
        if (IsUndecided) return IsOver(_falseAlarmFrames) ? Reset(VoiceSteps.FalseAlarm) : Ask(_askBurstFrames);
        return IsOver(limits.End) ? Reset(VoiceSteps.Ended) : Ask(limits.Ask) | Overlong();
    }

    /// <summary>The silence has lasted so long. What may be the next word's beginning is waited for, but not for one click after the other.</summary>
    private bool IsOver(int frames) => _silent >= frames && (_again == 0 || _silent >= frames + AgainWindow);

    private VoiceSteps Ask(int frames)
    {
        if (_hasAsked || !IsOver(frames)) return VoiceSteps.None;
        _hasAsked = true;
        return VoiceSteps.AskText;
    }

    private VoiceSteps Overlong() => _frames >= _longestFrames ? Reset(VoiceSteps.Ended) : VoiceSteps.None;

    private VoiceSteps Reset(VoiceSteps step)
    {
        InVoice = false;
        IsUndecided = false;
        // What may be a voice that begins again counts towards the next turn.
        _window = _silent > _gapFrames ? _again : 0;
        _again = 0;
        return step;
    }
}
