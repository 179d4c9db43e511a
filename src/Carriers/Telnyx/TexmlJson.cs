using System.Text.Json.Serialization;

namespace CallActors.Carriers.Telnyx;

/// <summary>POST /texml/Accounts/{account}/Calls. TeXML's names are in Pascal case.</summary>
/// <param name="StatusCallbackEvent">Separated by spaces.</param>
/// <param name="Timeout">Seconds of ringing, 5–120.</param>
internal sealed record TexmlCallRequest(
    string ApplicationSid,
    string To,
    string From,
    string Url,
    string UrlMethod,
    string StatusCallback,
    string StatusCallbackMethod,
    string StatusCallbackEvent,
    int Timeout,
    string? MachineDetection = null,
    string? DetectionMode = null,
    bool? AsyncAmd = null,
    string? AsyncAmdStatusCallback = null,
    string? AsyncAmdStatusCallbackMethod = null);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TexmlCallRequest))]
internal sealed partial class TexmlJson : JsonSerializerContext;
