using System.Text.Json;

namespace CallActors.Carriers.MediaStreams;

public sealed partial class MediaStreamReader
{
    private enum EventKind
    {
        Missing,
        Unknown,
        Media,
        Mark,
        Dtmf,
        Start,
        Stop,
        Error,
    }

    /// <summary>A frame's top level: its event, and readers standing on the values that it needs. The order of fields is free.</summary>
    private ref struct Envelope
    {
        public EventKind Event;
        public bool HasBody;
        public Utf8JsonReader Body;
        public bool HasStreamSid;
        public Utf8JsonReader StreamSid;

        /// <summary>The stream is named as Telnyx does it.</summary>
        public bool IsTelnyx;
    }

    /// <summary>Walks the whole frame, so that what follows may rely on it being well-formed JSON.</summary>
    private static bool TryOpen(ReadOnlySpan<byte> frame, out Envelope envelope)
    {
        envelope = default;
        Utf8JsonReader media = default, mark = default, dtmf = default, start = default, error = default;
        var json = new Utf8JsonReader(frame, JsonOptions);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("event"u8))
            {
                json.Read();
                envelope.Event = KindOf(ref json);
            }
            else if (json.ValueTextEquals("streamSid"u8))
            {
                json.Read();
                envelope.StreamSid = json;
                envelope.HasStreamSid = json.TokenType == JsonTokenType.String;
            }
            else if (json.ValueTextEquals("media"u8)) Keep(ref json, ref media);
            else if (json.ValueTextEquals("mark"u8)) Keep(ref json, ref mark);
            else if (json.ValueTextEquals("dtmf"u8)) Keep(ref json, ref dtmf);
            else if (json.ValueTextEquals("stream_id"u8))
            {
                json.Read();
                envelope.StreamSid = json;
                envelope.HasStreamSid = envelope.IsTelnyx = json.TokenType == JsonTokenType.String;
            }
            else if (json.ValueTextEquals("start"u8)) Keep(ref json, ref start);
            else if (json.ValueTextEquals("error"u8)) Keep(ref json, ref error);
            else json.Read();
            json.Skip();
        }
        while (json.Read())
        {
            // Anything but white space behind the object throws.
        }

        envelope.Body = envelope.Event switch
        {
            EventKind.Media => media,
            EventKind.Mark => mark,
            EventKind.Dtmf => dtmf,
            EventKind.Error => error,
            _ => start,
        };
        envelope.HasBody = envelope.Body.TokenType == JsonTokenType.StartObject;
        return true;
    }

    private static void Keep(ref Utf8JsonReader json, ref Utf8JsonReader place)
    {
        json.Read();
        place = json;
    }

    private static EventKind KindOf(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.String) return EventKind.Missing;
        if (json.ValueTextEquals("media"u8)) return EventKind.Media;
        if (json.ValueTextEquals("mark"u8)) return EventKind.Mark;
        if (json.ValueTextEquals("dtmf"u8)) return EventKind.Dtmf;
        if (json.ValueTextEquals("start"u8)) return EventKind.Start;
        if (json.ValueTextEquals("stop"u8)) return EventKind.Stop;
        return json.ValueTextEquals("error"u8) ? EventKind.Error : EventKind.Unknown;
    }

    /// <summary>Moves a reader that stands on an object to a text field of it.</summary>
    private static bool TryFind(ref Utf8JsonReader json, ReadOnlySpan<byte> name)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var found = json.ValueTextEquals(name);
            json.Read();
            if (found) return json.TokenType == JsonTokenType.String;
            json.Skip();
        }
        return false;
    }
}
