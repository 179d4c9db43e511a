using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using CallActors.Contracts.Audio;

namespace CallActors.Carriers.MediaStreams;

public sealed partial class MediaStreamReader
{
    private const int SamplesPerMillisecond = AudioFormat.SampleRate / 1000;

    private long _expectedAt = -1;

    private MediaStreamFault? OnMedia(ref Envelope envelope)
    {
        if (CheckStream(ref envelope) is { } fault) return fault;
        var timestamp = -1L;
        var chunk = -1L;
        var inbound = true;
        var hasPayload = false;
        Utf8JsonReader payload = default;
        ref var json = ref envelope.Body;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("payload"u8))
            {
                json.Read();
                payload = json;
                hasPayload = json.TokenType == JsonTokenType.String;
            }
            else if (json.ValueTextEquals("track"u8))
            {
                json.Read();
                inbound = json.TokenType == JsonTokenType.String
                    && (json.ValueTextEquals("inbound"u8) || json.ValueTextEquals("inbound_track"u8));
            }
            else if (json.ValueTextEquals("timestamp"u8))
            {
                json.Read();
                if (!TryNumber(ref json, out timestamp)) return Bad("A media frame's timestamp is not a number of milliseconds.");
            }
            else if (_order is not null && json.ValueTextEquals("chunk"u8))
            {
                json.Read();
                if (!TryNumber(ref json, out chunk)) return Bad("A media frame's chunk is not a number.");
            }
            else json.Read();
            json.Skip();
        }
        if (!inbound) return null;
        if (!hasPayload) return Bad("A media frame has no payload.");
        var receivedAt = _time.GetTimestamp();
        return _order is not null && chunk >= 0
            ? OnOrdered(_order, chunk, timestamp, ref payload, receivedAt)
            : Hear(timestamp, ref payload, receivedAt);
    }

    private MediaStreamFault? Hear(long timestamp, ref Utf8JsonReader payload, long receivedAt)
    {
        if (timestamp >= 0) FillGap(timestamp, receivedAt);
        var samples = Decode(ref payload, receivedAt);
        if (samples < 0) return NotBase64();
        if (samples == 0) return NoAudio();
        Heard(timestamp, samples);
        return null;
    }

    private void Heard(long timestamp, int samples)
    {
        if (timestamp >= 0) _expectedAt = Math.Max(_expectedAt, timestamp + samples / SamplesPerMillisecond);
    }

    private static MediaStreamFault NotBase64() => new(MediaStreamFaultKind.BadAudio, "A media frame's payload is not base64.");

    private static MediaStreamFault NoAudio() => new(MediaStreamFaultKind.BadAudio, "A media frame's payload is empty.");

    private void FillGap(long timestamp, long receivedAt)
    {
        var missing = _expectedAt < 0 ? 0 : timestamp - _expectedAt;
        if (missing > AudioFormat.FrameMilliseconds && missing <= _maxFilledGap)
            _frames.AddSilence((int)missing * SamplesPerMillisecond, receivedAt, _handler);
    }

    /// <summary>Samples delivered, or −1 for what is not base64.</summary>
    private int Decode(ref Utf8JsonReader payload, long receivedAt)
    {
        using var text = new PayloadText(ref payload);
        var base64 = text.Base64;
        Span<byte> decoded = stackalloc byte[768];
        var total = 0;
        while (true)
        {
            var status = Base64.DecodeFromUtf8(base64, decoded, out var consumed, out var written);
            if (status is not (OperationStatus.Done or OperationStatus.DestinationTooSmall)) return -1;
            _frames.Add(decoded[..written], receivedAt, _handler);
            total += written;
            if (status == OperationStatus.Done) return total;
            base64 = base64[consumed..];
        }
    }

    /// <summary>Carriers write numbers as texts; JSON numbers are taken as well.</summary>
    private static bool TryNumber(ref Utf8JsonReader json, out long number)
    {
        number = -1;
        return json.TokenType is JsonTokenType.String or JsonTokenType.Number
            && Utf8Parser.TryParse(json.ValueSpan, out number, out var used)
            && used == json.ValueSpan.Length
            && number is >= 0 and <= uint.MaxValue;
    }

    /// <summary>A payload's base64. JSON writers may escape <c>/</c> and <c>+</c>: such a one is copied into a rented array.</summary>
    private readonly ref struct PayloadText : IDisposable
    {
        private readonly byte[]? _rented;

        public PayloadText(ref Utf8JsonReader payload)
        {
            if (!payload.ValueIsEscaped)
            {
                Base64 = payload.ValueSpan;
                return;
            }
            _rented = ArrayPool<byte>.Shared.Rent(payload.ValueSpan.Length);
            try
            {
                Base64 = _rented.AsSpan(0, payload.CopyString(_rented));
            }
            catch
            {
                // Not UTF-8.
                Dispose();
                throw;
            }
        }

        public ReadOnlySpan<byte> Base64 { get; }

        public void Dispose()
        {
            if (_rented is not null) ArrayPool<byte>.Shared.Return(_rented);
        }
    }
}
