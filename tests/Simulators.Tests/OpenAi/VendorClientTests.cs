using System.Text.Json.Nodes;
using CallActors.Simulators.OpenAi;
using CallActors.Simulators.Server;

namespace CallActors.Simulators.Tests.OpenAi;

/// <summary>The simulator, judged by the vendor's own client.</summary>
public sealed class VendorClientTests
{
    private const string Key = "sk-simulated";

    [OracleFact]
    public async Task The_vendors_client_speaks_and_transcribes_and_understands_what_is_refused()
    {
        await using var simulator = await OpenAiSimulator.StartAsync(new OpenAiSimulatorOptions());
        simulator.Hears("one two three", "four five", "six seven eight");
        // The last two of its questions.
        for (var i = 0; i < 6; i++) simulator.Faults.Next("/v1/audio/speech", new SimulatedFault.Slow(TimeSpan.Zero));
        simulator.Faults.Next("/v1/audio/speech", new SimulatedFault.Slow(TimeSpan.Zero));
        simulator.Faults.Next("/v1/audio/speech", new SimulatedFault.Status(
            429, """{"error":{"message":"Rate limit reached","type":"requests","param":null,"code":"rate_limit_exceeded"}}""", TimeSpan.FromSeconds(2)));
        simulator.Faults.Next("/v1/audio/speech", new SimulatedFault.Status(503, """{"error":{"message":"Overloaded","type":"server_error","param":null,"code":null}}"""));

        var seen = JsonNode.Parse(await Oracle.AskAsync("openai-http.mjs", Convert.ToBase64String(Wav(8000)), $"{simulator.Address}v1", Key))!;

        Assert.Contains("gpt-4o-transcribe", seen["models"]!.AsArray().Select(m => m!.GetValue<string>()));
        // 13 characters of 60 ms each, 24 kHz, two bytes a sample.
        Assert.Equal(13 * 60 * 24 * 2, seen["pcmBytes"]!.GetValue<int>());
        Assert.Equal("RIFF", seen["wavHead"]!.GetValue<string>());
        Assert.Equal(["speech.audio.delta", "speech.audio.done"], seen["eventTypes"]!.AsArray().Select(t => t!.GetValue<string>()));
        Assert.Equal(13 * 60 * 24 * 2, seen["eventBytes"]!.GetValue<int>());
        Assert.Equal("one two three", seen["text"]!.GetValue<string>());
        Assert.Equal("four five\n", seen["plain"]!.GetValue<string>());
        Assert.Equal(["six", " seven", " eight"], seen["deltas"]!.AsArray().Select(d => d!.GetValue<string>()));
        Assert.Equal("six seven eight", seen["done"]!.GetValue<string>());
        AssertRefused(seen["wrongKey"], "AuthenticationError", 401, "invalid_api_key");
        AssertRefused(seen["tooLong"], "BadRequestError", 400, "string_too_long");
        AssertRefused(seen["unknownField"], "BadRequestError", 400, null);
        AssertRefused(seen["oldModelInstructed"], "BadRequestError", 400, "unsupported_parameter");
        AssertRefused(seen["oldModelEvents"], "BadRequestError", 400, "invalid_value");
        AssertRefused(seen["language"], "BadRequestError", 400, "invalid_language_format");
        AssertRefused(seen["noAudio"], "BadRequestError", 400, null);
        AssertRefused(seen["throttled"], "RateLimitError", 429, "rate_limit_exceeded");
        AssertRefused(seen["failed"], "InternalServerError", 503, null);
        Assert.Equal("req_simulated", seen["tooLong"]!["request"]!.GetValue<string>());
    }

    [OracleFact]
    public async Task A_transcription_session_in_the_current_shape_goes_its_way()
    {
        await using var simulator = await OpenAiSimulator.StartAsync(new OpenAiSimulatorOptions());
        simulator.Hears("hello world", null);

        var events = await AskAsync(
            simulator, Update(), Pause("session.updated"), Append(100), Commit(), Pause(Completed), Append(100), Commit(), Pause(Failed));

        Assert.Equal(
            [
                "session.created", "session.updated", "input_audio_buffer.committed", Delta, Delta, Completed, "input_audio_buffer.committed", Failed,
            ],
            events.Select(TypeOf));
        Assert.Equal("hello world", events[5]["transcript"]!.GetValue<string>());
        Assert.Null(events[2]["previous_item_id"]);
        Assert.Equal(events[2]["item_id"]!.GetValue<string>(), events[6]["previous_item_id"]!.GetValue<string>());
        Assert.Equal(events.Length, events.Select(e => e["event_id"]!.GetValue<string>()).Distinct().Count());
    }

    [OracleFact]
    public async Task What_the_vendor_refuses_is_refused_and_the_session_goes_on()
    {
        await using var simulator = await OpenAiSimulator.StartAsync(new OpenAiSimulatorOptions());
        simulator.Hears("still here");
        var update = Update();
        update["session"]!["audio"]!["input"]!["volume"] = 11;
        update["event_id"] = "mine";

        var events = await AskAsync(
            simulator,
            update, Pause("error"),
            new JsonObject { ["type"] = "transcription_session.update", ["session"] = new JsonObject() }, Pause("error"),
            Update(), Pause("session.updated"),
            Commit(), Pause("error"),
            Append(90), Commit(), Pause("error"),
            new JsonObject { ["type"] = "input_audio_buffer.append", ["audio"] = "?" }, Pause("error"),
            Append(10), Commit(), Pause(Completed));

        var errors = events.Where(e => TypeOf(e) == "error").Select(e => e["error"]!).ToArray();
        Assert.Equal(
            ["unknown_parameter", "invalid_value", "input_audio_buffer_commit_empty", "input_audio_buffer_commit_empty", "invalid_value"],
            errors.Select(e => e["code"]!.GetValue<string>()));
        Assert.Equal("session.audio.input.volume", errors[0]["param"]!.GetValue<string>());
        Assert.Equal("mine", errors[0]["event_id"]!.GetValue<string>());
        Assert.Equal("still here", events[^1]["transcript"]!.GetValue<string>());
    }

