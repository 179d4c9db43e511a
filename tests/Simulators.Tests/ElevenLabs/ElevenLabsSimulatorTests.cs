using System.Net.WebSockets;
using System.Text.Json.Nodes;
using CallActors.Carriers.Tests;
using CallActors.Simulators.ElevenLabs;
using CallActors.Tests.Voices;

namespace CallActors.Simulators.Tests.ElevenLabs;

public sealed class ElevenLabsSimulatorTests : IAsyncLifetime
{
    private const string Open = """{"text":" ","context_id":"a"}""";

    private readonly ManualTime _time = new();
    private ElevenLabsSimulator _vendor = null!;

    public async Task InitializeAsync() => _vendor = await ElevenLabsSimulator.StartAsync(new ElevenLabsSimulatorOptions(), new MetronomeVoice(), _time);

    public async Task DisposeAsync() => await _vendor.DisposeAsync();

    [Fact]
    public async Task Nothing_is_spoken_before_the_schedule_is_reached()
    {
        using var socket = await ElevenLabsSocket.OpenAsync(_vendor);
        var almost = string.Concat(Enumerable.Repeat("word ", 23));
        await socket.SendAsync(Open, $$"""{"text":"{{almost}}","context_id":"a"}""", """{"text":" ","context_id":"b"}""", """{"text":"Hello ","context_id":"b","flush":true}""");
        Assert.Equal("b", (string?)(await socket.ReadAsync())!["contextId"]);
        await socket.SendAsync("""{"text":"and more ","context_id":"a"}""");
        Assert.Equal("a", (string?)(await socket.ReadAsync())!["contextId"]);
    }

    [Fact]
    public async Task The_schedule_can_be_shortened_and_a_flush_speaks_what_there_is()
    {
        using var socket = await ElevenLabsSocket.OpenAsync(_vendor);
        await socket.SendAsync(
            """{"text":" ","context_id":"a","generation_config":{"chunk_length_schedule":[50]}}""",
            $$"""{"text":"{{new string('x', 50)}} ","context_id":"a"}""");
        Assert.Equal(MetronomeVoice.SamplesPerWord, AudioOf(await socket.ReadAsync()).Length);
        await socket.SendAsync("""{"text":"y ","context_id":"a","flush":true}""");
        Assert.Equal(MetronomeVoice.SamplesPerWord, AudioOf(await socket.ReadAsync()).Length);
    }

