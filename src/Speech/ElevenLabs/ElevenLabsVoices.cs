using CallActors.Contracts.Speech;

namespace CallActors.Speech.ElevenLabs;

/// <summary>Which of an account's voices a request means.</summary>
public static class ElevenLabsVoices
{
    /// <summary>Voices of the vendor's own that every account may use. Each speaks all languages of a multilingual model, with the accent of
    /// its own.</summary>
    public static IReadOnlyList<ElevenLabsVoice> OfEveryAccount { get; } =
    [
        new("JBFqnCBsd6RMkjVDRZzb", new VoiceProfile("George", "en-GB", VoiceGender.Male, 100, "warm")),
        new("EXAVITQu4vr4xnSDxMaL", new VoiceProfile("Sarah", "en-US", VoiceGender.Female, 190, "calm")),
        new("nPczCjzI2devNBz1zQrb", new VoiceProfile("Brian", "en-US", VoiceGender.Male, 95, "calm")),
        new("Xb7hH8MSUJpSbSDYk0k2", new VoiceProfile("Alice", "en-GB", VoiceGender.Female, 200, "clear")),
    ];

    /// <summary>The profiles, that of the preferred voice first.</summary>
    internal static IReadOnlyList<VoiceProfile> ProfilesOf(ElevenLabsOptions options) =>
        [.. options.Voices.OrderBy(v => Is(v, options.Voice) ? 0 : 1).Select(v => v.Profile)];

    /// <summary>The id of the voice that a request names.</summary>
    /// <exception cref="SpeechException">There is no such voice.</exception>
    internal static string IdOf(string name, ElevenLabsOptions options)
    {
        if (name.Length == 0) name = options.Voice;
        if (options.Voices.FirstOrDefault(v => Is(v, name)) is { } listed) return listed.Id;
        return IsId(name) ? name : throw new SpeechException(SpeechFailure.Refused, "ElevenLabs has no voice of this name: name one that is listed, or give its id.");
    }

    private static bool Is(ElevenLabsVoice voice, string name) =>
        voice.Profile.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || voice.Id.Equals(name, StringComparison.Ordinal);

    // Ids are 20 letters and digits today; nothing else may come into the path of a URL.
    private static bool IsId(string name) => name.Length is >= 16 and <= 40 && name.All(char.IsAsciiLetterOrDigit);
}
