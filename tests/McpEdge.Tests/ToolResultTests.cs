using System.Text.Json;
using CallActors.McpEdge.Tests.Gateways;
using CallActors.McpEdge.Tests.Processes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace CallActors.McpEdge.Tests;

public sealed class ToolResultTests : IAsyncLifetime
{
    private GatewayFake _gateway = null!;
    private EdgeProcess _edge = null!;

    public async Task InitializeAsync()
    {
        _gateway = await GatewayFake.StartAsync();
        // A trailing slash is forgiven.
        _edge = await EdgeProcess.StartAsync(_gateway.Address + "/", GatewayFake.Key);
    }

    public async Task DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task Initiate_call_orders_a_call_and_returns_the_answer_as_Call_Me_Clouds_clients_read_it()
    {
        Answer(GatewayAnswers.Placed);
        var result = await _edge.CallAsync("initiate_call", new()
        {
            ["message"] = "Hi, shall I deploy?",
            ["to"] = "+15551234567",
            ["expect"] = JsonElement.Parse("""{"oneOf":["yes"," later "]}"""),
        });

        Assert.Equal(
            $"Call initiated successfully.\n\nCall ID: {GatewayFake.CallId}\n\nUser's response:\nYes, go ahead\n\nUse continue_call to ask follow-ups or end_call to hang up.",
            result.Text());
        var structured = await Conforming(result, "initiate_call");
        Assert.Equal(GatewayFake.CallId, structured.GetProperty("call_id").GetString());
        Assert.Equal("Yes, go ahead", structured.GetProperty("response").GetString());
        Assert.Equal("Hi, shall I deploy?", structured.GetProperty("heard").GetString());
        Assert.False(structured.GetProperty("interrupted").GetBoolean());
        Assert.False(structured.GetProperty("ended").GetBoolean());
        Assert.Equal(320.25, structured.GetProperty("timings").GetProperty("voice_end_to_text").GetDouble());
        Assert.False(structured.GetProperty("timings").TryGetProperty("onset_to_clear", out _));

        var order = await _gateway.NextOperation();
        Assert.Equal("POST /api/call?include=details", order.Line);
        Assert.Equal("Hi, shall I deploy?", order.Body?.GetProperty("message").GetString());
        Assert.Equal("+15551234567", order.Body?.GetProperty("to").GetString());
        Assert.Equal("""{"oneOf":["yes","later"]}""", order.Body?.GetProperty("expect").GetRawText());
        Assert.Matches("^[0-9a-f]{32}$", order.IdempotencyKey);
    }

    [Fact]
    public async Task An_interruption_is_told_with_the_words_that_were_heard()
    {
        Answer(GatewayAnswers.CutShort);
        var result = await _edge.CallAsync("continue_call", OnCall("I am about to push to main."));

        Assert.Equal("User's response:\nStop, use the other branch\n\nThe person interrupted you and heard only this much: \"I am about to push\"", result.Text());
        var structured = await Conforming(result, "continue_call");
        Assert.True(structured.GetProperty("interrupted").GetBoolean());
        Assert.Equal("I am about to push", structured.GetProperty("heard").GetString());
        Assert.Equal(0.4, structured.GetProperty("timings").GetProperty("onset_to_clear").GetDouble());
        var order = await _gateway.NextOperation();
        Assert.Equal($"POST /api/call/{GatewayFake.CallId}/continue?include=details", order.Line);
        Assert.Equal("""{"message":"I am about to push to main."}""", order.Body.ToString());
    }

    [Fact]
    public async Task A_hang_up_while_waiting_is_an_answer_and_not_a_failure()
    {
        Answer(GatewayAnswers.HungUp);
        var result = await _edge.CallAsync("continue_call", OnCall("Shall I go on?"));

        Assert.Equal("User's response:\nI have to\n\nThe call is over (hung-up).", result.Text());
        var structured = await Conforming(result, "continue_call");
        Assert.True(structured.GetProperty("ended").GetBoolean());
        Assert.Equal("hung-up", structured.GetProperty("end_reason").GetString());
    }

