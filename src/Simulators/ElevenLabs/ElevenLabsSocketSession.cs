using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CallActors.Contracts.Speech;
using CallActors.Simulators.Media;
using CallActors.Simulators.Server;

namespace CallActors.Simulators.ElevenLabs;

/// <summary>One socket: <c>stream-input</c>, or <c>multi-stream-input</c> with its contexts.</summary>
internal sealed class ElevenLabsSocketSession(
    WebSocket socket, ElevenLabsSimulator simulator, bool isMulti, string? language, bool tellsTimes, TimeSpan inactivity, SimulatedFault.Break? fault, bool isKnown)
{
    private static readonly int[] UsualSchedule = [120, 160, 250, 290];

    private readonly Dictionary<string, SimulatedContext> _contexts = [];
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _gone = new();
    private readonly Lock _gate = new();
    private bool _isKnown = isKnown;
    private int _sent;

    public async Task RunAsync()
    {
        using var idle = simulator.Time.CreateTimer(_ => _ = RefuseAsync(new Refusal(408, "input_timeout_exceeded",
            "This socket is closed because no message came within its time.")), null, inactivity, Timeout.InfiniteTimeSpan);
        var reader = new SocketReader(socket);
        try
        {
            while (await reader.ReadAsync().ConfigureAwait(false) is { } type)
            {
                idle.Change(inactivity, Timeout.InfiniteTimeSpan);
                if (type is not WebSocketMessageType.Text)
                {
                    await RefuseAsync(new Refusal(422, "invalid_message", "Messages are JSON.")).ConfigureAwait(false);
                    break;
                }

                if (await TakeAsync(reader.Current).ConfigureAwait(false)) break;
            }
        }
        finally
        {
            await _gone.CancelAsync().ConfigureAwait(false);
            SimulatedContext[] left;
            lock (_gate) left = [.. _contexts.Values];
            foreach (var context in left) context.Close(speaksRest: false);
            await Task.WhenAll(left.Select(c => c.Work)).ConfigureAwait(false);
            await CloseAsync(WebSocketCloseStatus.NormalClosure, null).ConfigureAwait(false);
        }
    }

    /// <summary>Speaks a generation. False when the socket is gone.</summary>
    public async Task<bool> SpeakAsync(SimulatedContext context, string text, double speed)
    {
        try
        {
            if (simulator.TryBeginGeneration() is { } refusal)
            {
                await RefuseAsync(refusal).ConfigureAwait(false);
                return false;
            }

            try
            {
                var pieces = await simulator.SpeakAsync(text, language, speed, _gone.Token).ConfigureAwait(false);
                for (var i = 0; i < pieces.Count; i++)
                {
                    if (i > 0) await simulator.PauseAsync(_gone.Token).ConfigureAwait(false);
                    var alignment = tellsTimes ? pieces[i].Alignment() : null;
                    var message = new JsonObject
                    {
                        ["audio"] = Convert.ToBase64String(pieces[i].Samples),
                        ["isFinal"] = null,
                        ["normalizedAlignment"] = alignment?.DeepClone(),
                        ["alignment"] = alignment,
                    };
                    if (isMulti) message["contextId"] = context.Id;
                    if (!await SendAsync(message).ConfigureAwait(false)) return false;
                }
            }
            finally
            {
                simulator.EndGeneration();
            }

            return true;
        }
        catch (SpeechException e)
        {
            await RefuseAsync(new Refusal(500, "internal_error", e.Message)).ConfigureAwait(false);
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>All of a context is sent.</summary>
    public async Task FinishAsync(SimulatedContext context)
    {
        lock (_gate)
        {
            // The same name may have been given to a new one meanwhile.
            if (_contexts.TryGetValue(context.Id, out var known) && known == context) _contexts.Remove(context.Id);
        }

        var message = new JsonObject { ["audio"] = null, ["isFinal"] = true };
        if (isMulti) message["contextId"] = context.Id;
        await SendAsync(message).ConfigureAwait(false);
    }

    /// <returns>Nothing is read after this message.</returns>
    private async Task<bool> TakeAsync(ReadOnlyMemory<byte> bytes)
    {
        JsonObject? message;
        try
        {
            message = JsonNode.Parse(bytes.Span) as JsonObject;
        }
        catch (JsonException)
        {
            message = null;
        }

        if (message is null) return await RefusedAsync(new Refusal(422, "invalid_message", "Messages are JSON objects.")).ConfigureAwait(false);
        simulator.Note(message);
        if (!_isKnown)
        {
            // A key may come with the first message instead of the header; each door has its own name for it.
            if (ElevenLabsRules.OfKey((string?)message[isMulti ? "xi_api_key" : "xi-api-key"], simulator.Options) is { } unknown)
                return await RefusedAsync(unknown).ConfigureAwait(false);
            _isKnown = true;
        }

        return isMulti ? await TakeMultiAsync(message).ConfigureAwait(false) : await TakeSingleAsync(message).ConfigureAwait(false);
    }

    private async Task<bool> TakeSingleAsync(JsonObject message)
    {
        if (message["text"] is not JsonValue value || value.GetValueKind() is not JsonValueKind.String)
            return await RefusedAsync(new Refusal(422, "missing", "text is required.")).ConfigureAwait(false);
        var text = value.GetValue<string>();
        if (text.Length == 0)
        {
            if (Find("") is not { } ended) return await RefusedAsync(new Refusal(422, "missing_first_message", "The first message must open the stream.")).ConfigureAwait(false);
            ended.Close(speaksRest: true);
            _ = CloseAfterAsync([ended]);
            return false;
        }

        return Add("", message, text) is { } refusal && await RefusedAsync(refusal).ConfigureAwait(false);
    }

    private async Task<bool> TakeMultiAsync(JsonObject message)
    {
        if (message["close_socket"]?.GetValue<bool>() is true)
        {
            SimulatedContext[] open;
            lock (_gate) open = [.. _contexts.Values];
            foreach (var each in open) each.Close(speaksRest: false);
            _ = CloseAfterAsync(open);
            return false;
        }

        var id = (string?)message["context_id"] ?? "default";
        if (message["close_context"]?.GetValue<bool>() is true)
        {
            Find(id)?.Close(speaksRest: false);
            return false;
        }

        // The empty text keeps a context alive; no text only flushes.
        var text = (string?)message["text"] ?? "";
        if (text.Length == 0 && Find(id) is null) return false;
        return Add(id, message, text) is { } refusal && await RefusedAsync(refusal).ConfigureAwait(false);
    }

    private Refusal? Add(string id, JsonObject message, string text)
    {
        var settings = message["voice_settings"];
        if (ElevenLabsRules.OfSettings(settings) is { } wrong) return wrong;
        lock (_gate)
        {
            if (!_contexts.TryGetValue(id, out var context))
            {
                if (!isMulti && text != " ") return new Refusal(422, "invalid_first_message", "The first text must be a space.");
                if (_contexts.Count >= simulator.Options.ContextsPerSocket)
                    return new Refusal(429, "max_contexts_exceeded", $"No more than {simulator.Options.ContextsPerSocket} contexts on a connection.");
                var schedule = UsualSchedule;
                if (message["generation_config"]?["chunk_length_schedule"] is JsonArray given)
                {
                    schedule = [.. given.Select(n => n!.GetValue<int>())];
                    if (schedule.Length == 0 || schedule.Any(n => n is < 50 or > 500)) return new Refusal(422, "invalid_schedule", "Each length must be between 50 and 500.");
                }

                _contexts[id] = context = new SimulatedContext(id, settings, schedule, this);
                simulator.NoteContexts(_contexts.Count);
            }
            else if (settings is not null && !context.HasSettings(settings))
            {
                return new Refusal(422, "voice_settings_changed", "voice_settings must not change.");
            }

            context.Add(text, message["flush"]?.GetValue<bool>() is true);
            return null;
        }
    }

    private SimulatedContext? Find(string id)
    {
        lock (_gate) return _contexts.GetValueOrDefault(id);
    }

    private async Task<bool> RefusedAsync(Refusal refusal)
    {
        await RefuseAsync(refusal).ConfigureAwait(false);
        return true;
    }

    private async Task RefuseAsync(Refusal refusal)
    {
        await SendAsync(refusal.SocketMessage()).ConfigureAwait(false);
        await CloseAsync(WebSocketCloseStatus.PolicyViolation, refusal.Word).ConfigureAwait(false);
    }

    /// <summary>Closes when what was to be spoken is; meanwhile it is noticed when the client goes away.</summary>
    private async Task CloseAfterAsync(SimulatedContext[] contexts)
    {
        await Task.WhenAll(contexts.Select(c => c.Work)).ConfigureAwait(false);
        await CloseAsync(WebSocketCloseStatus.NormalClosure, null).ConfigureAwait(false);
    }

    private async Task<bool> SendAsync(JsonObject message)
    {
        await _sending.WaitAsync().ConfigureAwait(false);
        try
        {
            if (fault is not null && _sent++ >= fault.After)
            {
                if (fault.CloseStatus is { } status) await socket.CloseOutputAsync((WebSocketCloseStatus)status, null, CancellationToken.None).ConfigureAwait(false);
                else socket.Abort();
                return false;
            }

            await socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is WebSocketException or InvalidOperationException or OperationCanceledException or IOException)
        {
            return false;
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task CloseAsync(WebSocketCloseStatus status, string? reason)
    {
        await _sending.WaitAsync().ConfigureAwait(false);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(status, reason, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or InvalidOperationException or OperationCanceledException or IOException)
        {
            // The client was faster.
        }
        finally
        {
            _sending.Release();
        }
    }
}
