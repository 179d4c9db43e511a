using CallActors.Contracts.Speech;

namespace CallActors.Speech.Deepgram;

/// <summary>The Aura-2 voices that Deepgram documents, those first that it features; a voice that is not among them is asked for all the same.</summary>
internal static class DeepgramVoices
{
    public static IReadOnlyList<VoiceProfile> All { get; } =
    [
        .. Of("en-US", VoiceGender.Female, "thalia andromeda helena"),
        .. Of("en-US", VoiceGender.Male, "apollo arcas aries"),
        .. Of("en-US", VoiceGender.Female, "asteria athena aurora callista cora cordelia delia electra harmonia hera iris janus juno luna minerva ophelia phoebe selene vesta"),
        .. Of("en-US", VoiceGender.Male, "atlas hermes jupiter mars neptune odysseus orion orpheus pluto saturn zeus"),
        .. Of("en-GB", VoiceGender.Female, "pandora"),
        .. Of("en-GB", VoiceGender.Male, "draco"),
        .. Of("en-AU", VoiceGender.Female, "theia"),
        .. Of("en-AU", VoiceGender.Male, "hyperion"),
        .. Of("en-PH", VoiceGender.Female, "amalthea"),
        .. Of("es-MX", VoiceGender.Female, "estrella"),
        .. Of("es-MX", VoiceGender.Male, "sirio javier"),
        .. Of("es-ES", VoiceGender.Female, "carina diana"),
        .. Of("es-ES", VoiceGender.Male, "nestor alvaro"),
        .. Of("es-CO", VoiceGender.Female, "celeste"),
        .. Of("es-419", VoiceGender.Female, "selena"),
        .. Of("es-419", VoiceGender.Male, "aquila"),
        .. Of("de-DE", VoiceGender.Female, "viktoria"),
        .. Of("de-DE", VoiceGender.Male, "julius"),
        .. Of("fr-FR", VoiceGender.Female, "agathe"),
        .. Of("fr-FR", VoiceGender.Male, "hector"),
        .. Of("nl-NL", VoiceGender.Female, "rhea"),
        .. Of("nl-NL", VoiceGender.Male, "sander"),
        .. Of("it-IT", VoiceGender.Female, "livia"),
        .. Of("it-IT", VoiceGender.Male, "dionisio"),
        .. Of("ja-JP", VoiceGender.Female, "izanami"),
        .. Of("ja-JP", VoiceGender.Male, "fujin"),
    ];

    /// <summary>The first voice of a language; null when there is none.</summary>
    public static string? For(string language)
    {
        var primary = language.Split('-')[0];
        return (All.FirstOrDefault(v => v.Language.Equals(language, StringComparison.OrdinalIgnoreCase))
            ?? All.FirstOrDefault(v => v.Language.Split('-')[0].Equals(primary, StringComparison.OrdinalIgnoreCase)))?.Name;
    }

    private static IEnumerable<VoiceProfile> Of(string language, VoiceGender gender, string names) =>
        names.Split(' ').Select(name => new VoiceProfile($"aura-2-{name}-{language.Split('-')[0]}", language, gender));
}
