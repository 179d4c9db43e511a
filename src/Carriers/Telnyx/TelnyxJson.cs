using System.Text.Json;
using System.Text.Json.Serialization;

namespace CallActors.Carriers.Telnyx;

/// <summary>POST /calls.</summary>
internal sealed record DialRequest(
    string ConnectionId,
    string To,
    string From,
    string CommandId,
    string ClientState,
    string WebhookUrl,
    string WebhookUrlMethod,
    int TimeoutSecs,
    string? AnsweringMachineDetection);

internal sealed record DialReply(DialReply.CallData? Data)
{
    public sealed record CallData(string? CallControlId);
}

/// <summary>POST /calls/{id}/actions/streaming_start.</summary>
internal sealed record StreamRequest(
    string CommandId,
    string ClientState,
    string StreamUrl,
    string StreamTrack,
    string StreamCodec,
    string StreamBidirectionalMode,
    string StreamBidirectionalCodec,
    IReadOnlyList<StreamParameter> CustomParameters);

internal sealed record StreamParameter(string Name, string Value);

/// <summary>POST /calls/{id}/actions/…, for the actions that need no more.</summary>
internal sealed record ActionRequest(
    string? CommandId = null, string? ClientState = null, string? Cause = null, string? Digits = null, string? WebhookUrl = null, string? WebhookUrlMethod = null);

/// <summary>POST /calls/{id}/actions/speak.</summary>
internal sealed record SpeakRequest(string CommandId, string Payload, string Voice, string Language);

/// <summary>POST /messages.</summary>
internal sealed record MessageRequest(string From, string To, string Text, string? MessagingProfileId, string WebhookUrl);

internal sealed record MessageReply(MessageReply.MessageData? Data)
{
    public sealed record MessageData(string? Id);
}

/// <summary>GET /call_control_applications/{id}, or /texml_applications/{id}.</summary>
internal sealed record ApplicationReply(ApplicationReply.Application? Data)
{
    /// <param name="WebhookEventUrl">Of Call Control.</param>
    /// <param name="VoiceUrl">Of TeXML: asked for the documents of calls that come in.</param>
    public sealed record Application(bool? Active, string? WebhookApiVersion, string? WebhookEventUrl, string? VoiceUrl, OutboundSettings? Outbound);

    public sealed record OutboundSettings(string? OutboundVoiceProfileId);
}

/// <summary>GET /outbound_voice_profiles/{id}.</summary>
/// <remarks>Countries are two letters each.</remarks>
internal sealed record OutboundProfileReply(OutboundProfileReply.Profile? Data)
{
    public sealed record Profile(bool? Enabled, IReadOnlyList<string>? WhitelistedDestinations);
}

/// <summary>GET /phone_numbers.</summary>
internal sealed record NumbersReply(IReadOnlyList<NumbersReply.Number?>? Data)
{
    /// <param name="Status"><c>active</c>, or what stands in its way.</param>
    public sealed record Number(string? PhoneNumber, string? Status, string? ConnectionId, string? MessagingProfileId);
}

/// <summary>GET /balance.</summary>
internal sealed record BalanceReply(BalanceReply.Balance? Data)
{
    /// <param name="AvailableCredit">What may be spent, as a decimal number; with the credit that Telnyx gives.</param>
    public sealed record Balance(string? AvailableCredit);
}

/// <summary>What every refusal has in it.</summary>
internal sealed record ErrorReply(IReadOnlyList<ErrorReply.Fault?>? Errors)
{
    /// <param name="Code">A number as a text; some gateways before the API write a number.</param>
    public sealed record Fault(JsonElement Code);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 32)]
[JsonSerializable(typeof(DialRequest))]
[JsonSerializable(typeof(DialReply))]
[JsonSerializable(typeof(StreamRequest))]
[JsonSerializable(typeof(ActionRequest))]
[JsonSerializable(typeof(SpeakRequest))]
[JsonSerializable(typeof(MessageRequest))]
[JsonSerializable(typeof(MessageReply))]
[JsonSerializable(typeof(ApplicationReply))]
[JsonSerializable(typeof(OutboundProfileReply))]
[JsonSerializable(typeof(NumbersReply))]
[JsonSerializable(typeof(BalanceReply))]
[JsonSerializable(typeof(ErrorReply))]
[JsonSerializable(typeof(WebhookEnvelope))]
internal sealed partial class TelnyxJson : JsonSerializerContext;
