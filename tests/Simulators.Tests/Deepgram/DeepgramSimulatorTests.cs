using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using CallActors.Carriers.Tests;
using CallActors.Simulators.Deepgram;
using CallActors.Simulators.Server;

namespace CallActors.Simulators.Tests.Deepgram;

/// <summary>The simulator refuses what the vendor refuses.</summary>
public sealed class DeepgramSimulatorTests
{
    private const string Nova = "v1/listen?model=nova-3&encoding=mulaw&sample_rate=8000&interim_results=true";
    private const string Flux = "v2/listen?model=flux-general-en&encoding=mulaw&sample_rate=8000";
    private const string Speak = "v1/speak?model=aura-2-thalia-en&encoding=mulaw&sample_rate=8000";

    private readonly ManualTime _time = new();

    [Theory]
    [InlineData("v1/listen?model=nova-3&encoding=mulaw&sample_rate=8000&utterance_end_ms=1000")]
    [InlineData("v1/listen?model=nova-3&encoding=mulaw&sample_rate=8000&interim_results=true&utterance_end_ms=500")]
    [InlineData("v1/listen?model=nova-3&encoding=mulaw&sample_rate=8000&endpointing=soon")]
    [InlineData("v1/listen?model=nova-3&encoding=mulaw&sample_rate=8000&keywords=main")]
    [InlineData("v1/listen?model=nova-2&encoding=mulaw&sample_rate=8000&keyterm=main")]
    [InlineData("v1/listen?model=whale-1&encoding=mulaw&sample_rate=8000")]
    [InlineData("v1/listen?model=nova-3&encoding=mulaw&sample_rate=8000&eot_threshold=0.7")]
    [InlineData("v2/listen?model=nova-3&encoding=mulaw&sample_rate=8000")]
    [InlineData("v2/listen?model=flux-general-en&encoding=mulaw&sample_rate=8000&eot_threshold=0.4")]
    [InlineData("v2/listen?model=flux-general-en&encoding=mulaw&sample_rate=8000&eot_threshold=0.5&eager_eot_threshold=0.6")]
    [InlineData("v2/listen?model=flux-general-en&encoding=mulaw&sample_rate=8000&eot_timeout_ms=100")]
    [InlineData("v2/listen?model=flux-general-en&encoding=mulaw&sample_rate=8000&language_hint=de")]
    [InlineData("v2/listen?model=flux-general-en&encoding=mulaw&sample_rate=8000&interim_results=true")]
    [InlineData("v1/speak?model=aura-2-thalia-en&encoding=mulaw&sample_rate=8000&container=none")]
    [InlineData("v1/speak?model=aura-2-thalia-en&encoding=mulaw&sample_rate=8000&speed=3")]
    public async Task Bad_parameters_are_refused_before_the_socket_opens(string address)
    {
        await using var simulator = await DeepgramSimulator.StartAsync(time: _time);

        Assert.Equal(400, await RefusalAsync(simulator, address));
    }

    [Theory]
    [InlineData(Nova)]
    [InlineData(Flux)]
    [InlineData(Speak)]
    public async Task A_wrong_key_is_refused_and_a_browsers_key_is_taken(string address)
    {
        await using var simulator = await DeepgramSimulator.StartAsync(time: _time);

        Assert.Equal(401, await RefusalAsync(simulator, address, "wrong"));
        using var browser = new ClientWebSocket();
        browser.Options.AddSubProtocol("token");
        browser.Options.AddSubProtocol("simulated-key");
        await browser.ConnectAsync(AddressOf(simulator, address), CancellationToken.None);
        Assert.Equal("token", browser.SubProtocol);
    }

    [Fact]
    public async Task Ten_seconds_without_audio_end_a_stream_and_only_a_text_KeepAlive_after_audio_helps()
    {
        await using var simulator = await DeepgramSimulator.StartAsync(time: _time);
        using var socket = await ConnectAsync(simulator, Nova);
        var session = simulator.Sessions.Single();
        await SendAsync(socket, new byte[160]);
        await session.WhenAsync(s => s.Audio == 160, Patience);

        // In a binary message it is nothing.
        for (var i = 1; i <= 3; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            await SendAsync(socket, Json("KeepAlive"));
            await session.WhenAsync(s => s.Count("KeepAlive") == i, Patience);
        }

        _time.Advance(TimeSpan.FromSeconds(5));
        await socket.SendAsync(Encoding.UTF8.GetBytes("{\"type\":\"KeepAlive\"}"), WebSocketMessageType.Binary, true, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(5));

        await ReadToCloseAsync(socket);
        Assert.Equal(((WebSocketCloseStatus)1011, "NET-0001"), (socket.CloseStatus!.Value, socket.CloseStatusDescription));
    }

