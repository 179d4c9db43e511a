using System.Text.Json;

namespace CallActors.Carriers.MediaStreams;

public sealed partial class MediaStreamReader
{
    private const int MaxSidLength = 200;
    private const int MaxParameters = 64;

    private MediaStreamFault? OnStart(ref Envelope envelope)
    {
        if (_streamSid is not null)
            return new MediaStreamFault(MediaStreamFaultKind.StartedTwice, "The stream has been started already.");
        if (envelope.IsTelnyx) return OnTelnyxStart(ref envelope);

        string? streamSid = envelope.HasStreamSid ? envelope.StreamSid.GetString() : null, callSid = null;
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        ref var json = ref envelope.Body;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("streamSid"u8))
            {
                var inner = NextText(ref json);
                if (streamSid is not null && inner is not null && inner != streamSid) return Bad("The start names two streams.");
                streamSid ??= inner;
            }
            else if (json.ValueTextEquals("callSid"u8)) callSid = NextText(ref json);
            else if (json.ValueTextEquals("customParameters"u8))
            {
                if (!TryReadParameters(ref json, parameters)) return Bad("The start's customParameters are not texts, or too many.");
            }
            else if (json.ValueTextEquals("mediaFormat"u8))
            {
                if (!IsMuLaw8k(ref json))
                    return new MediaStreamFault(MediaStreamFaultKind.UnsupportedFormat, "The stream's format is not audio/x-mulaw, 8000 Hz, 1 channel.");
            }
            else
            {
                json.Read();
                json.Skip();
            }
        }
        if (streamSid is not { Length: > 0 and <= MaxSidLength }) return Bad("The start has no streamSid.");
        if (callSid is not { Length: > 0 and <= MaxSidLength }) return Bad("The start has no callSid.");
        _streamSid = Utf8(streamSid);
        _handler.OnStart(new MediaStreamStart(streamSid, callSid, parameters));
        return null;
    }

    private static string? NextText(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String) return json.GetString();
        json.Skip();
        return null;
    }

    private static bool TryReadParameters(ref Utf8JsonReader json, Dictionary<string, string> parameters)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null) return true;
        if (json.TokenType != JsonTokenType.StartObject) return false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            if (json.TokenType != JsonTokenType.String || parameters.Count == MaxParameters) return false;
            parameters[name] = json.GetString()!;
        }
        return true;
    }

    /// <summary>Fields that are absent are taken for granted; fields that differ are not.</summary>
    private static bool IsMuLaw8k(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject) return false;
        var right = true;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("encoding"u8))
            {
                json.Read();
                right &= json.TokenType == JsonTokenType.String && json.ValueTextEquals("audio/x-mulaw"u8);
            }
            else if (json.ValueTextEquals("sampleRate"u8)) right &= NextNumber(ref json) == 8000;
            else if (json.ValueTextEquals("channels"u8)) right &= NextNumber(ref json) == 1;
            else json.Read();
            json.Skip();
        }
        return right;
    }

    private static long NextNumber(ref Utf8JsonReader json)
    {
        json.Read();
        return TryNumber(ref json, out var number) ? number : -1;
    }
}
