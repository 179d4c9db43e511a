using CallActors.Contracts.Audio;
using CallActors.Engine.Turns;

namespace CallActors.Benchmarks.Voice;

/// <summary>How much voice makes an onset, found by stepping the engine's own rules.</summary>
internal static class OnsetRule
{
    /// <summary>Voiced audio over our speech until the onset.</summary>
    public static TimeSpan VoicedNeeded()
    {
        var rules = TurnRules.Default;
        var tracker = new TurnTracker(rules);
        for (var frames = 1; ; frames++)
            if (tracker.Step(voiced: true, speaking: true, TurnLimits.Of(rules.CommitVoiced, rules.AskAfterOpen, rules.EndSilence)).HasFlag(VoiceSteps.Onset))
                return frames * AudioFormat.FrameDuration;
    }
}
