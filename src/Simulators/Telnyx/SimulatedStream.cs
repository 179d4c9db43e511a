using System.Net.WebSockets;
using System.Text.Json;
using CallActors.Contracts.Audio;
using CallActors.Simulators.Media;

namespace CallActors.Simulators.Telnyx;

/// <summary>One media socket of a call: sends what the person says, out of order if so configured, plays what it gets at real time, returns
/// marks, and complains as Telnyx does.</summary>
internal sealed class SimulatedStream : IAsyncDisposable
{
    private const int Unknown = 100002;
    private const int Malformed = 100003;
    private const int BadAudio = 100004;
    private const int ShortestAudio = AudioFormat.FrameBytes;
    private const int LongestAudio = 30 * AudioFormat.SampleRate;

    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(2);

    private readonly ClientWebSocket _socket = new();
    private readonly SimulatedTelnyxOptions _options;
    private readonly SimulatedTelnyxCall _call;
    private readonly StreamRequest _request;
    private readonly StreamMessages _messages;
    private readonly Random _chance;
    private readonly Lock _sending = new();
    private readonly PriorityQueue<byte[], double> _onTheWay = new();
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SocketSender? _sender;
    private long _chunk;
    private bool _started;
    private bool _stopped;

    public SimulatedStream(SimulatedTelnyxCall call, StreamRequest request, SimulatedTelnyxOptions options, int seed)
    {
        _call = call;
        _request = request;
        _options = options;
        _chance = new Random(seed);
        Playback = new PlaybackBuffer((int)AudioFormat.SamplesIn(options.LongestQueue));
        _messages = new StreamMessages(Id, call);
    }

    public string Id { get; } = Guid.NewGuid().ToString();

    public Uri Url => _request.Url;

    public string Track => _request.Track;

    /// <summary>What waits to be played to the person.</summary>
    public PlaybackBuffer Playback { get; }

    /// <summary>Opens the socket.</summary>
    /// <exception cref="Exception">The socket could not be opened.</exception>
    public async Task OpenAsync()
    {
        if (_request.AuthToken is { } token) _socket.Options.SetRequestHeader("x-telnyx-streaming-auth-token", token);
        using var limit = new CancellationTokenSource(ConnectWithin, _options.Time);
        await _socket.ConnectAsync(_request.Url, limit.Token).ConfigureAwait(false);
        _sender = new SocketSender(_socket, _options.Time);
    }

    /// <summary>Says <c>connected</c> and <c>start</c>; what is heard from now on is sent.</summary>
    public void Start(string clientState)
    {
        lock (_sending)
        {
            Send(_ => StreamMessages.Connected());
            Send(messages => messages.Start(_request.Parameters, clientState));
            _started = true;
        }
    }

    /// <summary>Takes what is sent until the socket is closed or gone.</summary>
    public async Task RunAsync()
    {
        var reader = new SocketReader(_socket);
        while (await reader.ReadAsync().ConfigureAwait(false) is { } type)
        {
            if (type == WebSocketMessageType.Binary) Complain(Malformed, "Malformed frame", "a binary frame");
            else Take(reader.Current);
        }
        _gone.TrySetResult();
    }

    /// <summary>A mark was reached.</summary>
    public void Reached(string mark) => Send(messages => messages.Mark(mark));

    /// <summary>20 ms of the person's voice.</summary>
    public void Hear(ReadOnlySpan<byte> frame)
    {
        if (_request.Track == "outbound_track") return;
        lock (_sending)
        {
            if (!_started || _stopped) return;
            // Each piece has a place of its own in the crowd: its turn, and up to so many places later.
            var message = _messages.Media(++_chunk, frame);
            if (_chance.NextDouble() >= _options.LostMedia) _onTheWay.Enqueue(message, _chunk + _options.MediaReach * _chance.NextDouble());
            while (_onTheWay.TryPeek(out _, out var place) && place <= _chunk) _sender?.Send(_onTheWay.Dequeue());
        }
    }

    public void Press(char key) => Send(messages => messages.Dtmf(key, _options.Time.GetUtcNow()));

    /// <summary>The call has ended, or the stream was stopped: what is on its way, stop, then close. A peer that does not close as well is
    /// dropped.</summary>
    public async Task StopAsync()
    {
        lock (_sending)
        {
            if (_stopped) return;
            while (_onTheWay.TryDequeue(out var late, out _)) _sender?.Send(late);
            _sender?.Send(_messages.Stop());
            _stopped = true;
        }
        if (_sender is { } sender) await sender.DisposeAsync().ConfigureAwait(false);
        await _gone.Task.WaitAsync(CloseWithin, _options.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Abort();
    }

    /// <summary>The network breaks: no stop, no close.</summary>
    public void Drop() => _socket.Abort();

    public async ValueTask DisposeAsync()
    {
        if (_sender is { } sender) await sender.DisposeAsync().ConfigureAwait(false);
        _socket.Dispose();
    }

    private void Take(ReadOnlyMemory<byte> frame)
    {
        try
        {
            using var json = JsonDocument.Parse(frame);
            var message = json.RootElement;
            switch (message.GetProperty("event").GetString())
            {
                case "media":
                    Play(message.GetProperty("media").GetProperty("payload").GetString() ?? throw new FormatException("No payload."));
                    break;
                case "mark":
                    var name = message.GetProperty("mark").GetProperty("name").GetString() ?? throw new FormatException("A mark has no name.");
                    if (Playback.AddMark(name)) Reached(name);
                    break;
                case "clear":
                    foreach (var unreached in Playback.Clear()) Reached(unreached);
                    break;
                default:
                    Complain(Unknown, "Unknown error", "an unknown event");
                    break;
            }
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            Complain(Malformed, "Malformed frame", $"a malformed message: {malformed.GetType().Name}");
        }
    }

    private void Play(string payload)
    {
        byte[] audio;
        try
        {
            audio = Convert.FromBase64String(payload);
        }
        catch (FormatException)
        {
            Complain(BadAudio, "Invalid media", "audio that is not base64");
            return;
        }
        // Telnyx is silent about audio on a one-way stream: it is simply never heard.
        if (!_request.IsTwoWay) _call.AddFault("audio on a stream that is one-way, because bidirectional mode was not asked for");
        else if (audio.Length is < ShortestAudio or > LongestAudio) Complain(BadAudio, "Invalid media", "audio of less than 20 ms or more than 30 s");
        else if (!Playback.Add(audio)) Complain(BadAudio, "Invalid media", "more audio than is held");
    }

    private void Complain(int code, string title, string detail)
    {
        _call.AddFault(detail);
        Send(messages => messages.Error(code, title, detail));
    }

    private void Send(Func<StreamMessages, byte[]> message)
    {
        lock (_sending)
        {
            if (!_stopped) _sender?.Send(message(_messages));
        }
    }
}
