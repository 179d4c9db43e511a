namespace CallActors.Gateway.Options;

/// <summary>One vendor of speech.</summary>
public sealed record SpeechVendor
{
    /// <summary>Its key; empty when there is no account. Never printed.</summary>
    public string Key { get; init; } = "";

    /// <summary>Its address; empty for the vendor's own.</summary>
    public string Url { get; init; } = "";

    /// <summary>The model that recognises; empty for the vendor's default in this project.</summary>
    public string Recognizer { get; init; } = "";

    /// <summary>The model that speaks; empty likewise.</summary>
    public string Model { get; init; } = "";

    /// <summary>The voice that speaks; empty likewise.</summary>
    public string Voice { get; init; } = "";

    /// <summary>How it is to speak, for models that take instructions.</summary>
    public string Instructions { get; init; } = "";

    /// <summary>Prints without the key.</summary>
    public override string ToString() => "SpeechVendor";
}

/// <summary>The section <c>speech</c>: who recognises and who speaks.</summary>
public sealed record SpeechOptions
{
    /// <summary>Every recogniser's name.</summary>
    public static IReadOnlyList<string> RecognizerNames { get; } = ["deepgram-flux", "deepgram", "openai", "openai-batch", "pocketsphinx"];

    /// <summary>Every voice's name.</summary>
    public static IReadOnlyList<string> VoiceNames { get; } = ["elevenlabs", "deepgram", "openai", "espeak-ng"];

    /// <summary>Recognisers in the order in which they are tried (<c>speech.recognizers</c>); empty for <c>auto</c>.</summary>
    public IReadOnlyList<string> Recognizers { get; init; } = [];

    /// <summary>Voices, likewise (<c>speech.voices</c>).</summary>
    public IReadOnlyList<string> Voices { get; init; } = [];

    public SpeechVendor Deepgram { get; init; } = new();

    public SpeechVendor OpenAi { get; init; } = new();

    public SpeechVendor ElevenLabs { get; init; } = new();

    /// <summary>The order that it comes to: <c>auto</c> takes every vendor that has an account, and what is built in last.</summary>
    public IReadOnlyList<string> EffectiveRecognizers => Recognizers.Count > 0 ? Recognizers
        : [.. RecognizerNames.Where(name => name is not ("deepgram" or "openai-batch") && HasAccount(name))];

    /// <summary>Likewise.</summary>
    public IReadOnlyList<string> EffectiveVoices => Voices.Count > 0 ? Voices : [.. VoiceNames.Where(HasAccount)];

    /// <summary>The vendor is configured, or needs no account.</summary>
    public bool HasAccount(string name) => name switch
    {
        "deepgram" or "deepgram-flux" => Deepgram.Key.Length > 0,
        // A server in the house may ask for no key.
        "openai" or "openai-batch" => OpenAi.Key.Length > 0 || OpenAi.Url.Length > 0,
        "elevenlabs" => ElevenLabs.Key.Length > 0,
        _ => true,
    };
}
