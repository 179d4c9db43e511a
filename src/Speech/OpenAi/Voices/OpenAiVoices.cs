using CallActors.Contracts.Speech;

namespace CallActors.Speech.OpenAi;

/// <summary>The voices of known servers. Who seems to speak is how they are commonly heard; the vendor does not say.</summary>
public static class OpenAiVoices
{
    /// <summary>OpenAI's; each speaks every language.</summary>
    public static IReadOnlyList<VoiceProfile> OpenAi { get; } =
    [
        new("coral", "en-US", VoiceGender.Female, Style: "warm"),
        new("marin", "en-US", VoiceGender.Female),
        new("cedar", "en-US", VoiceGender.Male),
        new("alloy", "en-US", Style: "neutral"),
        new("ash", "en-US", VoiceGender.Male),
        new("ballad", "en-US", VoiceGender.Male),
        new("echo", "en-US", VoiceGender.Male),
        new("fable", "en-GB", VoiceGender.Unknown, Style: "narrator"),
        new("nova", "en-US", VoiceGender.Female),
        new("onyx", "en-US", VoiceGender.Male, Style: "deep"),
        new("sage", "en-US", VoiceGender.Female, Style: "calm"),
        new("shimmer", "en-US", VoiceGender.Female),
        new("verse", "en-US", VoiceGender.Male),
    ];

    /// <summary>Kokoro's, the better of each language.</summary>
    public static IReadOnlyList<VoiceProfile> Kokoro { get; } =
    [
        .. new[]
        {
            "af_heart", "af_bella", "af_nicole", "af_sarah", "af_sky", "am_fenrir", "am_michael", "am_puck", "bf_emma", "bf_isabella",
            "bm_fable", "bm_george", "ef_dora", "em_alex", "ff_siwis", "hf_alpha", "hm_omega", "if_sara", "im_nicola", "jf_alpha", "jm_kumo",
            "pf_dora", "pm_alex", "zf_xiaobei", "zm_yunxi",
        }.Select(OfKokoro),
    ];

    /// <summary>What a Kokoro voice's name says: its first letter the language, its second who speaks.</summary>
    public static VoiceProfile OfKokoro(string name)
    {
        var language = name.Length > 0 ? name[0] : ' ';
        var speaker = name.Length > 2 && name[2] == '_' ? name[1] : ' ';
        return new VoiceProfile(
            name,
            language switch
            {
                'b' => "en-GB",
                'e' => "es",
                'f' => "fr-FR",
                'h' => "hi",
                'i' => "it",
                'j' => "ja",
                'p' => "pt-BR",
                'z' => "zh",
                _ => "en-US",
            },
            speaker switch { 'f' => VoiceGender.Female, 'm' => VoiceGender.Male, _ => VoiceGender.Unknown });
    }
}
