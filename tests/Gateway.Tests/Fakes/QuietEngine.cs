using CallActors.Contracts.Carriers;
using CallActors.Engine;
using CallActors.Engine.Audio;
using CallActors.Engine.Calls;
using CallActors.Engine.Speech;
using CallActors.Engine.Turns;
using CallActors.Speech.Text;
using CallActors.Speech.VoiceActivity;

namespace CallActors.Gateway.Tests.Fakes;

/// <summary>What a whole engine needs that has no phone, no voice and no recogniser.</summary>
internal static class QuietEngine
{
    public static EngineServices Services() => new(
        new CarrierDirectory(),
        CallRules.Default,
        new SpeechServices(
            [],
            [],
            new SpeakableSentences(new SpeakableOptions()),
            new AdaptiveVoiceDetectorFactory(new VoiceDetectionOptions()),
            new PlayoutWheel(TimeProvider.System),
            SpeechRules.Default,
            TurnRules.Default,
            PlayoutRules.Default,
            new SpeechHealth()));
}
