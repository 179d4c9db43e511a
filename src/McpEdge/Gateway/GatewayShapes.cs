using System.Text.Json;
using System.Text.Json.Serialization;

namespace CallActors.McpEdge.Gateway;

/// <summary>What is asked of the gateway: the body of place, continue, listen, speak and end.</summary>
/// <param name="Message">Null for an operation that only listens.</param>
/// <param name="Interruptible">Null for the gateway's own choice.</param>
/// <param name="Record">The same.</param>
internal sealed record OperationBody(string? Message, string? To = null, JsonElement? Expect = null, bool? Interruptible = null, bool? Record = null);

/// <summary>The body of a progress line.</summary>
internal sealed record ProgressBody(string Line);

/// <summary>The body of a text.</summary>
/// <param name="To">Null for the person whom the gateway is set up for.</param>
/// <param name="WaitSeconds">How long the reply is waited for; null for the gateway's own choice.</param>
internal sealed record TextBody(string Message, string? To, double? WaitSeconds);

/// <summary>The form of <c>expect</c> that names the answers to choose from.</summary>
internal sealed record ChoiceExpectation(IReadOnlyList<string> OneOf);

/// <summary>What the gateway answers to place, continue, listen, speak and end with <c>include=details</c>. A gateway that knows no details
/// leaves the rest out.</summary>
internal sealed record OperationAnswer(
    string? CallId,
    string? Response,
    bool? Interrupted,
    string? Heard,
    bool Ended,
    string? EndReason,
    string? Outcome,
    string? EndDetail,
    double? DurationSeconds,
    TimingsAnswer? Timings);

/// <summary>What the gateway answers to a text, when the person has replied.</summary>
/// <param name="Wish">Whether the person wants to be called: none, now or later.</param>
/// <param name="CallId">The call by which the person is rung for it; null when nobody is.</param>
internal sealed record TextAnswer(string? MessageId, string? Response, string? Wish, string? CallId);

/// <summary>Times of one turn in milliseconds, null where it had no such moment.</summary>
internal sealed record TimingsAnswer(double? ReplyToAudioMs, double? VoiceEndToTextMs, double? OnsetToClearMs);

/// <summary>An error of the gateway (application/problem+json), or Call-Me Cloud's <c>error</c> alone.</summary>
internal sealed record ProblemAnswer(string? Title, string? Detail, string? Reason, string? Error, string? CallId, string? Outcome);

/// <summary>A call as the gateway tells it.</summary>
/// <param name="Phase">One of placing, ringing, connecting, talking or ended.</param>
internal sealed record CallAnswer(
    string? CallId,
    string? Phase,
    bool? Inbound,
    string? Carrier,
    string? Address,
    DateTimeOffset? PlacedAt,
    DateTimeOffset? AnsweredAt,
    DateTimeOffset? EndedAt,
    string? EndReason,
    string? Outcome,
    string? EndDetail,
    IReadOnlyList<TranscriptAnswer>? Transcript);

/// <summary>One line of a call's transcript.</summary>
internal sealed record TranscriptAnswer(
    string? Speaker,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    string? Text,
    string? Heard,
    bool Interrupted,
    string? Source);

/// <summary>The latest calls, newest first.</summary>
internal sealed record CallListAnswer(IReadOnlyList<CallAnswer>? Calls);

/// <summary>The gateway's JSON, read and written without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OperationBody))]
[JsonSerializable(typeof(ProgressBody))]
[JsonSerializable(typeof(ChoiceExpectation))]
[JsonSerializable(typeof(OperationAnswer))]
[JsonSerializable(typeof(TextBody))]
[JsonSerializable(typeof(TextAnswer))]
[JsonSerializable(typeof(ProblemAnswer))]
[JsonSerializable(typeof(CallAnswer))]
[JsonSerializable(typeof(CallListAnswer))]
internal sealed partial class GatewayJson : JsonSerializerContext;
