using System.Text.Json;
using System.Text.Json.Serialization;

namespace CallActors.Carriers.Telnyx;

/// <summary>A webhook of Call Control or of messaging. Nothing in it is checked yet.</summary>
internal sealed record WebhookEnvelope(WebhookEnvelope.Event? Data)
{
    public sealed record Event(string? EventType, string? Id, EventPayload? Payload);
}

/// <summary>One record for every event, since unknown fields are ignored.</summary>
/// <param name="From">A text for a call, an object for a message.</param>
/// <param name="To">A text for a call, a list of objects for a message.</param>
/// <param name="ShakenStirAttestation">Of a call that comes in: A, B or C.</param>
/// <param name="ShakenStirValidated">True when the signature is valid.</param>
internal sealed record EventPayload(
    string? CallControlId,
    string? ClientState,
    string? Direction,
    JsonElement From,
    JsonElement To,
    string? HangupCause,
    [property: JsonConverter(typeof(TextOrNumberConverter))] string? SipHangupCause,
    string? Result,
    string? Id,
    string? Text,
    JsonElement Errors,
    [property: JsonConverter(typeof(TextOrNumberConverter))] string? ShakenStirAttestation = null,
    JsonElement ShakenStirValidated = default);

/// <summary>A text, or a number where a text is documented; anything else counts as missing.</summary>
internal sealed class TextOrNumberConverter : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return reader.GetString();
        if (reader.TokenType == JsonTokenType.Number) return reader.TryGetInt64(out var number) ? $"{number}" : null;
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
