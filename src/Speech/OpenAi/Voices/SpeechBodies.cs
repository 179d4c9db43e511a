using System.Text.Json.Serialization;

namespace CallActors.Speech.OpenAi.Voices;

/// <summary>A <c>POST /v1/audio/speech</c>.</summary>
/// <param name="Speed">Left out where it is 1.</param>
/// <param name="Instructions">Left out for models that refuse it.</param>
internal sealed record SpeechBody(string Model, string Input, string Voice, string ResponseFormat, double? Speed, string? Instructions);

/// <summary>A <c>POST /dev/captioned_speech</c> (Kokoro-FastAPI).</summary>
internal sealed record CaptionedBody(string Model, string Input, string Voice, string ResponseFormat, double? Speed, bool Stream, bool ReturnTimestamps);

/// <summary>A line of the answer to it.</summary>
/// <param name="Audio">PCM; base64 on the wire.</param>
/// <param name="Timestamps">Words that are in it, with their times since the beginning of the whole answer.</param>
internal sealed record CaptionedPiece(byte[]? Audio, IReadOnlyList<Caption>? Timestamps);

/// <param name="StartTime">Seconds.</param>
internal sealed record Caption(string? Word, double StartTime);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SpeechBody))]
[JsonSerializable(typeof(CaptionedBody))]
[JsonSerializable(typeof(CaptionedPiece))]
internal sealed partial class SpeechJson : JsonSerializerContext;
