using CallActors.Contracts.Audio;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>Hears the truth: a frame of voice is voiced, and so is our own voice where it comes back louder than the guard against echo is made
/// for.</summary>
internal sealed class TrueEars : IVoiceActivityDetectorFactory, IVoiceActivityDetector
{
    /// <summary>Echo that is softer than this is known for what it is, in dB below our voice.</summary>
    public const int GuardedFrom = 6;

    public IVoiceActivityDetector Create() => new TrueEars();

    public VoiceActivity Process(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> played) => new(IsVoice(frame), -20, -60);

    public void Reset()
    {
    }

    private static bool IsVoice(ReadOnlySpan<byte> frame) =>
        frame[0] is Sounds.Voice or Sounds.Cough || (frame[0] == Sounds.Echo && Sounds.PlaceOf(frame) < GuardedFrom);
}
