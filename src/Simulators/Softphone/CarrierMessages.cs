using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;
using CallActors.Contracts.Audio;

namespace CallActors.Simulators.Softphone;

/// <summary>Twilio's side of the Media Streams messages: every number a text, sequence numbers without a gap from the start on.
/// Not thread-safe.</summary>
internal sealed class CarrierMessages(string streamSid)
{
    private const string AccountSid = "AC00000000000000000000000000000000";

    private static readonly string[] Tracks = ["inbound"];

    private readonly byte[] _media = new byte[512];
    private long _sequence;
    private long _chunk;

    public string StreamSid => streamSid;

    public static byte[] Connected() => Write(new { @event = "connected", protocol = "Call", version = "1.0.0" });

    public byte[] Start(string leg, string callId, string token) => Write(new
    {
        @event = "start",
        sequenceNumber = Next(),
        start = new
        {
            accountSid = AccountSid,
            streamSid,
            callSid = leg,
            tracks = Tracks,
            mediaFormat = new { encoding = "audio/x-mulaw", sampleRate = AudioFormat.SampleRate, channels = 1 },
            customParameters = new { callId, token },
        },
        streamSid,
    });

    /// <summary>The next 20 ms; valid until the next call.</summary>
    public ReadOnlySpan<byte> Media(ReadOnlySpan<byte> frame)
    {
        var timestamp = _chunk * AudioFormat.FrameMilliseconds;
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

    public byte[] Stop(string leg) => Write(new { @event = "stop", sequenceNumber = Next(), stop = new { accountSid = AccountSid, callSid = leg }, streamSid });

    private string Next() => (++_sequence).ToString();

    private static byte[] Write<T>(T message) => JsonSerializer.SerializeToUtf8Bytes(message);
}
