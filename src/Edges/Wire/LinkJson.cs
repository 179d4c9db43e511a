using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Workspaces;

namespace CallActors.Edges.Wire;

/// <summary>Frames to bytes and back. What is not exactly a frame is none: unknown fields are the only thing that is overlooked.</summary>
internal static class LinkWire
{
    /// <summary>What the envelope of a body takes at most, in bytes.</summary>
    public const int EnvelopeBytes = 128;

    private static readonly JsonSerializerOptions Options = new(LinkJson.Default.Options)
    {
        TypeInfoResolver = LinkJson.Default.WithAddedModifier(WireKinds.Name),
        AllowOutOfOrderMetadataProperties = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private static readonly JsonTypeInfo<LinkFrame> Frame = (JsonTypeInfo<LinkFrame>)Options.GetTypeInfo(typeof(LinkFrame));
    private static readonly JsonTypeInfo<LinkBody> Body = (JsonTypeInfo<LinkBody>)Options.GetTypeInfo(typeof(LinkBody));

    public static byte[] Write(LinkFrame frame) => JsonSerializer.SerializeToUtf8Bytes(frame, Frame);

    public static byte[] Write(LinkBody body) => JsonSerializer.SerializeToUtf8Bytes(body, Body);

    /// <summary>The frame around a body that was written before.</summary>
    public static byte[] Kept(long number, long ack, ReadOnlySpan<byte> body)
    {
        var frame = new byte[EnvelopeBytes + body.Length];
        var length = System.Text.Encoding.UTF8.GetBytes($"{{\"type\":\"kept\",\"number\":{number},\"ack\":{ack},\"body\":", frame);
        body.CopyTo(frame.AsSpan(length));
        frame[length + body.Length] = (byte)'}';
        return frame[..(length + body.Length + 1)];
    }

    /// <summary>Null for what is no frame.</summary>
    public static LinkFrame? TryRead(ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, Frame);
        }
        // An id or a name that breaks its own rules is no better than broken JSON.
        catch (Exception e) when (e is JsonException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>Writes an enum's names in kebab case, and takes nothing else.</summary>
internal sealed class KebabName<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) where T : struct, Enum;

internal sealed class SubmissionIdJson() : TextJsonConverter<SubmissionId>(text => new SubmissionId(text), id => id.Value);

internal sealed class AgentSessionIdJson() : TextJsonConverter<AgentSessionId>(text => AgentSessionId.TryParse(text, out var id) ? id : null, id => id.Value);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 16, GenerationMode = JsonSourceGenerationMode.Metadata, Converters =
[
    typeof(SubmissionIdJson), typeof(AgentSessionIdJson), typeof(KebabName<SubmissionState>), typeof(KebabName<WorkspaceFault>), typeof(KebabName<WorkspaceKey>),
    typeof(KebabName<LogLineLevel>), typeof(KebabName<AgentHintState>), typeof(KebabName<AgentSource>), typeof(KebabName<AgentQuestion>),
    typeof(KebabName<SessionStart>), typeof(KebabName<ReplyEnd>),
])]
[JsonSerializable(typeof(LinkFrame))]
[JsonSerializable(typeof(WorkspaceNews.Listed))]
[JsonSerializable(typeof(WorkspaceNews.Wrote))]
[JsonSerializable(typeof(WorkspaceNews.Skipped))]
[JsonSerializable(typeof(WorkspaceNews.FactsChanged))]
[JsonSerializable(typeof(AgentNews.Observed))]
[JsonSerializable(typeof(AgentNews.Replied))]
[JsonSerializable(typeof(AgentReply.Text), TypeInfoPropertyName = "ReplyText")]
[JsonSerializable(typeof(AgentReply.Ended), TypeInfoPropertyName = "ReplyEnded")]
[JsonSerializable(typeof(AgentState.Starting))]
[JsonSerializable(typeof(AgentState.Idle))]
[JsonSerializable(typeof(AgentState.Thinking))]
[JsonSerializable(typeof(AgentState.UsingTool))]
[JsonSerializable(typeof(AgentState.Waiting))]
[JsonSerializable(typeof(AgentState.Compacting))]
[JsonSerializable(typeof(AgentState.Failed), TypeInfoPropertyName = "StateFailed")]
[JsonSerializable(typeof(AgentState.Gone))]
[JsonSerializable(typeof(AgentObservation.SessionStarted))]
[JsonSerializable(typeof(AgentObservation.SessionEnded))]
[JsonSerializable(typeof(AgentObservation.PromptTaken))]
[JsonSerializable(typeof(AgentObservation.ToolStarted))]
[JsonSerializable(typeof(AgentObservation.ToolFinished))]
[JsonSerializable(typeof(AgentObservation.Asked))]
[JsonSerializable(typeof(AgentObservation.StillAsks))]
[JsonSerializable(typeof(AgentObservation.Answered))]
[JsonSerializable(typeof(AgentObservation.StillIdle))]
[JsonSerializable(typeof(AgentObservation.TurnEnded))]
[JsonSerializable(typeof(AgentObservation.TurnFailed))]
[JsonSerializable(typeof(AgentObservation.Interrupted))]
[JsonSerializable(typeof(AgentObservation.EscapePressed))]
[JsonSerializable(typeof(AgentObservation.CompactionStarted))]
[JsonSerializable(typeof(AgentObservation.CompactionFinished))]
[JsonSerializable(typeof(AgentObservation.ShowedLife))]
[JsonSerializable(typeof(AgentObservation.Looks))]
[JsonSerializable(typeof(AgentObservation.NewsLost))]
[JsonSerializable(typeof(AgentObservation.ProcessExited))]
[JsonSerializable(typeof(EdgeResult.Listed), TypeInfoPropertyName = "ResultListed")]
[JsonSerializable(typeof(EdgeResult.Failed), TypeInfoPropertyName = "ResultFailed")]
[JsonSerializable(typeof(EdgeOrder.List), TypeInfoPropertyName = "OrderList")]
internal sealed partial class LinkJson : JsonSerializerContext;
