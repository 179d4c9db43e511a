using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using CallActors.Contracts.Audio;
using CallActors.Simulators.Server;

namespace CallActors.Simulators.OpenAi;

/// <summary>One realtime transcription session.</summary>
internal sealed class RealtimeConversation(
    OpenAiSimulatorOptions options, SimulatedEar ear, OpenAiSimulator simulator, WebSocket socket, SessionShape shape, SimulatedFault.Break? breaks, Action abort)
{
    private const int LongestMessage = 20 * 1024 * 1024;
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    // The vendor's least.
    private const int LeastCommitted = AudioFormat.SampleRate / 10;

    private readonly Channel<JsonObject> _out = Channel.CreateUnbounded<JsonObject>();
    private readonly List<byte> _buffer = [];
    private readonly SpeechFinder _finder = new();
    private readonly Lock _lock = new();
    private readonly List<JsonObject> _held = [];
    private SessionSettings _settings = SessionSettings.Default;
    private string? _lastItem;
    private string _item = "item_0";
    private int _items;
    private int _events;
    private int _commits;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = SendAsync(end.Token);
        try
        {
            if (shape.Fault is { } fault)
            {
                Tell("error", new JsonObject { ["error"] = fault.ToJson() });
                await CloseAsync(sending, ReceiveAsync(end.Token), 3000, $"{fault.Type}.{fault.Code}").ConfigureAwait(false);
                return;
            }

            Tell($"{shape.Created}.created", new JsonObject { ["session"] = new JsonObject { ["id"] = "sess_simulated", ["object"] = "realtime.transcription_session" } });
            using var life = new CancellationTokenSource(options.SessionLife, options.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(life.Token, end.Token);
            // A receive that is cancelled breaks its socket, so that it ends beside it.
            var receiving = ReceiveAsync(end.Token);
            var expired = Task.Delay(Timeout.InfiniteTimeSpan, either.Token);
            await Task.WhenAny(receiving, expired, sending).ConfigureAwait(false);
            if (life.IsCancellationRequested && !receiving.IsCompleted)
            {
                var over = new VendorError(400, "Your session hit the maximum duration of 60 minutes.", Code: "session_expired");
                Tell("error", new JsonObject { ["error"] = over.ToJson() });
                await CloseAsync(sending, receiving, 1001, "session expired").ConfigureAwait(false);
            }
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            _out.Writer.TryComplete();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            socket.Dispose();
        }
    }

    /// <summary>A text's words, each with the space before it: what the deltas hold.</summary>
    public static IEnumerable<string> Words(string text) => text.Split(' ').Select((word, at) => at == 0 ? word : $" {word}").Where(word => word.Length > 0);

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        var message = new byte[64 * 1024];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    if (length == message.Length) Array.Resize(ref message, Math.Min(LongestMessage, 2 * message.Length));
                    part = await socket.ReceiveAsync(message.AsMemory(length), cancellationToken).ConfigureAwait(false);
                    length += part.Count;
                    if (part.MessageType is WebSocketMessageType.Close) return;
                }
                while (!part.EndOfMessage);

                Take(message.AsSpan(0, length), cancellationToken);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The client has left.
        }
    }

    private void Take(ReadOnlySpan<byte> message, CancellationToken cancellationToken)
    {
        JsonObject? sent = null;
        try
        {
            sent = JsonNode.Parse(message) as JsonObject ?? throw new VendorRefusal(VendorError.Missing("type"));
            switch (sent["type"]?.GetValue<string>())
            {
                case { } type when type == shape.Update:
                    Configure(sent);
                    break;
                case "input_audio_buffer.append":
                    Append(sent["audio"]?.GetValue<string>() ?? throw new VendorRefusal(VendorError.Missing("audio")), cancellationToken);
                    break;
                case "input_audio_buffer.commit":
                    CommitAsked(cancellationToken);
                    break;
                case "input_audio_buffer.clear":
                    _buffer.Clear();
                    Tell("input_audio_buffer.cleared", []);
                    break;
                case var type:
                    throw new VendorRefusal(VendorError.Value("type", type ?? ""));
            }
        }
        catch (VendorRefusal refusal)
        {
            var error = refusal.Error.ToJson(sent?["event_id"]?.GetValue<string>());
            // speaches tells no codes.
            if (shape.IsLenient) error.Remove("code");
            Tell("error", new JsonObject { ["error"] = error });
        }
        catch (JsonException)
        {
            Tell("error", new JsonObject { ["error"] = new VendorError(400, "We could not parse the JSON body of your request.", Code: "invalid_json").ToJson() });
        }
    }

    private void Configure(JsonObject sent)
    {
        simulator.Note(sent.DeepClone().AsObject());
        var session = sent["session"] as JsonObject ?? throw new VendorRefusal(VendorError.Missing("session"));
        _settings = shape.Apply(session);
        var told = shape.IsLenient ? new JsonObject { ["input_audio_format"] = "pcm16", ["turn_detection"] = session["turn_detection"]?.DeepClone() } : session.DeepClone();
        Tell($"{shape.Created}.updated", new JsonObject { ["session"] = told });
    }

    private void Append(string audio, CancellationToken cancellationToken)
    {
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(audio);
        }
        catch (FormatException)
        {
            throw new VendorRefusal(new VendorError(400, "Invalid 'audio'. Expected base64-encoded audio bytes.", Code: "invalid_value", Parameter: "audio"));
        }

        var muLaw = _settings.IsMuLaw ? bytes : SimulatedPcm.Narrow(bytes);
        _buffer.AddRange(muLaw);
        if (_settings.Silence is not { } silence) return;
        foreach (var (isStart, position) in _finder.Find(muLaw, silence))
        {
            var milliseconds = position * 1000 / AudioFormat.SampleRate;
            Tell(
                isStart ? "input_audio_buffer.speech_started" : "input_audio_buffer.speech_stopped",
                new JsonObject { [isStart ? "audio_start_ms" : "audio_end_ms"] = milliseconds, ["item_id"] = _item });
            if (!isStart) Commit(cancellationToken);
        }
    }

    private void CommitAsked(CancellationToken cancellationToken)
    {
        if (_buffer.Count < LeastCommitted)
        {
            throw new VendorRefusal(new VendorError(
                400, $"Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, but buffer only has {_buffer.Count / 8.0:0.00}ms of audio.",
                Code: "input_audio_buffer_commit_empty"));
        }

        Commit(cancellationToken);
    }

    private void Commit(CancellationToken cancellationToken)
    {
        var (item, audio) = (_item, _buffer.ToArray());
        _buffer.Clear();
        _item = $"item_{++_items}";
        Tell("input_audio_buffer.committed", new JsonObject { ["previous_item_id"] = _lastItem, ["item_id"] = item });
        _lastItem = item;
        _ = TranscribeAsync(item, _commits++, ear.HearAsync(audio, cancellationToken));
    }

    private async Task TranscribeAsync(string item, int number, Task<string?> hearing)
    {
        string? text;
        try
        {
            text = await hearing.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        const string Kind = "conversation.item.input_audio_transcription.";
        var events = new List<JsonObject>();
        if (text is null)
        {
            var error = new VendorError(500, "Input transcription failed.", "transcription_error", "audio_unintelligible").ToJson();
            events.Add(new JsonObject { ["type"] = Kind + "failed", ["item_id"] = item, ["content_index"] = 0, ["error"] = error });
        }
        else
        {
            events.AddRange(Words(text).Select(word => new JsonObject { ["type"] = Kind + "delta", ["item_id"] = item, ["content_index"] = 0, ["delta"] = word }));
            var usage = new JsonObject { ["type"] = "duration", ["seconds"] = 1 };
            events.Add(new JsonObject { ["type"] = Kind + "completed", ["item_id"] = item, ["content_index"] = 0, ["transcript"] = text, ["usage"] = usage });
        }

        lock (_lock)
        {
            if (options.FinishesOutOfOrder && number % 2 == 0)
            {
                _held.AddRange(events);
                return;
            }

            foreach (var told in events.Concat(_held)) Tell(told["type"]!.GetValue<string>(), told);
            _held.Clear();
        }
    }

    private void Tell(string type, JsonObject body)
    {
        body["type"] = type;
        body["event_id"] = $"event_{Interlocked.Increment(ref _events)}";
        _out.Writer.TryWrite(body);
    }

    private async Task CloseAsync(Task sending, Task receiving, int status, string reason)
    {
        _out.Writer.TryComplete();
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var deadline = new CancellationTokenSource(Farewell);
        try
        {
            await socket.CloseOutputAsync((WebSocketCloseStatus)status, reason, deadline.Token).ConfigureAwait(false);
            // A socket that is let go at once takes with it what the client has not read.
            await receiving.WaitAsync(Farewell).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or TimeoutException)
        {
            // The client was quicker, or does not answer.
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        var sent = 0;
        await foreach (var told in _out.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (breaks is { } broken && sent++ >= broken.After)
            {
                if (broken.CloseStatus is not { } status)
                {
                    abort();
                    return;
                }

                await socket.CloseOutputAsync((WebSocketCloseStatus)status, "broken off", cancellationToken).ConfigureAwait(false);
                // The client answers, and the receiving ends.
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
            }

            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(told), WebSocketMessageType.Text, true, cancellationToken).ConfigureAwait(false);
        }
    }
}
