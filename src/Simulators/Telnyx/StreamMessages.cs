using System.Text.Json;
using CallActors.Contracts.Audio;

namespace CallActors.Simulators.Telnyx;

/// <summary>Telnyx' side of its media streaming messages. Not thread-safe.</summary>
internal sealed class StreamMessages(string streamId, SimulatedTelnyxCall call)
{
    private static readonly string[] NoTags = [];

    private long _sequence;

    public static byte[] Connected() => Write(new { @event = "connected", version = "1.0.0" });

    public byte[] Start(IReadOnlyDictionary<string, string> parameters, string clientState) => Write(new
    {
        @event = "start",
        sequence_number = Next(),
        start = new
        {
            user_id = "3e6f995f-85f7-4705-9741-53b116d28237",
            call_control_id = call.Id,
            call_session_id = call.SessionId,
            from = call.From,
            to = call.To,
            tags = NoTags,
            client_state = clientState,
            custom_parameters = parameters,
            media_format = new { encoding = "PCMU", sample_rate = AudioFormat.SampleRate, channels = 1 },
        },
        stream_id = streamId,
    });

    public byte[] Media(long chunk, ReadOnlySpan<byte> frame) => Write(new
    {
        @event = "media",
        sequence_number = Next(),
        media = new
        {
            track = "inbound",
            chunk = chunk.ToString(),
            timestamp = ((chunk - 1) * AudioFormat.FrameMilliseconds).ToString(),
            payload = Convert.ToBase64String(frame),
        },
        stream_id = streamId,
    });

    public byte[] Mark(string name) => Write(new { @event = "mark", sequence_number = Next(), stream_id = streamId, mark = new { name } });

    public byte[] Dtmf(char key, DateTimeOffset at) =>
        Write(new { @event = "dtmf", stream_id = streamId, occurred_at = at.ToString("O"), sequence_number = Next(), dtmf = new { digit = key.ToString() } });

    public byte[] Error(int code, string title, string detail) =>
        Write(new { stream_id = streamId, @event = "error", sequence_number = Next(), error = new { title, code, detail } });

    public byte[] Stop() => Write(new
    {
        @event = "stop",
        sequence_number = Next(),
        stop = new { user_id = "3e6f995f-85f7-4705-9741-53b116d28237", call_control_id = call.Id },
        stream_id = streamId,
    });

    private string Next() => (++_sequence).ToString();

    private static byte[] Write<T>(T message) => JsonSerializer.SerializeToUtf8Bytes(message);
}
