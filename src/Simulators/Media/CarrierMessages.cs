using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;
using CallActors.Contracts.Audio;

namespace CallActors.Simulators.Media;

/// <summary>Twilio's side of one Media Stream's messages: every number a text, sequence numbers without a gap from the start on.
/// Not thread-safe.</summary>
internal sealed class CarrierMessages(string accountSid, string callSid, string streamSid)
{
    private static readonly string[] Tracks = ["inbound"];

    private readonly byte[] _media = new byte[512];
    private long _sequence;
    private long _chunk;

    public string StreamSid => streamSid;

    public static byte[] Connected() => Write(new { @event = "connected", protocol = "Call", version = "1.0.0" });

    /// <param name="parameters">The stream's custom parameters.</param>
    public byte[] Start(IReadOnlyDictionary<string, string> parameters) => Write(new
    {
        @event = "start",
        sequenceNumber = Next(),
        start = new
        {
            accountSid,
            streamSid,
            callSid,
            tracks = Tracks,
            mediaFormat = new { encoding = "audio/x-mulaw", sampleRate = AudioFormat.SampleRate, channels = 1 },
            customParameters = parameters,
        },
        streamSid,
    });

    /// <summary>The next 20 ms; valid until the next call.</summary>
    public ReadOnlySpan<byte> Media(ReadOnlySpan<byte> frame) => Media(frame, _chunk * AudioFormat.FrameMilliseconds);

    /// <param name="timestamp">When it was heard, in ms since the start: later than the chunks before it reckon where frames were left out.</param>
    public ReadOnlySpan<byte> Media(ReadOnlySpan<byte> frame, long timestamp)
    {
        Utf8.TryWrite(
            _media,
            $"{{\"event\":\"media\",\"sequenceNumber\":\"{++_sequence}\",\"media\":{{\"track\":\"inbound\",\"chunk\":\"{++_chunk}\",\"timestamp\":\"{timestamp}\",\"payload\":\"",
            out var head);
        Base64.EncodeToUtf8(frame, _media.AsSpan(head), out _, out var payload);
        Utf8.TryWrite(_media.AsSpan(head + payload), $"\"}},\"streamSid\":\"{streamSid}\"}}", out var tail);
        return _media.AsSpan(0, head + payload + tail);
    }

    public byte[] Mark(string name) => Write(new { @event = "mark", sequenceNumber = Next(), streamSid, mark = new { name } });

    public byte[] Dtmf(char key) => Write(new { @event = "dtmf", streamSid, sequenceNumber = Next(), dtmf = new { track = "inbound_track", digit = key.ToString() } });

    public byte[] Stop() => Write(new { @event = "stop", sequenceNumber = Next(), stop = new { accountSid, callSid }, streamSid });

    private string Next() => (++_sequence).ToString();

    private static byte[] Write<T>(T message) => JsonSerializer.SerializeToUtf8Bytes(message);
}
