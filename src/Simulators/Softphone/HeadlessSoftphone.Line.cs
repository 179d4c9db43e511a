using System.Net.WebSockets;
using System.Text.Json;
using CallActors.Simulators.Media;

namespace CallActors.Simulators.Softphone;

public sealed partial class HeadlessSoftphone
{
    private const int ReplacedStatus = 4001;

    private async Task RunLineAsync()
    {
        for (var failures = 0; !_off.IsCancellationRequested;)
        {
            using var socket = new ClientWebSocket();
            try
            {
                if (await OpenLineAsync(socket).ConfigureAwait(false))
                {
                    failures = 0;
                    await ReadLineAsync(socket).ConfigureAwait(false);
                }
                if ((int?)socket.CloseStatus == ReplacedStatus) return;
                await _clock.WaitAsync(RetryAfter(failures++), _off.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<bool> OpenLineAsync(ClientWebSocket socket)
    {
        using var deadline = new CancellationTokenSource(_options.ConnectWithin, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _off.Token);
        try
        {
            await socket.ConnectAsync(_lineUrl, either.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception) when (!_off.IsCancellationRequested)
        {
            // Refused, timed out or not a WebSocket: the gateway may be restarting.
            return false;
        }
    }

    private async Task ReadLineAsync(ClientWebSocket socket)
    {
        var sender = new SocketSender(socket, _options.Time);
        await using (sender.ConfigureAwait(false))
        using (_off.Token.Register(socket.Abort))
        {
            sender.Send(Hello());
            var reader = new SocketReader(socket);
            while (await reader.ReadAsync().ConfigureAwait(false) is { } type)
            {
                if (type == WebSocketMessageType.Binary) AddFault("a binary frame on the line");
                else TakeLineMessage(sender, reader.Current);
            }
            _watch.Change(() =>
            {
                if (_line == sender) _line = null;
                _ring = null;
            });
        }
    }

    private byte[] Hello()
    {
        var call = _watch.Read(() => _call is { Ended: null } call ? call : null);
        return call is null
            ? JsonSerializer.SerializeToUtf8Bytes(new { @event = "hello", line = _options.LineKey, name = _options.Name })
            : JsonSerializer.SerializeToUtf8Bytes(new { @event = "hello", line = _options.LineKey, name = _options.Name, leg = call.Leg, callId = call.CallId });
    }

    /// <exception cref="PhoneException">The line is away.</exception>
    private void Tell<T>(T message)
    {
        var line = _watch.Read(() => _line) ?? throw new PhoneException("The line is away.");
        line.Send(JsonSerializer.SerializeToUtf8Bytes(message));
    }

    private void TryTell<T>(T message) => _watch.Read(() => _line)?.Send(JsonSerializer.SerializeToUtf8Bytes(message));

    private void TakeLineMessage(SocketSender sender, ReadOnlyMemory<byte> frame)
    {
        try
        {
            using var json = JsonDocument.Parse(frame);
            var message = json.RootElement;
            string Text(string name) => message.GetProperty(name).GetString() ?? "";
            var at = _options.Time.GetUtcNow();
            switch (Text("event"))
            {
                case "welcome":
                    _watch.Change(() => _line = sender);
                    break;
                case "ringing":
                    _watch.Change(() => _ring = new IncomingCall(Text("leg"), Text("callId"), Text("from")));
                    break;
                case "calling":
                    _watch.Change(() => _call = new PhoneCall(Text("leg"), Text("callId")));
                    AskForMedia(Text("leg"));
                    break;
                case "resumed":
                    Resume(Text("leg"), Text("callId"));
                    break;
                case "ticket":
                    OpenMedia(new MediaTicket(WebSocketUrl(new Uri(_lineUrl, Text("url"))), Text("leg"), Text("callId"), Text("token")));
                    break;
                case "ended":
                    End(Text("leg"), Text("reason"));
                    break;
                case "agent":
                    AddCaption(new Caption.Agent(
                        at, message.GetProperty("utterance").GetInt32(), Text("text"), message.GetProperty("heardLength").GetInt32(),
                        message.GetProperty("finished").GetBoolean(), message.GetProperty("interrupted").GetBoolean()));
                    break;
                case "person":
                    AddCaption(new Caption.Person(at, Text("text"), message.GetProperty("final").GetBoolean()));
                    break;
                case "barge-in":
                    AddCaption(new Caption.BargeIn(at, Text("step")));
                    break;
                case "phase":
                    AddCaption(new Caption.Phase(at, Text("phase")));
                    break;
                case "refused":
                    Refused(sender, Text("what"), Text("reason"));
                    break;
            }
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            AddFault($"a malformed message on the line: {malformed.GetType().Name}");
        }
    }

    private void Refused(SocketSender sender, string what, string reason)
    {
        var call = _watch.Read(() => _call);
        _watch.Change(() => _refusal = $"{what}: {reason}");
        if (what == "hello") Later(() => sender.Send(Hello()));
        if (what == "media" && call is { Ended: null })
        {
            _watch.Change(() => call.Opening = false);
            RetryMedia(call);
        }
    }

    private void Resume(string leg, string callId)
    {
        _watch.Change(() =>
        {
            if (_call?.Leg != leg) _call = new PhoneCall(leg, callId);
            if (_call.Media is null) _call.Opening = false;
        });
        AskForMedia(leg);
    }

    private void End(string leg, string reason)
    {
        PhoneMedia? media = null;
        var ours = false;
        _watch.Change(() =>
        {
            if (_ring?.Leg == leg) _ring = null;
            if (_call?.Leg != leg || _call.Ended is not null) return;
            ours = true;
            _call.Ended = reason;
            media = _call.Media;
        });
        if (!ours) return;
        _voice.Abandon($"The call has ended: {reason}.");
        if (media is not null) _ = media.StopAsync();
    }

    private void AddCaption(Caption caption) => _watch.Change(() =>
    {
        if (_captions.Count == MaxCaptions) _captions.RemoveAt(0);
        _captions.Add(caption);
    });

    private void AddFault(string what) => _watch.Change(() =>
    {
        if (_faults.Count < MaxFaults) _faults.Add(new PhoneFault(_options.Time.GetUtcNow(), what));
    });

    private TimeSpan RetryAfter(int failures)
    {
        var wait = _options.FirstRetry * Math.Pow(2, Math.Min(failures, 16));
        return wait < _options.LongestRetry ? wait : _options.LongestRetry;
    }
}