    [Fact]
    public async Task Times_count_from_each_pieces_beginning_and_their_durations_add_up_to_its_length()
    {
        using var socket = await ElevenLabsSocket.OpenAsync(_vendor, "stream-input");
        await socket.SendAsync("""{"text":" "}""", """{"text":"One two three four five six "}""", """{"text":""}""");
        var messages = await socket.ReadToFinalAsync();
        Assert.Equal(4, messages.Count);
        var spoken = "";
        foreach (var message in messages[..^1])
        {
            var alignment = message["alignment"]!;
            Assert.Equal(0, (int)alignment["charStartTimesMs"]![0]!);
            Assert.Equal(AudioOf(message).Length, 8 * alignment["charDurationsMs"]!.AsArray().Sum(d => (int)d!));
            spoken += string.Concat(alignment["chars"]!.AsArray().Select(c => (string)c!));
        }

        Assert.Equal("One two three four five six ", spoken);
        Assert.Null(messages[^1]["audio"]);
        Assert.Null(await socket.ReadAsync());
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    [Fact]
    public async Task Times_are_told_only_when_they_are_asked_for()
    {
        using var socket = await ElevenLabsSocket.OpenAsync(_vendor, query: "model_id=eleven_flash_v2_5&output_format=ulaw_8000");
        await socket.SendAsync(Open, """{"text":"Hello ","context_id":"a","flush":true}""");
        Assert.Null((await socket.ReadAsync())!["alignment"]);
    }

    [Fact]
    public async Task A_context_that_is_closed_loses_what_was_not_flushed_and_keeps_what_was()
    {
        using var socket = await ElevenLabsSocket.OpenAsync(_vendor);
        await socket.SendAsync(
            Open,
            """{"text":"One ","context_id":"a","flush":true}""",
            """{"text":"two three ","context_id":"a"}""",
            """{"context_id":"a","close_context":true}""");
        var messages = await socket.ReadToFinalAsync();
        Assert.Equal(MetronomeVoice.SamplesPerWord, messages.Sum(m => AudioOf(m).Length));
    }

    [Fact]
    public async Task A_socket_that_is_told_to_close_speaks_what_was_flushed_and_closes()
    {
        using var socket = await ElevenLabsSocket.OpenAsync(_vendor);
        await socket.SendAsync(Open, """{"text":"One ","context_id":"a","flush":true}""", """{"close_socket":true}""");
        Assert.Equal(2, (await socket.ReadToFinalAsync()).Count);
        Assert.Null(await socket.ReadAsync());
    }

    [Fact]
    public async Task A_sixth_context_is_refused()
    {
        using var socket = await ElevenLabsSocket.OpenAsync(_vendor);
        for (var i = 0; i < 6; i++) await socket.SendAsync($$"""{"text":" ","context_id":"c{{i}}"}""");
        await AssertRefusedAsync(socket, "max_contexts_exceeded");
    }

    [Fact]
    public async Task A_context_that_is_over_makes_room()
    {
        using var socket = await ElevenLabsSocket.OpenAsync(_vendor);
        for (var i = 0; i < 12; i++)
        {
            await socket.SendAsync($$"""{"text":" ","context_id":"c{{i}}"}""", $$"""{"context_id":"c{{i}}","close_context":true}""");
            Assert.True((bool)(await socket.ReadAsync())!["isFinal"]!);
        }
    }

    [Theory]
    [InlineData("", 20)]
    [InlineData("&inactivity_timeout=120", 120)]
    public async Task A_socket_on_which_nothing_comes_is_closed(string query, int seconds)
    {
        using var socket = await ElevenLabsSocket.OpenAsync(_vendor, query: "model_id=eleven_flash_v2_5&output_format=ulaw_8000" + query);
        await socket.SendAsync(Open, """{"text":"One ","context_id":"a","flush":true}""");
        await socket.ReadAsync();
        _time.Advance(TimeSpan.FromSeconds(seconds - 1));
        // An empty text keeps a context, and with it the socket.
        await socket.SendAsync("""{"text":"","context_id":"a"}""", """{"text":"two ","context_id":"a","flush":true}""");
        Assert.NotEmpty(AudioOf(await socket.ReadAsync()));
        _time.Advance(TimeSpan.FromSeconds(seconds));
        await AssertRefusedAsync(socket, "input_timeout_exceeded");
    }

    [Theory]
    [InlineData("multi-stream-input", "xi_api_key", "simulated-key", true)]
    [InlineData("stream-input", "xi-api-key", "simulated-key", true)]
    [InlineData("multi-stream-input", "xi_api_key", "wrong", false)]
    [InlineData("stream-input", "xi_api_key", "simulated-key", false)]
    public async Task The_key_may_come_with_the_first_message(string door, string name, string key, bool isTaken)
    {
        using var socket = await ElevenLabsSocket.OpenAsync(_vendor, door, key: null);
        await socket.SendAsync($$"""{"text":" ","{{name}}":"{{key}}"}""");
        if (isTaken)
        {
            await socket.SendAsync("""{"text":"One ","flush":true}""");
            Assert.NotEmpty(AudioOf(await socket.ReadAsync()));
        }
        else
        {
            await AssertRefusedAsync(socket, "invalid_api_key");
        }
    }

    [Theory]
    [InlineData("model_id=eleven_flash_v2_5&output_format=ulaw_8000&inactivity_timeout=181", 422)]
    [InlineData("model_id=eleven_flash_v2_5&output_format=wav", 422)]
    [InlineData("model_id=no_such_model&output_format=ulaw_8000", 400)]
    [InlineData("model_id=eleven_multilingual_v2&output_format=ulaw_8000&language_code=de", 400)]
    public async Task A_handshake_that_asks_for_what_there_is_not_is_refused(string query, int status) =>
        Assert.Equal(status, await ElevenLabsSocket.RefusedAsync(_vendor, query));

    [Fact]
    public async Task A_wrong_key_or_voice_refuses_the_handshake()
    {
        const string query = "model_id=eleven_flash_v2_5&output_format=ulaw_8000";
        Assert.Equal(401, await ElevenLabsSocket.RefusedAsync(_vendor, query, key: "wrong"));
        Assert.Equal(404, await ElevenLabsSocket.RefusedAsync(_vendor, query, voice: "nobody"));
    }

    [Theory]
    [InlineData("stream-input", """{"text":"Hello "}""", "invalid_first_message")]
    [InlineData("stream-input", """{"text":""}""", "missing_first_message")]
    [InlineData("stream-input", """{"flush":true}""", "missing")]
    [InlineData("multi-stream-input", """{"text":" ","voice_settings":{"speed":1.3}}""", "invalid_voice_settings")]
    [InlineData("multi-stream-input", """{"text":" ","voice_settings":{"speeed":1}}""", "invalid_voice_settings")]
    [InlineData("multi-stream-input", """{"text":" ","generation_config":{"chunk_length_schedule":[40]}}""", "invalid_schedule")]
    [InlineData("multi-stream-input", "no json", "invalid_message")]
    [InlineData("multi-stream-input", "[1]", "invalid_message")]
    public async Task A_message_that_the_vendor_does_not_take_ends_the_socket(string door, string message, string word)
    {
        using var socket = await ElevenLabsSocket.OpenAsync(_vendor, door);
        await socket.SendAsync(message);
        await AssertRefusedAsync(socket, word);
    }

    [Fact]
    public async Task Voice_settings_cannot_be_changed_on_the_way()
    {
        using var socket = await ElevenLabsSocket.OpenAsync(_vendor);
        await socket.SendAsync("""{"text":" ","context_id":"a","voice_settings":{"speed":1.1}}""", """{"text":"x ","context_id":"a","voice_settings":{"speed":1.1}}""");
        await socket.SendAsync("""{"text":"x ","context_id":"a","voice_settings":{"speed":1.2}}""");
        await AssertRefusedAsync(socket, "voice_settings_changed");
    }

    [OracleFact]
    public async Task The_vendors_own_client_hears_both_HTTP_streams_and_understands_the_refusals()
    {
        const string text = "The build is green now.";
        var seen = JsonNode.Parse(await Oracle.AskAsync("elevenlabs-http.mjs", "", _vendor.Server.Address.AbsoluteUri, "simulated-key", ElevenLabsSocket.Voice, text))!;
        var audio = MetronomeVoice.Of(text).Audio;
        Assert.Equal(audio, Convert.FromBase64String((string)seen["stream"]!));
        var pieces = seen["pieces"]!.AsArray();
        Assert.Equal(audio, pieces.SelectMany(p => Convert.FromBase64String((string)p!["audioBase64"]!)));
        Assert.Equal(text, string.Concat(pieces.SelectMany(p => p!["alignment"]!["characters"]!.AsArray().Select(c => (string)c!))));
        Assert.All(pieces, p => Assert.Equal(
            p!["alignment"]!["characters"]!.AsArray().Count, p["alignment"]!["characterStartTimesSeconds"]!.AsArray().Count));
        Assert.Equal((401, "invalid_api_key"), StatusOf(seen["wrongKey"]));
        Assert.Equal("UnprocessableEntityError", (string?)seen["wrongSpeed"]!["type"]);
        Assert.Equal((404, "voice_not_found"), StatusOf(seen["noVoice"]));
        Assert.Equal((400, "model_not_found"), StatusOf(seen["noModel"]));
        Assert.Equal((400, "unsupported_language"), StatusOf(seen["noLanguage"]));
    }

    [OracleTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_sockets_say_reads_by_the_vendors_own_table_of_names(bool isMulti)
    {
        using var socket = await ElevenLabsSocket.OpenAsync(_vendor, isMulti ? "multi-stream-input" : "stream-input");
        await socket.SendAsync("""{"text":" "}""", """{"text":"One two three four ","flush":true}""", isMulti ? """{"context_id":"default","close_context":true}""" : """{"text":""}""");
        var received = await socket.ReadToFinalAsync();
        var question = new JsonObject { ["isMulti"] = isMulti, ["sent"] = new JsonArray(), ["received"] = new JsonArray([.. received.Select(m => m.DeepClone())]) };
        var read = JsonNode.Parse(await Oracle.AskAsync("elevenlabs-wire.mjs", question.ToJsonString()))!["received"]!.AsArray();
        var suffix = isMulti ? "Multi" : "";
        Assert.Equal(
            ["AudioOutput" + suffix, "AudioOutput" + suffix, "FinalOutput" + suffix],
            read.Select(m => (string?)m?["schema"]));
        Assert.All(read.Take(2), m => Assert.Equal(
            m!["value"]!["alignment"]!["chars"]!.AsArray().Count, m["value"]!["alignment"]!["charStartTimesMs"]!.AsArray().Count));
    }

    private static (int, string) StatusOf(JsonNode? refusal) => ((int)refusal!["status"]!, (string)refusal["detail"]!["status"]!);

    private static byte[] AudioOf(JsonNode? message) => (string?)message?["audio"] is { } audio ? Convert.FromBase64String(audio) : [];

    private static async Task AssertRefusedAsync(ElevenLabsSocket socket, string word)
    {
        JsonNode? message;
        do message = await socket.ReadAsync();
        while (message is not null && message["error"] is null);
        Assert.Equal(word, (string?)message!["error"]);
        Assert.Equal(1008, (int)message["code"]!);
        Assert.Null(await socket.ReadAsync());
        Assert.Equal((WebSocketCloseStatus.PolicyViolation, word), (socket.CloseStatus, socket.CloseReason));
    }
}
