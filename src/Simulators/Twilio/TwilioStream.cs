using System.Net.WebSockets;
using System.Text.Json;
using CallActors.Contracts.Audio;
using CallActors.Simulators.Media;

namespace CallActors.Simulators.Twilio;

/// <summary>
/// One two-way media stream from Twilio's side: says connected, start, media, dtmf, mark and stop, plays what it gets at real time, echoes
/// marks when they are reached or cleared, and refuses what Twilio refuses.
/// </summary>
public sealed partial class TwilioStream
{
    private readonly TwilioSimulator _twilio;
    private readonly TwilioCall _call;
    private readonly TwimlStream _order;
    private readonly CarrierMessages _messages;
    private readonly StreamLine _line;
    private readonly Lock _sending = new();
    private ClientWebSocket? _socket;
    private FreezableStream? _connection;
    private SocketSender? _sender;
    private StreamCounts _counts = new(0, 0, 0, 0);
    private bool _stopped;
    private bool _warnedMalformed;
    private bool _warnedPayload;
    private bool _warnedOverflow;

    internal TwilioStream(TwilioSimulator twilio, TwilioCall call, TwimlStream order)
    {
        _twilio = twilio;
        _call = call;
        _order = order;
        _messages = new CarrierMessages(twilio.Options.AccountSid, call.Sid, Sid);
        _line = new StreamLine(twilio.Options.Disorder, call.Number);
        Playback = new PlaybackBuffer((int)AudioFormat.SamplesIn(twilio.Options.LongestPlayback));
    }

    /// <summary>MZ and 32 hex digits.</summary>
    public string Sid { get; } = TwilioSid.New("MZ");

    /// <summary>The custom parameters, as the document gave them.</summary>
    public IReadOnlyDictionary<string, string> Parameters => _order.Parameters;

    /// <summary>What the application has sent so far.</summary>
    public StreamCounts Received => _twilio.Watch.Read(() => _counts);

    /// <summary>The socket is open and started.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Why it is over; null while it goes on.</summary>
    public StreamEnd? Ended { get; private set; }

    internal PlaybackBuffer Playback { get; }

    /// <summary>Waits until the application has sent so much that it fits.</summary>
    public Task WaitForReceivedAsync(Func<StreamCounts, bool> fits, TimeSpan within, CancellationToken cancellationToken = default) =>
        _twilio.Watch.UntilAsync(() => fits(_counts), within, "the application has sent as much on the stream", cancellationToken);

    /// <summary>Waits until the stream is over.</summary>
    public async Task<StreamEnd> WaitForEndAsync(TimeSpan within, CancellationToken cancellationToken = default)
    {
        await _twilio.Watch.UntilAsync(() => Ended is not null, within, "the stream ends", cancellationToken).ConfigureAwait(false);
        return Ended!.Value;
    }

    /// <summary>The network breaks the connection, without a stop and without a close; Twilio goes on with its document.</summary>
    public void Drop() => _socket?.Abort();

    /// <summary>Twilio closes the socket in the middle of everything, without a stop; it goes on with its document.</summary>
    public void Close()
    {
        lock (_sending) _stopped = true;
        _ = _sender?.DisposeAsync().AsTask();
    }

    /// <summary>The connection is dead and nobody says so: nothing is sent, read or closed any more, not even a ping is answered. The call
    /// stays in the stream until it is redirected or over.</summary>
    public void FallSilent() => _connection?.Freeze();

    internal void Press(char key) => Send(messages => messages.Dtmf(key));

    internal void Reached(string mark) => Send(messages => messages.Mark(mark));

    /// <summary>20 ms from the phone.</summary>
    internal void Hear(ReadOnlySpan<byte> frame, bool voiced)
    {
        lock (_sending)
        {
            if (_stopped || _sender is not { } sender) return;
            _line.Take(frame, voiced);
            while (_line.TryNext(out var late, out var timestamp)) sender.Send(_messages.Media(late, timestamp));
        }
    }

    private void Take(ReadOnlyMemory<byte> frame)
    {
        try
        {
            using var json = JsonDocument.Parse(frame);
            var message = json.RootElement;
            var name = Text(message, "event");
            if (name is not ("media" or "mark" or "clear")) Malformed("an unknown event");
            else if (Text(message, "streamSid") is not { } sid) Malformed($"a {name} without streamSid");
            else if (sid != Sid) Malformed($"a {name} for another stream");
            else if (name == "media") Play(message);
            else if (name == "mark") Mark(message);
            else Clear();
        }
        catch (JsonException)
        {
            Malformed("a message that is not JSON");
        }
    }

    private void Play(JsonElement message)
    {
        if (!message.TryGetProperty("media", out var media) || Text(media, "payload") is null) Malformed("a media without payload");
        else if (!media.GetProperty("payload").TryGetBytesFromBase64(out var audio)) BadPayload("a payload that is not base64");
        else if (audio.Length == 0) BadPayload("a payload without audio");
        else if (audio.AsSpan().StartsWith("RIFF"u8)) BadPayload("a payload with a file's header: it is heard as noise");
        else if (!Playback.Add(audio)) Alert(ref _warnedOverflow, TwilioCodes.StreamOverflow, "more audio than is held: dropped");
        else Count(counts => counts with { Media = counts.Media + 1, Bytes = counts.Bytes + audio.Length });
    }

    private void Mark(JsonElement message)
    {
        if (!message.TryGetProperty("mark", out var mark) || Text(mark, "name") is not { } name)
        {
            Malformed("a mark without name");
            return;
        }
        if (Playback.AddMark(name)) Reached(name);
        Count(counts => counts with { Marks = counts.Marks + 1 });
    }

    private void Clear()
    {
        foreach (var name in Playback.Clear()) Reached(name);
        Count(counts => counts with { Clears = counts.Clears + 1 });
    }

    private void Count(Func<StreamCounts, StreamCounts> change) => _twilio.Watch.Change(() => _counts = change(_counts));

    /// <summary>Numbering and queueing belong together: messages leave in the order of their sequence numbers.</summary>
    private void Send(Func<CarrierMessages, byte[]> message)
    {
        lock (_sending)
        {
            if (!_stopped) _sender?.Send(message(_messages));
        }
    }

    private void Malformed(string what) => Alert(ref _warnedMalformed, TwilioCodes.StreamMalformed, what);

    private void BadPayload(string what) => Alert(ref _warnedPayload, TwilioCodes.StreamBadPayload, what);

    /// <summary>Once for each stream, as Twilio does.</summary>
    private void Alert(ref bool warned, int code, string what)
    {
        if (warned) return;
        warned = true;
        _twilio.Alert(code, what, Sid);
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>What an application has sent on a stream: messages that were taken, and bytes of audio.</summary>
public sealed record StreamCounts(int Media, int Marks, int Clears, long Bytes);

/// <summary>Why a stream is over.</summary>
public enum StreamEnd
{
    /// <summary>It could not be opened.</summary>
    Failed,

    /// <summary>The application closed the socket.</summary>
    ClosedByServer,

    /// <summary>The connection broke.</summary>
    Lost,

    /// <summary>Twilio said stop: the call was redirected or is over.</summary>
    Stopped,
}