    [Fact]
    public async Task Speak_to_user_repeats_the_message_that_was_spoken()
    {
        Answer(GatewayAnswers.Spoken);
        var result = await _edge.CallAsync("speak_to_user", OnCall("One moment."));

        Assert.Equal("Message spoken: \"One moment.\"", result.Text());
        Assert.False((await Conforming(result, "speak_to_user")).GetProperty("interrupted").GetBoolean());
        Assert.Equal($"POST /api/call/{GatewayFake.CallId}/speak?include=details", (await _gateway.NextOperation()).Line);
    }

    [Fact]
    public async Task Listen_says_nothing_and_returns_what_the_person_says()
    {
        Answer(GatewayAnswers.Listened);
        var result = await _edge.CallAsync("listen", new() { ["call_id"] = GatewayFake.CallId, ["expect"] = "yes-no" });

        Assert.Equal("User's response:\nand clean up", result.Text());
        var structured = await Conforming(result, "listen");
        Assert.Equal("and clean up", structured.GetProperty("response").GetString());
        Assert.False(structured.GetProperty("interrupted").GetBoolean());
        var order = await _gateway.NextOperation();
        Assert.Equal($"POST /api/call/{GatewayFake.CallId}/listen?include=details", order.Line);
        Assert.Equal("""{"expect":"yes-no"}""", order.Body.ToString());
        Assert.Matches("^[0-9a-f]{32}$", order.IdempotencyKey);
    }

    [Fact]
    public async Task Report_progress_hands_the_line_over_and_waits_for_nobody()
    {
        _gateway.OnOperation = (_, _) => Task.FromResult(new FakeReply(202, ""));
        var result = await _edge.CallAsync("report_progress", new() { ["call_id"] = GatewayFake.CallId, ["line"] = " Half of the tests have passed. " });

        Assert.Equal("Progress noted: \"Half of the tests have passed.\"", result.Text());
        Assert.Equal("Half of the tests have passed.", (await Conforming(result, "report_progress")).GetProperty("line").GetString());
        var order = await _gateway.NextOperation();
        Assert.Equal($"POST /api/call/{GatewayFake.CallId}/progress", order.Line);
        Assert.Equal("""{"line":"Half of the tests have passed."}""", order.Body.ToString());
        Assert.Null(order.IdempotencyKey);
    }

