using System.Text.Json;

namespace CallActors.Carriers.MediaStreams;

public sealed partial class MediaStreamReader
{
    private const int MaxSidLength = 200;
    private const int MaxParameters = 64;

    /// <summary>What a dialect calls the fields of its start, and µ-law.</summary>
    private sealed record StartNames(MediaDialect Dialect, string Stream, string Leg, string Parameters, string Format, string SampleRate, string Encoding)
    {
        public static readonly StartNames Twilio = new(MediaDialect.Twilio, "streamSid", "callSid", "customParameters", "mediaFormat", "sampleRate", "audio/x-mulaw");
        public static readonly StartNames Telnyx = new(MediaDialect.Telnyx, "stream_id", "call_control_id", "custom_parameters", "media_format", "sample_rate", "PCMU");
    }

    private MediaStreamFault? OnStart(ref Envelope envelope)
    {
        if (_streamSid is not null)
            return new MediaStreamFault(MediaStreamFaultKind.StartedTwice, "The stream has been started already.");
        var names = envelope.IsTelnyx ? StartNames.Telnyx : StartNames.Twilio;
        string? stream = envelope.HasStreamSid ? envelope.StreamSid.GetString() : null, leg = null;
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        ref var json = ref envelope.Body;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals(names.Stream))
            {
                var inner = NextText(ref json);
                if (stream is not null && inner is not null && inner != stream) return Bad("The start names two streams.");
                stream ??= inner;
            }
            else if (json.ValueTextEquals(names.Leg)) leg = NextText(ref json);
            else if (json.ValueTextEquals(names.Parameters))
            {
                if (!TryReadParameters(ref json, parameters)) return Bad($"The start's {names.Parameters} are not texts, or too many.");
            }
            else if (json.ValueTextEquals(names.Format))
            {
                if (!IsMuLaw8k(ref json, names))
                    return new MediaStreamFault(MediaStreamFaultKind.UnsupportedFormat, $"The stream's format is not {names.Encoding}, 8000 Hz, 1 channel.");
            }
            else
            {
                json.Read();
                json.Skip();
            }
        }
        if (stream is not { Length: > 0 and <= MaxSidLength }) return Bad($"The start has no {names.Stream}.");
        if (leg is not { Length: > 0 and <= MaxSidLength }) return Bad($"The start has no {names.Leg}.");
        _streamSid = Utf8(stream);
        if (names.Dialect is MediaDialect.Telnyx) _order = new MediaOrder(_options.ReorderWindow);
        _handler.OnStart(new MediaStreamStart(stream, leg, parameters, names.Dialect));
        return null;
    }

    private static string? NextText(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String) return json.GetString();
        json.Skip();
        return null;
    }

    /// <summary>An object of texts; or, as Telnyx may hand it back, the list of names and values that was sent to ask for the stream.</summary>
    private static bool TryReadParameters(ref Utf8JsonReader json, Dictionary<string, string> parameters)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null) return true;
        if (json.TokenType == JsonTokenType.StartArray) return TryReadPairs(ref json, parameters);
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

    private static bool TryReadPairs(ref Utf8JsonReader json, Dictionary<string, string> parameters)
    {
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
    private static bool IsMuLaw8k(ref Utf8JsonReader json, StartNames names)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject) return false;
        var right = true;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("encoding"u8))
            {
                json.Read();
                right &= json.TokenType == JsonTokenType.String && json.ValueTextEquals(names.Encoding);
            }
            else if (json.ValueTextEquals(names.SampleRate)) right &= NextNumber(ref json) == 8000;
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
