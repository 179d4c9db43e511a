using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text.Json;
using CallActors.Contracts.Audio;
using CallActors.Simulators.Media;

namespace CallActors.Simulators.Softphone;

/// <summary>Where a media socket leads and whose it is.</summary>
internal sealed record MediaTicket(Uri Url, string Leg, string CallId, string Token);

/// <summary>One media socket, with the phone in the carrier's place: says what Twilio says, plays what it gets at real time, echoes
/// marks when they are reached or cleared, and refuses what Twilio refuses.</summary>
internal sealed class PhoneMedia : IAsyncDisposable
{
    private const string AccountSid = "AC00000000000000000000000000000000";

    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(2);

    private readonly ClientWebSocket _socket = new();
    private readonly HeadlessSoftphoneOptions _options;
    private readonly MediaTicket _ticket;
    private readonly VoiceQueue _voice;
    private readonly PlayedRecording _played;
    private readonly Action<string> _fault;
    private readonly PlaybackBuffer _playback;
    private readonly CarrierMessages _messages;
    private readonly Lock _sending = new();
    private readonly List<string> _reached = [];
    private readonly byte[] _frame = new byte[AudioFormat.FrameBytes];
    private readonly byte[] _voiceFrame = new byte[AudioFormat.FrameBytes];
    private SocketSender? _sender;
    private bool _stopped;

    public PhoneMedia(MediaTicket ticket, HeadlessSoftphoneOptions options, VoiceQueue voice, PlayedRecording played, Action<string> fault)
    {
        _ticket = ticket;
        _options = options;
        _voice = voice;
        _played = played;
        _fault = fault;
        _playback = new PlaybackBuffer((int)AudioFormat.SamplesIn(options.LongestQueue));
        _messages = new CarrierMessages(AccountSid, ticket.Leg, "MZ" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
    }

    /// <summary>Opens the socket and says <c>connected</c> and <c>start</c>.</summary>
    /// <exception cref="Exception">The socket could not be opened.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var deadline = new CancellationTokenSource(_options.ConnectWithin, _options.Time);
        using var link = deadline.Token.Register(limit.Cancel);
        await _socket.ConnectAsync(_ticket.Url, limit.Token).ConfigureAwait(false);
        _sender = new SocketSender(_socket, _options.Time);
        Send(messages => CarrierMessages.Connected());
        Send(messages => messages.Start(new Dictionary<string, string> { ["callId"] = _ticket.CallId, ["token"] = _ticket.Token }));
    }

    /// <summary>Talks and plays until the socket is closed or gone.</summary>
    public async Task RunAsync()
    {
        using var ticking = PhoneClock.For(_options.Time).Every20Milliseconds(Tick);
        var reader = new SocketReader(_socket);
        while (await reader.ReadAsync().ConfigureAwait(false) is { } type)
        {
            if (type == WebSocketMessageType.Binary) _fault("a binary frame on the media socket");
            else Take(reader.Current);
        }
    }

    public void Press(char key) => Send(messages => messages.Dtmf(key));

    /// <summary>The person hangs up: stop, then close; the socket is dropped if the gateway does not close it as well.</summary>
    public async Task StopAsync()
    {
        lock (_sending)
        {
            if (_stopped) return;
            _stopped = true;
            _sender?.Send(_messages.Stop());
        }
        await CloseAsync().ConfigureAwait(false);
        await PhoneClock.For(_options.Time).WaitAsync(CloseWithin, CancellationToken.None).ConfigureAwait(false);
        _socket.Abort();
    }

    public void Drop() => _socket.Abort();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        _socket.Dispose();
    }

    private async ValueTask CloseAsync()
    {
        if (_sender is { } sender) await sender.DisposeAsync().ConfigureAwait(false);
    }

    private void Tick(DateTimeOffset due)
    {
        _reached.Clear();
        var count = _playback.Tick(_frame, _reached);
        if (count > 0) _played.Add(due, _frame.AsSpan(0, count));
        foreach (var name in _reached) Send(messages => messages.Mark(name));

        var voiced = _voice.Take(_voiceFrame);
        if (!voiced) _voiceFrame.AsSpan().Fill(AudioFormat.Silence);
        _options.Room?.Sound(_frame.AsSpan(0, count), _voiceFrame);
        lock (_sending)
        {
            if (_stopped) return;
            _sender?.Send(_messages.Media(_voiceFrame));
        }
        _options.Probe?.Sent(_options.Time.GetTimestamp(), voiced);
    }

    private void Take(ReadOnlyMemory<byte> frame)
    {
        try
        {
            using var json = JsonDocument.Parse(frame);
            var message = json.RootElement;
            var name = Text(message, "event");
            if (name is not ("media" or "mark" or "clear")) _fault($"an unknown event on the media socket: {name}");
            else if (Text(message, "streamSid") != _messages.StreamSid) _fault($"a {name} message for another stream");
            else if (name == "media") Play(message);
            else if (name == "mark") Mark(message);
            else Clear();
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            _fault($"a malformed message on the media socket: {malformed.GetType().Name}");
        }
    }

    private void Play(JsonElement message)
    {
        var audio = message.GetProperty("media").GetProperty("payload").GetBytesFromBase64();
        _options.Probe?.Received(_options.Time.GetTimestamp(), audio.Length);
        if (audio.Length == 0) _fault("a media message without audio");
        else if (!_playback.Add(audio)) _fault("more audio than the carrier holds: dropped");
    }

    private void Mark(JsonElement message)
    {
        var name = Text(message.GetProperty("mark"), "name") ?? throw new FormatException("A mark has no name.");
        if (_playback.AddMark(name)) Send(messages => messages.Mark(name));
    }

    private void Clear()
    {
        _options.Probe?.Cleared(_options.Time.GetTimestamp());
        foreach (var name in _playback.Clear()) Send(messages => messages.Mark(name));
    }

    /// <summary>Numbering and queueing belong together: messages leave in the order of their sequence numbers.</summary>
    private void Send(Func<CarrierMessages, byte[]> message)
    {
        lock (_sending)
        {
            if (!_stopped) _sender?.Send(message(_messages));
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
