using CallActors.Contracts.Speech;

namespace CallActors.Engine.Speech;

/// <summary>Which of a synthesizer's voices sounds most like another's: the language decides, then who seems to speak, then how.</summary>
internal static class NearestVoice
{
    // Where one of two pitches is not known they are taken to be this far apart: half an octave.
    private const double UnknownPitch = 0.5;

    /// <summary>The nearest voice's name; of equals the first. Empty when no voice speaks the language.</summary>
    public static string NameOf(VoiceProfile wanted, IReadOnlyList<VoiceProfile> voices) => voices
        .Where(voice => Speaks(voice, wanted.Language))
        .OrderBy(voice => Accents(voice.Language, wanted.Language))
        .ThenBy(voice => Genders(voice.Gender, wanted.Gender))
        .ThenBy(voice => Octaves(voice.PitchHz, wanted.PitchHz))
        .ThenBy(voice => voice.Style.Equals(wanted.Style, StringComparison.OrdinalIgnoreCase) ? 0 : 1)
        .FirstOrDefault()?.Name ?? "";

    /// <summary>Whether a voice is of a language, with whatever accent.</summary>
    public static bool Speaks(VoiceProfile voice, string language) => Primary(voice.Language).Equals(Primary(language), StringComparison.OrdinalIgnoreCase);

    /// <summary>The voice of this name, if a synthesizer has it.</summary>
    public static VoiceProfile? Offers(this ISpeechSynthesizer synthesizer, string name) =>
        name.Length == 0 ? null : synthesizer.Voices.FirstOrDefault(v => v.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static ReadOnlySpan<char> Primary(string language) =>
        language.IndexOf('-', StringComparison.Ordinal) is var dash and > 0 ? language.AsSpan(0, dash) : language;

    // The same accent, no particular one, another one.
    private static int Accents(string a, string b) =>
        a.Equals(b, StringComparison.OrdinalIgnoreCase) ? 0 : a.Contains('-', StringComparison.Ordinal) && b.Contains('-', StringComparison.Ordinal) ? 2 : 1;

    private static int Genders(VoiceGender a, VoiceGender b) => a == b ? 0 : a is VoiceGender.Unknown || b is VoiceGender.Unknown ? 1 : 2;

    private static double Octaves(int a, int b) => a > 0 && b > 0 ? Math.Abs(Math.Log2((double)a / b)) : UnknownPitch;
}
