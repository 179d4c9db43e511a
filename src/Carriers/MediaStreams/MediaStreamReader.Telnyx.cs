using System.Text.Json;

namespace CallActors.Carriers.MediaStreams;

public sealed partial class MediaStreamReader
{
    /// <summary>Only where audio may come out of order.</summary>
    private MediaOrder? _order;

    private MediaStreamFault? OnTelnyxStart(ref Envelope envelope)
    {
        var streamId = envelope.StreamSid.GetString();
        string? leg = null;
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        ref var json = ref envelope.Body;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("call_control_id"u8)) leg = NextText(ref json);
            else if (json.ValueTextEquals("custom_parameters"u8))
            {
                if (!TryReadParametersOrPairs(ref json, parameters)) return Bad("The start's custom_parameters are not texts, or too many.");
            }
            else if (json.ValueTextEquals("media_format"u8))
            {
                if (!IsPcmu8k(ref json))
                    return new MediaStreamFault(MediaStreamFaultKind.UnsupportedFormat, "The stream's format is not PCMU, 8000 Hz, 1 channel.");
            }
            else
            {
                json.Read();
                json.Skip();
            }
        }
        if (streamId is not { Length: > 0 and <= MaxSidLength }) return Bad("The start has no stream_id.");
        if (leg is not { Length: > 0 and <= MaxSidLength }) return Bad("The start has no call_control_id.");
        _streamSid = Utf8(streamId);
        _order = new MediaOrder(_options.ReorderWindow);
        _handler.OnStart(new MediaStreamStart(streamId, leg, parameters, MediaDialect.Telnyx));
        return null;
    }

    private MediaStreamFault? OnError(ref Envelope envelope)
    {
        // Before the start there is nothing of ours to complain of; a carrier that knows no such event is ignored as before.
        if (_order is null) return null;
        var code = 0L;
        if (envelope.HasBody)
        {
            ref var json = ref envelope.Body;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var found = json.ValueTextEquals("code"u8);
                json.Read();
                if (found && !TryNumber(ref json, out code)) code = 0;
                json.Skip();
            }
        }
        _handler.OnComplaint(code <= int.MaxValue ? (int)code : 0);
        return null;
    }

    /// <summary>An object of texts, or the list of names and values that was sent to ask for the stream.</summary>
    private static bool TryReadParametersOrPairs(ref Utf8JsonReader json, Dictionary<string, string> parameters)
    {
        var ahead = json;
        if (!ahead.Read() || ahead.TokenType != JsonTokenType.StartArray) return TryReadParameters(ref json, parameters);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            string? name = null, value = null;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("name"u8)) name = NextText(ref json);
                else if (json.ValueTextEquals("value"u8)) value = NextText(ref json);
                else
                {
                    json.Read();
                    json.Skip();
                }
            }
            if (name is null || value is null || parameters.Count == MaxParameters) return false;
            parameters[name] = value;
        }
        return json.TokenType == JsonTokenType.EndArray;
    }

    /// <summary>Fields that are absent are taken for granted; fields that differ are not.</summary>
    private static bool IsPcmu8k(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject) return false;
        var right = true;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("encoding"u8))
            {
                json.Read();
                right &= json.TokenType == JsonTokenType.String && json.ValueTextEquals("PCMU"u8);
            }
            else if (json.ValueTextEquals("sample_rate"u8)) right &= NextNumber(ref json) == 8000;
            else if (json.ValueTextEquals("channels"u8)) right &= NextNumber(ref json) == 1;
            else json.Read();
            json.Skip();
        }
        return right;
    }
}
