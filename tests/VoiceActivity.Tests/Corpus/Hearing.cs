using CallActors.Contracts.Audio;
using CallActors.Engine.Turns;
using CallActors.Speech.VoiceActivity;

namespace CallActors.VoiceActivity.Tests.Corpus;

/// <summary>What a call makes of a sound: the detector's verdicts and the steps of turn-taking that they lead to, as an audio stream
/// would take them while it speaks.</summary>
internal sealed class Hearing
{
    public static readonly TurnRules Rules = TurnRules.Default;
    public static readonly TurnLimits Limits = TurnLimits.Of(Rules.CommitVoiced, Rules.AskAfter, Rules.LeastEndSilence);

    public Hearing(bool[] voiced, VoiceSteps[] steps) => (Voiced, Steps) = (voiced, steps);

    /// <summary>For each frame: a voice was heard in it.</summary>
    public bool[] Voiced { get; }

    /// <summary>For each frame: what it changed.</summary>
    public VoiceSteps[] Steps { get; }

    public int Onsets => Steps.Count(s => s.HasFlag(VoiceSteps.Onset));

    public int Commits => Steps.Count(s => s.HasFlag(VoiceSteps.Commit));

    public static Hearing Of(byte[] muLaw, byte[]? played = null)
    {
        var detector = new AdaptiveVoiceDetector(new VoiceDetectionOptions());
        var tracker = new TurnTracker(Rules);
        var frames = muLaw.Length / AudioFormat.FrameBytes;
        var (voiced, steps) = (new bool[frames], new VoiceSteps[frames]);
        // A commit ends our utterance; with the end of the person's turn we speak again.
        var speaking = true;
        for (var i = 0; i < frames; i++)
        {
            var at = i * AudioFormat.FrameBytes;
            var ours = played is not null && at + AudioFormat.FrameBytes <= played.Length ? played.AsSpan(at, AudioFormat.FrameBytes) : default;
            voiced[i] = detector.Process(muLaw.AsSpan(at, AudioFormat.FrameBytes), ours).IsVoiced;
            steps[i] = tracker.Step(voiced[i], speaking, Limits);
            speaking = !steps[i].HasFlag(VoiceSteps.Commit) && (speaking || !tracker.InVoice);
        }

        return new Hearing(voiced, steps);
    }

    /// <summary>A voice was noticed between the beginning of this sound and the end of its first 200 ms.</summary>
    public bool Noticed(SoundEvent sound) => DelayTo(sound) is { } delay && sound.Begin + delay * Signal.Rate / 1000 <= EndOfFrame(sound.At200);

    /// <summary>Milliseconds from the beginning of a sound to the onset that it caused; null without one.</summary>
    public int? DelayTo(SoundEvent sound)
    {
        for (var frame = sound.Faint / AudioFormat.FrameBytes; frame <= Math.Min(sound.End / AudioFormat.FrameBytes, Steps.Length - 1); frame++)
            if (Steps[frame].HasFlag(VoiceSteps.Onset)) return ((frame + 1) * AudioFormat.FrameBytes - sound.Begin) * 1000 / Signal.Rate;
        return null;
    }

    /// <summary>Onsets outside of these sounds, and the commits that followed from them.</summary>
    public (int Onsets, int Commits) Outside(IReadOnlyList<SoundEvent> sounds)
    {
        var (onsets, commits, isFalse) = (0, 0, false);
        for (var frame = 0; frame < Steps.Length; frame++)
        {
            var at = frame * AudioFormat.FrameBytes;
            if (Steps[frame].HasFlag(VoiceSteps.Onset))
            {
                isFalse = !sounds.Any(s => at >= s.Faint - AudioFormat.FrameBytes && at < s.End + 2 * AudioFormat.FrameBytes);
                if (isFalse) onsets++;
            }

            if (isFalse && Steps[frame].HasFlag(VoiceSteps.Commit)) commits++;
        }

        return (onsets, commits);
    }

    private static long EndOfFrame(int sample) => ((long)sample + AudioFormat.FrameBytes - 1) / AudioFormat.FrameBytes * AudioFormat.FrameBytes;
}
