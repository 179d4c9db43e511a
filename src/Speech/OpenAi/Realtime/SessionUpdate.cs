using System.Text.Json;
using System.Text.Json.Serialization;

namespace CallActors.Speech.OpenAi.Realtime;

/// <summary>The message that sets up a session, in each shape.</summary>
internal static class SessionUpdate
{
    public static byte[] Of(RealtimeShape shape, OpenAiRealtimeOptions options, Hints hints)
    {
        var transcription = new Transcription(options.Model, hints.Language, hints.Prompt, shape is RealtimeShape.Current ? hints.Keywords : null);
        var noise = options.NoiseReduction.Length > 0 ? new NoiseReduction(options.NoiseReduction) : null;
        return shape switch
        {
            RealtimeShape.Current => JsonSerializer.SerializeToUtf8Bytes(
                new CurrentUpdate("session.update", new CurrentSession(
                    "transcription", new CurrentAudio(new CurrentInput(new AudioType("audio/pcmu"), noise, transcription, Turns(options.TurnDetection))))),
                RealtimeJson.Default.CurrentUpdate),
            RealtimeShape.Earlier => JsonSerializer.SerializeToUtf8Bytes(
                new EarlierUpdate("transcription_session.update", new EarlierSession("g711_ulaw", noise, transcription, Turns(options.TurnDetection))),
                RealtimeJson.Default.EarlierUpdate),
            _ => JsonSerializer.SerializeToUtf8Bytes(
                // Padding is not configurable there, and an error for those who try.
                new EarlierUpdate("session.update", new EarlierSession(null, null, transcription with { Prompt = null }, Turns(options.TurnDetection) is { } turns ? turns with { PrefixPaddingMs = null } : null)),
                RealtimeJson.Default.EarlierUpdate),
        };
    }

    private static Turns? Turns(TurnDetection detection) => detection switch
    {
        TurnDetection.ServerVad vad => new Turns(
            "server_vad", vad.Threshold, (int)vad.PrefixPadding.TotalMilliseconds, (int)vad.SilenceDuration.TotalMilliseconds, null),
        TurnDetection.SemanticVad vad => new Turns("semantic_vad", null, null, null, vad.Eagerness),
        _ => null,
    };
}

internal sealed record CurrentUpdate(string Type, CurrentSession Session);

internal sealed record CurrentSession(string Type, CurrentAudio Audio);

internal sealed record CurrentAudio(CurrentInput Input);

/// <param name="TurnDetection">Null is said: it turns the server's own detection off.</param>
internal sealed record CurrentInput(
    AudioType Format,
    NoiseReduction? NoiseReduction,
    Transcription Transcription,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] Turns? TurnDetection);

internal sealed record AudioType(string Type);

internal sealed record EarlierUpdate(string Type, EarlierSession Session);

internal sealed record EarlierSession(
    string? InputAudioFormat,
    NoiseReduction? InputAudioNoiseReduction,
    Transcription InputAudioTranscription,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] Turns? TurnDetection);

internal sealed record Transcription(string Model, string? Language, string? Prompt, IReadOnlyList<string>? Keywords);

internal sealed record NoiseReduction(string Type);

internal sealed record Turns(string Type, double? Threshold, int? PrefixPaddingMs, int? SilenceDurationMs, string? Eagerness);

/// <summary>An event of the server: the fields of all kinds that are used.</summary>
internal sealed record RealtimeEvent(
    string Type,
    string? ItemId,
    string? PreviousItemId,
    string? Delta,
    string? Transcript,
    long? AudioEndMs,
    RealtimeError? Error,
    JsonElement? Session);

/// <param name="Message">Read for the one error that local servers tell by nothing else, and never repeated.</param>
internal sealed record RealtimeError(string? Type, string? Code, string? Param, string? Message)
{
    // Local servers leave the code out.
    private const string NothingToCommit = "Error committing input audio buffer";

    public bool IsEmptyCommit => Code is "input_audio_buffer_commit_empty"
        || (Code is null && Message?.StartsWith(NothingToCommit, StringComparison.Ordinal) is true);

    public OpenAiErrorCode ToCode() => new(Type ?? "", Code ?? "", Param ?? "");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CurrentUpdate))]
[JsonSerializable(typeof(EarlierUpdate))]
[JsonSerializable(typeof(RealtimeEvent))]
internal sealed partial class RealtimeJson : JsonSerializerContext;
