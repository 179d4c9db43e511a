using CallActors.Contracts.Speech;

namespace CallActors.Speech.Local.Espeak;

/// <summary>The voices that espeak-ng can speak with: each language's own, and the same as a woman where that one is a man's.</summary>
internal static class EspeakVoices
{
    /// <summary>The variant that makes a woman's of any language's voice.</summary>
    private const string Woman = "+f3";

    public static IReadOnlyList<VoiceProfile> Of(IReadOnlyList<(string Language, VoiceGender Gender)> installed)
    {
        var voices = new List<VoiceProfile>();
        foreach (var (language, gender) in installed.DistinctBy(voice => voice.Language))
        {
            voices.Add(new VoiceProfile(language, language, gender));
            if (gender is not VoiceGender.Female) voices.Add(new VoiceProfile(language + Woman, language, VoiceGender.Female));
        }

        return voices;
    }

    /// <summary>The same, with the preferred voice in the first place.</summary>
    public static IReadOnlyList<VoiceProfile> WithFirst(IReadOnlyList<VoiceProfile> voices, EspeakOptions options)
    {
        var language = options.Voice.Split('+')[0];
        var first = voices.FirstOrDefault(voice => voice.Name.Equals(options.Voice, StringComparison.OrdinalIgnoreCase))
            ?? new VoiceProfile(options.Voice, voices.FirstOrDefault(voice => voice.Name == language)?.Language ?? options.Language);
        return [first, .. voices.Where(voice => voice.Name != first.Name)];
    }
}
