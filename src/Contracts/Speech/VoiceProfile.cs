namespace CallActors.Contracts.Speech;

/// <summary>How a voice sounds, as far as its synthesizer tells.</summary>
public enum VoiceGender
{
    /// <summary>Not told, or neither.</summary>
    Unknown,

    Female,

    Male,
}

/// <summary>A voice that a synthesizer offers, by what makes it sound like another.</summary>
/// <param name="Name">As a <see cref="SpeechRequest"/> names it.</param>
/// <param name="Language">BCP 47 tag, for example <c>en-GB</c>; upper and lower case mean the same.</param>
/// <param name="Gender">How it sounds.</param>
/// <param name="PitchHz">Mean of its fundamental frequency, 60–400 Hz; 0 where not known.</param>
/// <param name="Style">The vendor's word for its manner, for example <c>calm</c>; empty where not known.</param>
public sealed record VoiceProfile(
    string Name, string Language, VoiceGender Gender = VoiceGender.Unknown, int PitchHz = 0, string Style = "");
