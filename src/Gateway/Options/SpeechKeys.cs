namespace CallActors.Gateway.Options;

/// <summary>The keys of the section <c>speech</c>.</summary>
internal static class SpeechKeys
{
    public static IReadOnlyList<OptionKey> All { get; } =
    [
        List("recognizers", "CALLACTORS_RECOGNIZERS", SpeechOptions.RecognizerNames, (s, names) => s with { Recognizers = names }),
        List("voices", "CALLACTORS_VOICES", SpeechOptions.VoiceNames, (s, names) => s with { Voices = names }),

        .. Vendor("deepgram", s => s.Deepgram, (s, v) => s with { Deepgram = v }, key: ["DEEPGRAM_API_KEY"], url: []),
        .. Vendor("openai", s => s.OpenAi, (s, v) => s with { OpenAi = v },
            key: ["CALLME_OPENAI_API_KEY", "OPENAI_API_KEY"], url: ["OPENAI_API_BASE_URL"],
            recognizer: "CALLME_STT_MODEL", model: "CALLME_TTS_MODEL", voice: "CALLME_TTS_VOICE", instructions: "CALLME_TTS_INSTRUCTIONS"),
        .. Vendor("elevenlabs", s => s.ElevenLabs, (s, v) => s with { ElevenLabs = v }, key: ["ELEVENLABS_API_KEY"], url: [])
            .Where(key => key.Path != "speech.elevenlabs.recognizer"),
    ];

    /// <summary>What does not fit together.</summary>
    public static IEnumerable<OptionFault> Faults(GatewayOptions options)
    {
        var speech = options.Speech;
        foreach (var name in speech.Recognizers.Concat(speech.Voices).Distinct().Where(name => !speech.HasAccount(name)))
        {
            var vendor = name.Split('-')[0];
            yield return new OptionFault($"speech.{vendor}.key", "configuration", $"is not set, and {name} is asked for.",
                $"Set {All.Single(k => k.Path == $"speech.{vendor}.key").Variable}, or take {name} out of the list.");
        }
    }

    private static OptionKey List(string name, string variable, IReadOnlyList<string> known, Func<SpeechOptions, string[], SpeechOptions> set) =>
        new($"speech.{name}", variable, null, $"auto, or some of {string.Join(", ", known)}, separated by commas or as a list",
            (o, v) =>
            {
                if (v == "auto") return o with { Speech = set(o.Speech, []) };
                var names = v.Split(',', StringSplitOptions.TrimEntries);
                return names.All(known.Contains) && names.Distinct().Count() == names.Length ? o with { Speech = set(o.Speech, names) } : null;
            })
        {
            TakesList = true,
        };

    private static IEnumerable<OptionKey> Vendor(
        string name, Func<SpeechOptions, SpeechVendor> get, Func<SpeechOptions, SpeechVendor, SpeechOptions> set,
        string[] key, string[] url, string? recognizer = null, string? model = null, string? voice = null, string? instructions = null)
    {
        const string text = "up to 200 visible characters";
        yield return Key("key", key, "1 to 500 visible ASCII characters without spaces, or empty", v => v.Length <= 500 && v.All(c => c is > ' ' and < (char)127), (s, v) => s with { Key = v });
        yield return Key("url", url, "an http, https, ws or wss address without query, or empty", IsUrl, (s, v) => s with { Url = v.TrimEnd('/') });
        yield return Key("recognizer", Some(recognizer), text, IsText, (s, v) => s with { Recognizer = v });
        yield return Key("model", Some(model), text, IsText, (s, v) => s with { Model = v });
        yield return Key("voice", Some(voice), text, IsText, (s, v) => s with { Voice = v });
        if (instructions is not null) yield return Key("instructions", [instructions], "up to 4,000 characters", v => v.Length <= 4000, (s, v) => s with { Instructions = v });

        OptionKey Key(string part, string[] variables, string shape, Func<string, bool> isFit, Func<SpeechVendor, string, SpeechVendor> write) =>
            new($"speech.{name}.{part}", variables.FirstOrDefault(), null, shape,
                (o, v) => isFit(v) ? o with { Speech = set(o.Speech, write(get(o.Speech), v)) } : null)
            {
                Others = [.. variables.Skip(1).Select(variable => new OptionVariable(variable))],
            };

        static string[] Some(string? variable) => variable is null ? [] : [variable];
    }

    private static bool IsText(string text) => text.Length <= 200 && !text.Any(char.IsControl);

    private static bool IsUrl(string text) =>
        text.Length == 0
        || (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" or "ws" or "wss" && url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0);
}
