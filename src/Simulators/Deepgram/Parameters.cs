using System.Globalization;

namespace CallActors.Simulators.Deepgram;

/// <summary>Checks a request's query as the vendor does.</summary>
internal sealed class Parameters(IReadOnlyDictionary<string, IReadOnlyList<string>> query)
{
    private static readonly HashSet<string> NovaNames =
    [
        "model", "language", "encoding", "sample_rate", "channels", "multichannel", "interim_results", "endpointing", "utterance_end_ms", "vad_events",
        "smart_format", "punctuate", "numerals", "keyterm", "keywords", "diarize", "diarize_model", "redact", "profanity_filter", "search", "replace", "filler_words",
        "dictation", "tag", "extra", "mip_opt_out", "callback", "callback_method", "version", "detect_entities",
    ];

    private static readonly HashSet<string> FluxNames =
    [
        "model", "encoding", "sample_rate", "eot_threshold", "eager_eot_threshold", "eot_timeout_ms", "keyterm", "language_hint", "numerals",
        "profanity_filter", "redact", "tag", "mip_opt_out",
    ];

    private static readonly HashSet<string> SpeakNames =
        ["model", "encoding", "sample_rate", "container", "bit_rate", "speed", "tag", "mip_opt_out", "callback", "callback_method"];

    private static readonly HashSet<string> FluxSpeakNames =
        ["model", "encoding", "sample_rate", "container", "bit_rate", "speed", "expressivity", "tag", "mip_opt_out", "callback", "callback_method"];

    public string this[string name] => query.TryGetValue(name, out var values) && values.Count > 0 ? values[^1] : "";

    public bool Is(string name) => this[name] == "true";

    public double Number(string name, double otherwise) => double.TryParse(this[name], CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    /// <summary>Why <c>/v1/listen</c> refuses; null when it does not.</summary>
    public string? NovaFault() =>
        Unknown(NovaNames)
        ?? Format(["mulaw"])
        ?? (this["model"].StartsWith("nova-", StringComparison.Ordinal) ? null : "No such model.")
        ?? (Has("utterance_end_ms") && Outside("utterance_end_ms", 1000, 5000) ? "utterance_end_ms must lie between 1000 and 5000." : null)
        ?? (Has("utterance_end_ms") && !Is("interim_results") ? "utterance_end_ms needs interim_results." : null)
        ?? (Has("endpointing") && this["endpointing"] != "false" && Outside("endpointing", 10, 60_000) ? "endpointing must be milliseconds or false." : null)
        ?? (Has("keyterm") && !this["model"].StartsWith("nova-3", StringComparison.Ordinal) ? "keyterm needs nova-3." : null)
        ?? (Has("keywords") && this["model"].StartsWith("nova-3", StringComparison.Ordinal) ? "nova-3 takes keyterm, not keywords." : null)
        ?? Terms();

    /// <summary>Why <c>/v2/listen</c> refuses.</summary>
    public string? FluxFault() =>
        Unknown(FluxNames)
        ?? Format(["mulaw"])
        ?? (this["model"] is "flux-general-en" or "flux-general-multi" ? null : "No such model.")
        ?? (Has("language_hint") && this["model"] != "flux-general-multi" ? "language_hint needs flux-general-multi." : null)
        ?? ThresholdFault(Number("eot_threshold", 0.7), Has("eager_eot_threshold") ? Number("eager_eot_threshold", -1) : null, Number("eot_timeout_ms", 5000))
        ?? Terms();

    /// <summary>Why <c>/v2/speak</c> refuses.</summary>
    /// <param name="isSocket">Containers are for files.</param>
    public string? FluxSpeakFault(bool isSocket) =>
        Unknown(FluxSpeakNames)
        ?? Format(["mulaw"])
        ?? (this["model"].StartsWith("flux-", StringComparison.Ordinal) && this["model"].Count(c => c == '-') == 2 ? null : "No such model.")
        ?? (Has("speed") && Outside("speed", 0.5, 1.5) ? "SPEED_OUT_OF_RANGE" : null)
        ?? (Has("speed") && Math.Abs(Number("speed", 1) * 20 % 1) is > 1e-6 and < 1 - 1e-6 ? "SPEED_INCREMENT_INVALID" : null)
        ?? (isSocket && Has("container") ? "A stream has no container." : !isSocket && this["container"] != "none" ? "mulaw comes with container=none here." : null);

    /// <summary>Why <c>/v1/speak</c> refuses.</summary>
    /// <param name="isSocket">Containers are for files.</param>
    public string? SpeakFault(bool isSocket) =>
        Unknown(SpeakNames)
        ?? Format(["mulaw"])
        ?? (this["model"].StartsWith("aura-", StringComparison.Ordinal) ? null : "No such model.")
        ?? (Has("speed") && Outside("speed", 0.7, 1.5) ? "speed must lie between 0.7 and 1.5." : null)
        ?? (isSocket && Has("container") ? "A stream has no container." : !isSocket && this["container"] != "none" ? "mulaw comes with container=none here." : null);

    public static string? ThresholdFault(double endOfTurn, double? eager, double timeout) =>
        endOfTurn is < 0.5 or > 1 ? "eot_threshold must lie between 0.5 and 1.0."
        : eager is < 0.3 or > 0.9 ? "eager_eot_threshold must lie between 0.3 and 0.9."
        : eager > endOfTurn ? "eager_eot_threshold must not be greater than eot_threshold."
        : timeout is < 500 or > 60_000 ? "eot_timeout_ms must lie between 500 and 60000."
        : null;

    private bool Has(string name) => query.ContainsKey(name);

    private bool Outside(string name, double least, double most) => Number(name, double.NaN) is var value && !(value >= least && value <= most);

    private string? Unknown(HashSet<string> known) => query.Keys.FirstOrDefault(name => !known.Contains(name)) is { } name ? $"Unknown parameter {name}." : null;

    // The vendor takes many; this simulator speaks and hears what telephones do.
    private string? Format(string[] encodings) =>
        !encodings.Contains(this["encoding"]) || this["sample_rate"] != "8000" ? "The simulator takes encoding=mulaw with sample_rate=8000."
        : Has("channels") && this["channels"] != "1" ? "The simulator takes one channel."
        : null;

    private string? Terms() => query.TryGetValue("keyterm", out var terms) && (terms.Count > 100 || terms.Any(string.IsNullOrWhiteSpace)) ? "keyterm: too many or empty." : null;
}