    [OracleFact]
    public async Task Two_items_are_finished_in_the_wrong_order()
    {
        await using var simulator = await OpenAiSimulator.StartAsync(new OpenAiSimulatorOptions { FinishesOutOfOrder = true });
        simulator.Hears("first", "second");

        var events = await AskAsync(simulator, Update(), Pause("session.updated"), Append(100), Commit(), Append(100), Commit(), Pause(Completed), Pause(Completed));

        Assert.Equal(["second", "first"], events.Where(e => TypeOf(e) == Completed).Select(e => e["transcript"]!.GetValue<string>()));
    }

    [OracleFact]
    public async Task An_expired_session_says_so_and_closes()
    {
        await using var simulator = await OpenAiSimulator.StartAsync(new OpenAiSimulatorOptions { SessionLife = TimeSpan.FromMilliseconds(200) });

        var events = await AskAsync(simulator, Pause("error"), Pause("client.closed"));

        Assert.Equal(["session.created", "error", "client.closed"], events.Select(TypeOf));
        Assert.Equal("session_expired", events[1]["error"]!["code"]!.GetValue<string>());
    }

    [OracleFact]
    public async Task The_servers_own_detection_finds_speech_and_its_end()
    {
        await using var simulator = await OpenAiSimulator.StartAsync(new OpenAiSimulatorOptions());
        simulator.Hears("found it");
        var update = Update();
        update["session"]!["audio"]!["input"]!["turn_detection"] = new JsonObject { ["type"] = "server_vad", ["silence_duration_ms"] = 300 };

        var events = await AskAsync(simulator, update, Pause("session.updated"), Silence(200), Append(400), Silence(400), Pause(Completed));

        Assert.Equal(
            ["input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped", "input_audio_buffer.committed"],
            events.Select(TypeOf).Skip(2).Take(3));
        Assert.Equal(200, events[2]["audio_start_ms"]!.GetValue<int>());
        Assert.Equal(900, events[3]["audio_end_ms"]!.GetValue<int>());
        Assert.Equal(events[3]["item_id"]!.GetValue<string>(), events[4]["item_id"]!.GetValue<string>());
    }

    [OracleFact]
    public async Task A_server_of_before_refuses_who_does_not_ask_for_its_beta()
    {
        await using var simulator = await OpenAiSimulator.StartAsync(new OpenAiSimulatorOptions { Dialect = OpenAiDialect.EarlierVendor });

        var events = await AskAsync(simulator, Pause("error"), Pause("client.closed"));

        Assert.Equal("missing_beta_header", events[0]["error"]!["code"]!.GetValue<string>());
        Assert.Equal(3000, events[1]["code"]!.GetValue<int>());
    }

    private const string Delta = "conversation.item.input_audio_transcription.delta";
    private const string Completed = "conversation.item.input_audio_transcription.completed";
    private const string Failed = "conversation.item.input_audio_transcription.failed";

    private static async Task<JsonObject[]> AskAsync(OpenAiSimulator simulator, params JsonObject[] script)
    {
        var told = await Oracle.AskAsync("openai-realtime.mjs", "", $"{simulator.Address}v1", Key, new JsonArray([.. script]).ToJsonString());
        return [.. JsonNode.Parse(told)!.AsArray().Select(e => e!.AsObject())];
    }

    private static string TypeOf(JsonObject told) => told["type"]!.GetValue<string>();

    private static JsonObject Update() => JsonNode.Parse(
        """
        {"type":"session.update","session":{"type":"transcription","audio":{"input":{"format":{"type":"audio/pcmu"},
        "transcription":{"model":"gpt-4o-transcribe","language":"en"},"turn_detection":null}}}}
        """)!.AsObject();

    private static JsonObject Pause(string type) => new() { ["pause"] = type };

    private static JsonObject Commit() => new() { ["type"] = "input_audio_buffer.commit" };

    private static JsonObject Append(int milliseconds) => Audio(milliseconds, 0x90);

    private static JsonObject Silence(int milliseconds) => Audio(milliseconds, 0xFF);

    private static JsonObject Audio(int milliseconds, byte sample) =>
        new() { ["type"] = "input_audio_buffer.append", ["audio"] = Convert.ToBase64String([.. Enumerable.Repeat(sample, milliseconds * 8)]) };

    private static void AssertRefused(JsonNode? refusal, string kind, int status, string? code)
    {
        Assert.NotNull(refusal);
        Assert.Equal((kind, status, code), (refusal["kind"]!.GetValue<string>(), refusal["status"]!.GetValue<int>(), refusal["code"]?.GetValue<string>()));
    }

    private static byte[] Wav(int samples)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("RIFF"u8);
        writer.Write(36 + 2 * samples);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(8000);
        writer.Write(16_000);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(2 * samples);
        writer.Write(new byte[2 * samples]);
        return file.ToArray();
    }
}
