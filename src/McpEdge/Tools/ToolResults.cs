using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ModelContextProtocol.Protocol;

namespace CallActors.McpEdge.Tools;

/// <summary>Structured result of the tools that act on a call (their output schema).</summary>
internal sealed record OperationResult(
    string CallId,
    bool Ended,
    string? Response = null,
    bool? Interrupted = null,
    string? Heard = null,
    string? EndReason = null,
    string? Outcome = null,
    string? EndDetail = null,
    double? DurationSeconds = null,
    TurnTimes? Timings = null);

/// <summary>Structured result of <c>report_progress</c>.</summary>
internal sealed record ProgressTaken(string CallId, string Line);

/// <summary>Structured result of <c>send_message</c>.</summary>
internal sealed record TextReply(string MessageId, string Response, string Wish, string? CallId);

/// <summary>Times of a turn in milliseconds; left out where it had no such moment.</summary>
internal sealed record TurnTimes(double? ReplyToAudio, double? VoiceEndToText, double? OnsetToClear);

/// <summary>Structured result of <c>call_status</c> without a call: the latest calls, newest first.</summary>
internal sealed record CallList(IReadOnlyList<CallStanding> Calls);

/// <summary>How a call stands: structured result of <c>call_status</c> for one call, which has its transcript then.</summary>
internal sealed record CallStanding(
    string CallId,
    string Phase,
    bool Ended,
    bool? Inbound,
    string? Address,
    DateTimeOffset? PlacedAt,
    DateTimeOffset? AnsweredAt,
    DateTimeOffset? EndedAt,
    string? EndReason,
    string? Outcome,
    string? EndDetail,
    IReadOnlyList<SpokenLine>? Transcript);

/// <summary>One line of a transcript.</summary>
internal sealed record SpokenLine(
    string Speaker,
    string Text,
    string? Heard,
    bool Interrupted,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt);

/// <summary>The structured results' JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OperationResult))]
[JsonSerializable(typeof(ProgressTaken))]
[JsonSerializable(typeof(TextReply))]
[JsonSerializable(typeof(CallStanding))]
[JsonSerializable(typeof(CallList))]
internal sealed partial class ResultJson : JsonSerializerContext;

/// <summary>Makes the results that tools return.</summary>
internal static class ToolResults
{
    /// <summary>One text block, as Call-Me Cloud's clients read it, and the same for programs.</summary>
    public static CallToolResult Done(string text, JsonElement structured) => new()
    {
        Content = [new TextContentBlock { Text = text }],
        StructuredContent = structured,
    };

    /// <summary>What happened and the mend. Carries no structured content, because it would not be what the output schema
    /// promises; programs find the closed reason under <c>_meta</c>.</summary>
    public static CallToolResult Failed(string text, string reason, int? status = null, string? callId = null, string? outcome = null)
    {
        var meta = new JsonObject { ["callactors/reason"] = reason };
        if (status is { } code) meta["callactors/status"] = code;
        if (callId is not null) meta["callactors/call_id"] = callId;
        if (outcome is not null) meta["callactors/outcome"] = outcome;
        return new CallToolResult
        {
            IsError = true,
            Content = [new TextContentBlock { Text = $"Error: {text}" }],
            Meta = meta,
        };
    }

    /// <summary>An argument that makes no sense.</summary>
    public static CallToolResult Refused(string mend) => Failed(mend, "bad-argument");
}
