using System.Text.Json.Serialization;

namespace CallActors.Speech.Deepgram;

/// <summary>What <c>/v1/listen</c> sends: <c>Results</c>, <c>UtteranceEnd</c>, and others that are not looked into.</summary>
/// <param name="Start">Where in the audio that was received it begins, in seconds.</param>
/// <param name="Duration">In seconds.</param>
/// <param name="IsFinal">The words will not change any more.</param>
/// <param name="SpeechFinal">The service has heard the speech end.</param>
/// <param name="FromFinalize">It answers a <c>Finalize</c>.</param>
internal sealed record NovaMessage(string Type, double Start, double Duration, bool IsFinal, bool SpeechFinal, bool FromFinalize, NovaChannel? Channel);

/// <summary>Words of a channel. In messages other than <c>Results</c> the field of this name is a list of numbers.</summary>
[JsonConverter(typeof(NovaChannelConverter))]
internal sealed record NovaChannel(IReadOnlyList<NovaAlternative>? Alternatives);

internal sealed record NovaAlternative(string? Transcript, double Confidence, IReadOnlyList<HeardWord>? Words);

/// <summary>One word.</summary>
/// <param name="Start">Where it begins in the audio that was received, in seconds; null where the service does not tell.</param>
internal sealed record HeardWord(string? Word, string? PunctuatedWord, double? Start, double? End)
{
    public string Text => PunctuatedWord ?? Word ?? "";
}

/// <summary>What <c>/v2/listen</c> sends: <c>TurnInfo</c>, <c>Error</c>, and others that are not looked into.</summary>
/// <param name="Event">What has become of the turn.</param>
/// <param name="Trigger">Why it has ended: <c>model</c>, <c>manual</c>, <c>timeout</c>.</param>
/// <param name="Transcript">All of the turn so far.</param>
internal sealed record FluxMessage(
    string Type, string? Event, int TurnIndex, double AudioWindowEnd, string? Transcript, IReadOnlyList<HeardWord>? Words, string? Trigger, string? Code);

/// <summary>Changes a <c>/v2/listen</c> stream.</summary>
internal sealed record FluxConfigure(FluxThresholds Thresholds, IReadOnlyList<string> Keyterms, string Type = "Configure");

internal sealed record FluxThresholds(double EotThreshold, double? EagerEotThreshold, int EotTimeoutMs);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NovaMessage))]
[JsonSerializable(typeof(NovaAlternative[]))]
[JsonSerializable(typeof(FluxMessage))]
[JsonSerializable(typeof(FluxConfigure))]
[JsonSerializable(typeof(SpeakText))]
[JsonSerializable(typeof(SpeakMessage))]
internal sealed partial class DeepgramJson : JsonSerializerContext;