    [Fact]
    public async Task A_KeepAlive_before_the_first_audio_does_not_help()
    {
        await using var simulator = await DeepgramSimulator.StartAsync(time: _time);
        using var socket = await ConnectAsync(simulator, Nova);
        _time.Advance(TimeSpan.FromSeconds(9));
        await SendAsync(socket, Json("KeepAlive"));
        await simulator.Sessions.Single().WhenAsync(s => s.Count("KeepAlive") == 1, Patience);

        _time.Advance(TimeSpan.FromSeconds(1));

        await ReadToCloseAsync(socket);
        Assert.Equal("NET-0001", socket.CloseStatusDescription);
    }

    [Fact]
    public async Task An_empty_binary_message_ends_a_stream()
    {
        await using var simulator = await StartAsync(ScriptedHearing.Say("so far", 0));
        using var socket = await ConnectAsync(simulator, Nova);
        await SendAsync(socket, new byte[8000]);
        await SendAsync(socket, []);

        var messages = await ReadToCloseAsync(socket);

        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
        Assert.Equal("Metadata", (string?)messages[^1]["type"]);
        Assert.Contains(messages, message => (bool?)message["is_final"] is true);
    }

    [Fact]
    public async Task What_is_no_message_ends_a_stream()
    {
        await using var simulator = await DeepgramSimulator.StartAsync(time: _time);
        using var socket = await ConnectAsync(simulator, Nova);
        await SendAsync(socket, "not json");

        await ReadToCloseAsync(socket);

        Assert.Equal(((WebSocketCloseStatus)1008, "DATA-0000"), (socket.CloseStatus!.Value, socket.CloseStatusDescription));
    }

    [Fact]
    public async Task A_Finalize_is_answered_only_when_there_is_something_to_finalize()
    {
        await using var simulator = await StartAsync(ScriptedHearing.Say("one two", 0));
        using var socket = await ConnectAsync(simulator, $"{Nova}&endpointing=false");
        await SendAsync(socket, new byte[6400]);
        await SendAsync(socket, Json("Finalize"));
        await SendAsync(socket, Json("Finalize"));
        await SendAsync(socket, Json("CloseStream"));

        var messages = await ReadToCloseAsync(socket);

        var answer = Assert.Single(messages, message => (bool?)message["from_finalize"] is true);
        Assert.Equal("one two", (string?)answer["channel"]!["alternatives"]![0]!["transcript"]);
        Assert.Equal((0.0, 0.8), ((double)answer["start"]!, (double)answer["duration"]!));
    }

    [Fact]
    public async Task No_turn_ends_without_a_flow_of_audio()
    {
        await using var simulator = await StartAsync(ScriptedHearing.Say("hello", 0));
        using var socket = await ConnectAsync(simulator, Flux);
        await SendAsync(socket, new byte[4000]);
        await simulator.Sessions.Single().WhenAsync(s => s.Audio == 4000, Patience);
        _time.Advance(TimeSpan.FromMinutes(1));
        // What has been answered so far comes before the answer to this.
        await SendAsync(socket, "{\"type\":\"Configure\"}");
        Assert.DoesNotContain("EndOfTurn", await EventsUntilAsync(socket, "ConfigureSuccess"));

        await SendAsync(socket, new byte[8000]);

        Assert.Contains("EndOfTurn", await EventsUntilAsync(socket, "EndOfTurn"));
    }

    [Fact]
    public async Task There_is_no_KeepAlive_on_the_second_generation()
    {
        await using var simulator = await DeepgramSimulator.StartAsync(time: _time);
        using var socket = await ConnectAsync(simulator, Flux);
        await SendAsync(socket, Json("KeepAlive"));

        var messages = await ReadToCloseAsync(socket);

        Assert.Equal("Error", (string?)messages[^1]["type"]);
        Assert.Equal((WebSocketCloseStatus)1008, socket.CloseStatus);
    }

