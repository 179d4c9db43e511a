using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using CallActors.Contracts.Audio;

namespace CallActors.Carriers.MediaStreams;

public sealed partial class MediaStreamReader
{
    /// <summary>Only where audio may come out of order.</summary>
    private MediaOrder? _order;

    /// <summary>Audio of a carrier that numbers it but does not promise its order: what is early waits, what is missing for too long
    /// becomes silence, what is late or came twice is dropped.</summary>
    private MediaStreamFault? OnOrdered(MediaOrder order, long chunk, long timestamp, ref Utf8JsonReader payload, long receivedAt)
    {
        if (order.IsCountedAnew(chunk)) ReleaseAll(order, receivedAt);
        order.BeginAt(chunk);
        if (chunk < order.Next) return null;
        while (chunk != order.Next && !Continues(timestamp))
        {
            if (order.TryPlace(chunk, out var slot))
            {
                var length = DecodeInto(ref payload, slot);
                if (length == NotDecodable) return NotBase64();
                if (length == 0) return NoAudio();
                if (length == DoesNotFit) break;
                order.Hold(chunk, timestamp, length);
                return null;
            }
            if (order.Held == 0) break;
            ReleaseLowest(order, receivedAt);
        }
        if (chunk > order.Next)
        {
            while (order.Held > 0 && order.Lowest().Chunk < chunk) ReleaseLowest(order, receivedAt);
            FillMissing(chunk - order.Next, timestamp, receivedAt);
        }
        if (Hear(timestamp, ref payload, receivedAt) is { } fault) return fault;
        order.Next = chunk + 1;
        order.ForgetBefore(order.Next);
        Drain(order, receivedAt);
        return null;
    }

    /// <summary>The audio follows on what was heard last, whatever its number: nothing is missing between them.</summary>
    private bool Continues(long timestamp) =>
        timestamp >= 0 && _expectedAt >= 0 && timestamp - _expectedAt is >= 0 and < AudioFormat.FrameMilliseconds / 2;

    private void ReleaseAll(MediaOrder order, long receivedAt)
    {
        while (order.Held > 0) ReleaseLowest(order, receivedAt);
    }

    private void ReleaseLowest(MediaOrder order, long receivedAt)
    {
        var (chunk, timestamp) = order.Lowest();
        FillMissing(chunk - order.Next, timestamp, receivedAt);
        order.Next = chunk;
        Drain(order, receivedAt);
    }

    private void Drain(MediaOrder order, long receivedAt)
    {
        while (order.TryTakeNext(out var audio, out var timestamp))
        {
            if (timestamp >= 0) FillGap(timestamp, receivedAt);
            _frames.Add(audio, receivedAt, _handler);
            Heard(timestamp, audio.Length);
        }
    }

    /// <summary>Numbers were passed over: their audio is silence. Where the carrier gives times, they say how long it was.</summary>
    private void FillMissing(long chunks, long timestamp, long receivedAt)
    {
        var hasTimes = timestamp >= 0 && _expectedAt >= 0;
        var missing = hasTimes ? timestamp - _expectedAt : chunks * AudioFormat.FrameMilliseconds;
        if (missing < AudioFormat.FrameMilliseconds || missing > _maxFilledGap) return;
        _frames.AddSilence((int)missing * SamplesPerMillisecond, receivedAt, _handler);
        if (hasTimes) _expectedAt = timestamp;
    }

    private const int NotDecodable = -1;
    private const int DoesNotFit = -2;

    private static int DecodeInto(ref Utf8JsonReader payload, Span<byte> slot)
    {
        using var text = new PayloadText(ref payload);
        return Base64.DecodeFromUtf8(text.Base64, slot, out _, out var written) switch
        {
            OperationStatus.Done => written,
            OperationStatus.DestinationTooSmall => DoesNotFit,
            _ => NotDecodable,
        };
    }
}
