namespace CallActors.Simulators.Media;

/// <summary>What a phone's microphone hears besides the person. Called on the phone's clock, every 20 ms; must not block.</summary>
public interface IPhoneRoom
{
    /// <summary>20 ms in the room.</summary>
    /// <param name="played">What the loudspeaker plays, µ-law; shorter than a frame or empty when it falls silent.</param>
    /// <param name="heard">The person's voice, µ-law; to be changed into what the microphone makes of both.</param>
    void Sound(ReadOnlySpan<byte> played, Span<byte> heard);
}