    [Fact]
    public async Task A_forced_end_of_turn_is_told_as_manual_and_ignored_where_there_is_no_turn()
    {
        await using var simulator = await StartAsync(ScriptedHearing.Say("hello", 0));
        using var socket = await ConnectAsync(simulator, Flux);
        await SendAsync(socket, Json("ForceEndTurn"));
        await SendAsync(socket, new byte[4000]);
        await SendAsync(socket, Json("ForceEndTurn"));
        await SendAsync(socket, Json("ForceEndTurn"));
        await SendAsync(socket, Json("CloseStream"));

        var ended = Assert.Single(await ReadToCloseAsync(socket), message => (string?)message["event"] == "EndOfTurn");

        Assert.Equal("manual", (string?)ended["trigger"]);
    }

    [Fact]
    public async Task Flushes_are_limited_and_the_limit_passes()
    {
        await using var simulator = await DeepgramSimulator.StartAsync(new DeepgramSimulatorOptions { FlushesPerMinute = 3 }, _time);
        using var socket = await ConnectAsync(simulator, Speak);
        for (var i = 0; i < 4; i++) await SendAsync(socket, Json("Flush"));
        Assert.Equal(3, (await EventsUntilAsync(socket, "Warning")).Count(type => type == "Flushed"));

        _time.Advance(TimeSpan.FromSeconds(60));
        await SendAsync(socket, Json("Flush"));

        Assert.Equal(["Flushed"], await EventsUntilAsync(socket, "Flushed"));
    }

    [Fact]
    public async Task A_socket_that_is_due_to_break_breaks_after_so_many_messages()
    {
        await using var simulator = await StartAsync(ScriptedHearing.Say("one two three", 0));
        simulator.Faults.Next("/v1/listen", new SimulatedFault.Break(2, 1011));
        using var socket = await ConnectAsync(simulator, Nova);
        await SendAsync(socket, new byte[16000]);

        Assert.Equal(2, (await ReadToCloseAsync(socket)).Count);
        Assert.Equal((WebSocketCloseStatus)1011, socket.CloseStatus);
    }

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private Task<DeepgramSimulator> StartAsync(IReadOnlyList<TimedWord> script) => DeepgramSimulator.StartAsync(
        new DeepgramSimulatorOptions { Hears = _ => ValueTask.FromResult<IHearing>(new ScriptedHearing(script)) }, _time);

    private static Uri AddressOf(DeepgramSimulator simulator, string address) => new($"ws://{simulator.Address.Authority}/{address}");

    private static async Task<ClientWebSocket> ConnectAsync(DeepgramSimulator simulator, string address, string key = "simulated-key")
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Authorization", $"Token {key}");
        try
        {
            await socket.ConnectAsync(AddressOf(simulator, address), CancellationToken.None);
            return socket;
        }
        catch (WebSocketException fault)
        {
            throw new InvalidOperationException($"{(int)socket.HttpStatusCode}", fault);
        }
    }

    private static async Task<int> RefusalAsync(DeepgramSimulator simulator, string address, string key = "simulated-key") =>
        int.Parse((await Assert.ThrowsAsync<InvalidOperationException>(() => ConnectAsync(simulator, address, key))).Message, null);

    private static string Json(string type) => new JsonObject { ["type"] = type }.ToJsonString();

    private static Task SendAsync(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    private static Task SendAsync(ClientWebSocket socket, byte[] audio) =>
        socket.SendAsync(audio, WebSocketMessageType.Binary, true, CancellationToken.None);

    private static async Task<JsonObject?> ReadAsync(ClientWebSocket socket)
    {
        using var late = new CancellationTokenSource(Patience);
        var buffer = new byte[64 * 1024];
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), late.Token);
            if (part.MessageType is WebSocketMessageType.Close) return null;
            length += part.Count;
            if (part.EndOfMessage) return JsonNode.Parse(buffer.AsSpan(0, length))!.AsObject();
        }
    }

    private static async Task<IReadOnlyList<JsonObject>> ReadToCloseAsync(ClientWebSocket socket)
    {
        var messages = new List<JsonObject>();
        while (await ReadAsync(socket) is { } message) messages.Add(message);
        return messages;
    }

    private static async Task<IReadOnlyList<string>> EventsUntilAsync(ClientWebSocket socket, string last)
    {
        var events = new List<string>();
        while (events.Count == 0 || events[^1] != last)
        {
            var message = await ReadAsync(socket) ?? throw new InvalidOperationException($"The socket ended before {last}.");
            if ((string?)message["type"] != "Metadata") events.Add((string?)message["event"] ?? (string)message["type"]!);
        }

        return events;
    }
}