    [Fact]
    public async Task Report_progress_on_a_call_that_is_over_is_a_failure_in_words()
    {
        _gateway.OnOperation = (_, _) => Task.FromResult(FakeReply.Problem(409, "call-ended", "The call is over.", GatewayFake.CallId));
        var result = await _edge.CallAsync("report_progress", new() { ["call_id"] = GatewayFake.CallId, ["line"] = "Building." });

        Assert.StartsWith("Error: The call is over.", result.Failure("call-ended"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("initiate_call", """{"message":"This deletes everything.","interruptible":false}""")]
    [InlineData("continue_call", """{"call_id":"call-1","message":"This deletes everything.","interruptible":false}""")]
    [InlineData("speak_to_user", """{"call_id":"call-1","message":"This deletes everything.","interruptible":false}""")]
    public async Task A_message_may_be_one_that_is_not_to_be_interrupted(string tool, string arguments)
    {
        Answer(GatewayAnswers.Placed);
        (await _edge.CallAsync(tool, JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments)!)).Structured();

        Assert.Equal("""{"message":"This deletes everything.","interruptible":false}""", (await _gateway.NextOperation()).Body.ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_may_be_asked_to_be_recorded_or_left_out_of_it(bool record)
    {
        Answer(GatewayAnswers.Placed);
        await _edge.CallAsync("initiate_call", new() { ["message"] = "Hello.", ["record"] = record });

        Assert.Equal(record, (await _gateway.NextOperation()).Body!.Value.GetProperty("record").GetBoolean());
    }

    [Fact]
    public async Task A_recording_that_is_not_allowed_is_a_failure_with_the_key_that_allows_it()
    {
        const string why = "This gateway records no calls. Its operator may allow it with recording.calls = per-call; or leave record out.";
        _gateway.OnOperation = (_, _) => Task.FromResult(FakeReply.Problem(403, "recording-off", why, GatewayFake.CallId));
        var result = await _edge.CallAsync("initiate_call", new() { ["message"] = "Hello.", ["record"] = true });

        Assert.Contains("recording.calls", result.Failure("recording-off"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task End_call_tells_the_duration()
    {
        Answer(GatewayAnswers.Ended);
        var result = await _edge.CallAsync("end_call", OnCall("Goodbye."));

        Assert.Equal("Call ended. Duration: 42s", result.Text());
        var structured = await Conforming(result, "end_call");
        Assert.True(structured.GetProperty("ended").GetBoolean());
        Assert.Equal("agent-ended", structured.GetProperty("end_reason").GetString());
        Assert.Equal(42, structured.GetProperty("duration_seconds").GetDouble());
        Assert.Equal($"POST /api/call/{GatewayFake.CallId}/end?include=details", (await _gateway.NextOperation()).Line);
    }

    [Fact]
    public async Task Call_status_tells_a_call_with_its_transcript()
    {
        _gateway.OnQuestion = _ => FakeReply.Ok(GatewayAnswers.Talking);
        var result = await _edge.CallAsync("call_status", new() { ["call_id"] = GatewayFake.CallId });

        Assert.Equal(
            $"{GatewayFake.CallId}: talking, to softphone, 2026-11-20 10:00:00Z\nYou: I am about to push to main. [interrupted; heard: \"I am about to push\"]\nPerson: Stop, use the other branch",
            result.Text());
        var structured = await Conforming(result, "call_status");
        Assert.Equal("talking", structured.GetProperty("phase").GetString());
        Assert.Equal(2, structured.GetProperty("transcript").GetArrayLength());
        Assert.Equal($"GET /api/call/{GatewayFake.CallId}", Assert.Single(_gateway.Requests).Line);
    }

    [Fact]
    public async Task Call_status_without_a_call_lists_the_calls()
    {
        _gateway.OnQuestion = _ => FakeReply.Ok(GatewayAnswers.Calls);
        var result = await _edge.CallAsync("call_status", []);

        Assert.Contains("call-zzzzzzzzzzzzzzzzzzzzzzzzzz: ended (no-answer), from +15550001111", result.Text(), StringComparison.Ordinal);
        var calls = (await Conforming(result, "call_status")).GetProperty("calls");
        Assert.Equal(["talking", "ended"], calls.EnumerateArray().Select(c => c.GetProperty("phase").GetString()));
        Assert.Equal("GET /api/calls", Assert.Single(_gateway.Requests).Line);
    }

    [Fact]
    public async Task Every_tool_call_has_a_key_of_its_own()
    {
        Answer(GatewayAnswers.Spoken);
        await _edge.CallAsync("speak_to_user", OnCall("One moment."));
        await _edge.CallAsync("speak_to_user", OnCall("One moment."));

        Assert.NotEqual((await _gateway.NextOperation()).IdempotencyKey, (await _gateway.NextOperation()).IdempotencyKey);
    }

    [Theory]
    [InlineData("open", "\"open\"")]
    [InlineData("digits", "\"digits\"")]
    [InlineData("""{"oneOf":["left","right"]}""", """{"oneOf":["left","right"]}""")]
    public async Task An_expectation_reaches_the_gateway_also_when_a_model_wrote_it_as_a_string(string given, string sent)
    {
        Answer(GatewayAnswers.Placed);
        await _edge.CallAsync("initiate_call", new() { ["message"] = "Which one?", ["expect"] = given });

        Assert.Equal(sent, (await _gateway.NextOperation()).Body!.Value.GetProperty("expect").GetRawText());
    }

    [Theory]
    [InlineData("continue_call", """{"call_id":"call-1"}""", "'message' is missing")]
    [InlineData("end_call", """{"message":"Bye"}""", "'call_id' is missing")]
    [InlineData("speak_to_user", """{"call_id":"call-1","message":5}""", "'message' is not a string")]
    [InlineData("speak_to_user", """{"call_id":"call-1","message":"Hi","interruptible":"no"}""", "'interruptible' is neither true nor false")]
    [InlineData("initiate_call", """{"message":"Hi","record":"yes"}""", "'record' is neither true nor false")]
    [InlineData("report_progress", """{"call_id":"call-1"}""", "'line' is missing")]
    [InlineData("listen", "{}", "'call_id' is missing")]
    [InlineData("send_message", "{}", "'message' is missing")]
    [InlineData("send_message", """{"message":"Hi","wait_seconds":"60"}""", "'wait_seconds' is not a number")]
    [InlineData("nothing_like_it", "{}", "Unknown tool")]
    public async Task An_unknown_tool_and_arguments_of_another_shape_are_errors_of_the_protocol(string tool, string arguments, string why)
    {
        var given = JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments)!;
        var fault = await Assert.ThrowsAsync<McpProtocolException>(() => _edge.CallAsync(tool, given));

        Assert.Equal(McpErrorCode.InvalidParams, fault.ErrorCode);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
        Assert.Empty(_gateway.Requests);
    }

    [Theory]
    [InlineData("continue_call", """{"call_id":"../health","message":"Hi"}""", "call_id is not the id of a call")]
    [InlineData("call_status", """{"call_id":"call-1/operations"}""", "call_id is not the id of a call")]
    [InlineData("end_call", """{"call_id":"call-1","message":"  "}""", "message is empty")]
    [InlineData("initiate_call", """{"message":"Hi","to":""}""", "to is not somebody")]
    [InlineData("initiate_call", """{"message":"Hi","expect":"maybe"}""", "expect is \"open\"")]
    [InlineData("initiate_call", """{"message":"Hi","expect":{"oneOf":["only"]}}""", "2 to 20 choices")]
    [InlineData("continue_call", """{"call_id":"call-1","message":"Hi","expect":{"oneOf":["a",2]}}""", "2 to 20 choices")]
    [InlineData("listen", """{"call_id":"call-1","expect":"maybe"}""", "expect is \"open\"")]
    [InlineData("report_progress", """{"call_id":"call-1","line":" "}""", "line is empty")]
    [InlineData("send_message", """{"message":" "}""", "message is empty")]
    [InlineData("send_message", """{"message":"Hi","to":" "}""", "to is not somebody who can be written to")]
    [InlineData("send_message", """{"message":"Hi","wait_seconds":0.5}""", "1 to 3,600 seconds")]
    [InlineData("send_message", """{"message":"Hi","wait_seconds":3601}""", "1 to 3,600 seconds")]
    public async Task An_argument_that_makes_no_sense_is_refused_with_a_mend_before_anything_is_sent(string tool, string arguments, string mend)
    {
        var result = await _edge.CallAsync(tool, JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments)!);

        Assert.Contains(mend, result.Failure("bad-argument"), StringComparison.Ordinal);
        Assert.Empty(_gateway.Requests);
    }

    [Fact]
    public async Task A_line_that_is_too_long_for_progress_is_refused()
    {
        var result = await _edge.CallAsync("report_progress", new() { ["call_id"] = GatewayFake.CallId, ["line"] = new string('x', 201) });

        Assert.Contains("longer than 200", result.Failure("bad-argument"), StringComparison.Ordinal);
        Assert.Empty(_gateway.Requests);
    }

    private static Dictionary<string, object?> OnCall(string message) => new() { ["call_id"] = GatewayFake.CallId, ["message"] = message };

    private void Answer(string body) => _gateway.OnOperation = (_, _) => Task.FromResult(FakeReply.Ok(body));

    private async Task<JsonElement> Conforming(CallToolResult result, string tool)
    {
        var structured = result.Structured();
        var schema = (await _edge.Client.ListToolsAsync()).Single(t => t.Name == tool).ProtocolTool.OutputSchema!.Value;
        SchemaCheck.Conforms(structured, schema);
        return structured;
    }
}
