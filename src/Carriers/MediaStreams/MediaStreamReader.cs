using System.Buffers;
using System.Text;
using System.Text.Json;
using CallActors.Contracts.Audio;

namespace CallActors.Carriers.MediaStreams;

/// <summary>
/// Reads what a carrier sends on a media socket, in Twilio's Media Streams messages or in Telnyx', one text frame at a time; the start
/// tells which. Audio is decoded into pooled 20 ms frames without allocation, whatever the length of the payloads. Faults are values;
/// nothing is thrown for what the peer sends. Not thread-safe: it belongs to the loop that reads the socket.
/// </summary>
public sealed partial class MediaStreamReader
{
    private static readonly JsonReaderOptions JsonOptions = new() { MaxDepth = 8 };

    private readonly IMediaStreamHandler _handler;
    private readonly MediaStreamReaderOptions _options;
    private readonly TimeProvider _time;
    private readonly FrameAssembler _frames;
    private readonly long _maxFilledGap;
    private byte[]? _streamSid;
    private bool _stopped;

    /// <param name="time">Stamps the frames; <see cref="TimeProvider.System"/> when null.</param>
    public MediaStreamReader(
        IMediaStreamHandler handler,
        MediaStreamReaderOptions? options = null,
        AudioFramePool? pool = null,
        TimeProvider? time = null)
    {
        _handler = handler;
        _options = options ?? new MediaStreamReaderOptions();
        _time = time ?? TimeProvider.System;
        _frames = new FrameAssembler(pool ?? AudioFramePool.Shared);
        _maxFilledGap = (long)_options.MaxFilledGap.TotalMilliseconds;
    }

    /// <summary>Takes one text frame. Null when it was accepted or rightly ignored; a fault otherwise.</summary>
    public MediaStreamFault? Accept(in ReadOnlySequence<byte> frame)
    {
        if (frame.IsSingleSegment) return Accept(frame.FirstSpan);
        if (frame.Length > _options.MaxFrameBytes) return TooLong();
        var joined = ArrayPool<byte>.Shared.Rent((int)frame.Length);
        try
        {
            frame.CopyTo(joined);
            return Accept(joined.AsSpan(0, (int)frame.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(joined);
        }
    }

    /// <inheritdoc cref="Accept(in ReadOnlySequence{byte})"/>
    public MediaStreamFault? Accept(ReadOnlySpan<byte> frame)
    {
        if (frame.Length > _options.MaxFrameBytes) return TooLong();
        if (_stopped) return null;
        Envelope envelope;
        try
        {
            if (!TryOpen(frame, out envelope)) return new MediaStreamFault(MediaStreamFaultKind.NotJson, "The frame is not a JSON object.");
        }
        catch (JsonException malformed)
        {
            return new MediaStreamFault(MediaStreamFaultKind.NotJson, $"The frame is not JSON: see byte {malformed.BytePositionInLine ?? 0}.");
        }
        try
        {
            return Dispatch(ref envelope);
        }
        catch (InvalidOperationException)
        {
            // Utf8JsonReader checks the encoding of a string only when it is read.
            return Bad("A text of the frame is not UTF-8.");
        }
    }

    private MediaStreamFault? Dispatch(ref Envelope envelope) => envelope.Event switch
    {
        EventKind.Missing => Bad("The frame has no event."),
        EventKind.Media => envelope.HasBody ? OnMedia(ref envelope) : Bad("A media frame has no media."),
        EventKind.Mark => envelope.HasBody ? OnMark(ref envelope) : Bad("A mark frame has no mark."),
        EventKind.Dtmf => envelope.HasBody ? OnDtmf(ref envelope) : Bad("A dtmf frame has no dtmf."),
        EventKind.Start => envelope.HasBody ? OnStart(ref envelope) : Bad("A start frame has no start."),
        EventKind.Stop => OnStop(),
        EventKind.Error => OnError(ref envelope),
        _ => null,
    };

    private MediaStreamFault? OnStop()
    {
        _stopped = true;
        if (_order is not null) ReleaseAll(_order, _time.GetTimestamp());
        _handler.OnStop();
        return null;
    }

    private MediaStreamFault? OnMark(ref Envelope envelope)
    {
        if (CheckStream(ref envelope) is { } fault) return fault;
        if (!TryFind(ref envelope.Body, "name"u8)) return Bad("A mark has no name.");
        const int longestOwn = 24;
        Span<char> name = stackalloc char[longestOwn];
        if (envelope.Body.ValueSpan.Length <= longestOwn
            && MediaMark.TryParse(name[..envelope.Body.CopyString(name)], out var mark))
            _handler.OnMark(mark);
        else
            _handler.OnForeignMark();
        return null;
    }

    private MediaStreamFault? OnDtmf(ref Envelope envelope)
    {
        if (CheckStream(ref envelope) is { } fault) return fault;
        if (!TryFind(ref envelope.Body, "digit"u8)) return Bad("A key press has no digit.");
        var digit = envelope.Body.ValueSpan;
        if (digit.Length != 1 || "0123456789*#"u8.IndexOf(digit[0]) < 0) return Bad("A key press is none of 0–9, * and #.");
        _handler.OnKey((char)digit[0]);
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

    private MediaStreamFault? CheckStream(ref Envelope envelope)
    {
        if (_streamSid is null) return new MediaStreamFault(MediaStreamFaultKind.NotStarted, "A frame came before the start.");
        return envelope.HasStreamSid && !envelope.StreamSid.ValueTextEquals(_streamSid)
            ? new MediaStreamFault(MediaStreamFaultKind.ForeignStream, "A frame names another stream than the one that was started.")
            : null;
    }

    private MediaStreamFault TooLong() =>
        new(MediaStreamFaultKind.TooLong, $"A frame is longer than {_options.MaxFrameBytes} bytes.");

    private static MediaStreamFault Bad(string message) => new(MediaStreamFaultKind.BadField, message);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
