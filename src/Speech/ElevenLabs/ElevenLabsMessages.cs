using System.Text.Json.Serialization;

namespace CallActors.Speech.ElevenLabs;

/// <summary>A voice's settings, on either road; what is left out is the voice's own.</summary>
/// <param name="Speed">0.7–1.2.</param>
internal sealed record VoiceSettings(double? Stability, double? SimilarityBoost, double? Style, bool? UseSpeakerBoost, double? Speed);

/// <summary>What goes into a socket. A socket of a single request has no context ids.</summary>
/// <param name="Text">One space opens a context; text ends with a space; on a socket of a single request the empty text ends it.</param>
/// <param name="Flush">Speak now, however little it is.</param>
internal sealed record SocketAsk(string? Text = null, string? ContextId = null, VoiceSettings? VoiceSettings = null, bool? Flush = null, bool? CloseContext = null, bool? CloseSocket = null);

/// <summary>What comes out of a socket.</summary>
/// <param name="Audio">µ-law; null in messages that only tell something.</param>
/// <param name="IsFinal">The request has all its audio.</param>
/// <param name="IsFinalToo">The same as one of the vendor's descriptions of the shared socket writes it; the others write <c>isFinal</c>.</param>
/// <param name="ContextId">The request that it is of, on a shared socket.</param>
/// <param name="ContextIdToo">The same as it is written in what is sent: taken as well, since the two directions differ in other names only
/// in this way.</param>
/// <param name="Error">The vendor's word for what is wrong, where the message tells an error.</param>
/// <param name="Code">Close code that follows an error.</param>
internal sealed record SocketAnswer(
    byte[]? Audio,
    CharacterTimes? Alignment,
    bool? IsFinal,
    [property: JsonPropertyName("is_final")] bool? IsFinalToo,
    string? ContextId,
    [property: JsonPropertyName("context_id")] string? ContextIdToo,
    string? Error,
    int? Code);

/// <summary>The times of a piece's characters, from the piece's beginning.</summary>
internal sealed record CharacterTimes(string[]? Chars, double[]? CharStartTimesMs);

/// <summary>Body of the HTTP request.</summary>
internal sealed record HttpAsk(string Text, string ModelId, string? LanguageCode, VoiceSettings? VoiceSettings);

/// <summary>One line of the HTTP answer.</summary>
internal sealed record HttpPiece(byte[]? AudioBase64, HttpTimes? Alignment);

/// <summary>The times of its characters.</summary>
internal sealed record HttpTimes(string[]? Characters, double[]? CharacterStartTimesSeconds);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 16)]
[JsonSerializable(typeof(SocketAsk))]
[JsonSerializable(typeof(HttpAsk))]
[JsonSerializable(typeof(HttpPiece))]
internal sealed partial class ElevenLabsAskJson : JsonSerializerContext;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 16)]
[JsonSerializable(typeof(SocketAnswer))]
internal sealed partial class ElevenLabsAnswerJson : JsonSerializerContext;
