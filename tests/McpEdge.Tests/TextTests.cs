using System.Text.Json;
using CallActors.McpEdge.Tests.Gateways;
using CallActors.McpEdge.Tests.Processes;
using ModelContextProtocol.Protocol;

namespace CallActors.McpEdge.Tests;

/// <summary>What <c>send_message</c> has of its own.</summary>
public sealed class TextTests : IAsyncLifetime
{
    private GatewayFake _gateway = null!;

    public async Task InitializeAsync() => _gateway = await GatewayFake.StartAsync();

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task A_text_is_sent_and_its_reply_returned_as_Call_Me_Clouds_clients_read_it()
    {
        Answer(GatewayAnswers.Replied);
        await using var edge = await EdgeProcess.StartAsync(_gateway);
        var result = await edge.CallAsync("send_message", new() { ["message"] = " Shall I deploy? ", ["to"] = "Ada", ["wait_seconds"] = 90 });

        Assert.Equal("Message sent.\n\nMessage ID: text-1\n\nUser's response:\nYes, on Monday.", result.Text());
        Assert.Equal("""{"message_id":"text-1","response":"Yes, on Monday.","wish":"none"}""", (await Conforming(edge, result)).GetRawText());
        var order = await _gateway.NextOperation();
        Assert.Equal("POST /api/message", order.Line);
        Assert.Equal("""{"message":"Shall I deploy?","to":"Ada","waitSeconds":90}""", order.Body.ToString());
        Assert.Matches("^[0-9a-f]{32}$", order.IdempotencyKey);
    }

    [Fact]
    public async Task A_wish_to_be_called_comes_with_the_call_that_rings_for_it()
    {
        Answer(GatewayAnswers.CallMe);
        await using var edge = await EdgeProcess.StartAsync(_gateway);
        var result = await edge.CallAsync("send_message", new() { ["message"] = "Hi" });

        Assert.EndsWith($"Call me.\n\nThe person asked to be called and is rung by {GatewayFake.CallId}. Use continue_call on that call.", result.Text(), StringComparison.Ordinal);
        var structured = await Conforming(edge, result);
        Assert.Equal(("now", GatewayFake.CallId), (structured.GetProperty("wish").GetString(), structured.GetProperty("call_id").GetString()));
        Assert.Equal("""{"message":"Hi"}""", (await _gateway.NextOperation()).Body.ToString());
    }

    [Theory]
    [InlineData("\"now\"", "now", "Use initiate_call.")]
    [InlineData("\"later\"", "later", "Do not ring yet.")]
    [InlineData("null", "none", "User's response:\nSoon.")]
    public async Task A_wish_that_nobody_has_rung_for_is_told_too(string told, string wish, string words)
    {
        Answer($$"""{"messageId":"msg-1-1700000000000","response":"Soon.","wish":{{told}}}""");
        await using var edge = await EdgeProcess.StartAsync(_gateway);
        var result = await edge.CallAsync("send_message", new() { ["message"] = "Hi" });

        Assert.EndsWith(words, result.Text(), StringComparison.Ordinal);
        Assert.Equal(wish, (await Conforming(edge, result)).GetProperty("wish").GetString());
    }

    [Theory]
    [InlineData(409, "no-texts", "Use initiate_call")]
    [InlineData(409, "no-reply", "comes with your next send_message")]
    [InlineData(409, "thread-busy", "your other messages to this person")]
    [InlineData(409, "abandoned", "may have been sent")]
    [InlineData(400, "not-fit", "1 to 1,600 characters")]
    [InlineData(502, "not-delivered", "did not get it")]
    [InlineData(502, "carrier-failed", "./run doctor")]
    [InlineData(503, "not-stored", "sent again it may come twice")]
    [InlineData(500, "gateway-failed", "sent again it may come twice")]
    [InlineData(404, "unknown-call", "sends no texts")]
    public async Task A_refusal_is_told_in_the_words_of_texts_and_not_of_calls(int status, string reason, string mend)
    {
        _gateway.OnOperation = (_, _) => Task.FromResult(FakeReply.Problem(status, reason, "This is what happened"));
        await using var edge = await EdgeProcess.StartAsync(_gateway);
        var result = await edge.CallAsync("send_message", new() { ["message"] = "Hi" });

        var text = result.Failure(reason);
        Assert.StartsWith("Error: This is what happened. ", text, StringComparison.Ordinal);
        Assert.Contains(mend, text, StringComparison.Ordinal);
        Assert.DoesNotContain("call_status", text, StringComparison.Ordinal);
        Assert.Equal(status, (int?)result.Meta!["callactors/status"]);
        Assert.Single(_gateway.Requests);
    }

    [Theory]
    [InlineData("""{"response":"Yes."}""")]
    [InlineData("""{"messageId":"text-1"}""")]
    public async Task An_answer_that_is_none_to_a_text_is_no_gateways(string body)
    {
        Answer(body);
        await using var edge = await EdgeProcess.StartAsync(_gateway);

        (await edge.CallAsync("send_message", new() { ["message"] = "Hi" })).Failure("unusable-gateway");
    }

    [Fact]
    public async Task A_text_longer_than_ten_parts_is_refused_and_the_longest_is_sent()
    {
        Answer(GatewayAnswers.Replied);
        await using var edge = await EdgeProcess.StartAsync(_gateway);
        var refused = await edge.CallAsync("send_message", new() { ["message"] = new string('x', 1601) });

        Assert.Contains("longer than 1,600", refused.Failure("bad-argument"), StringComparison.Ordinal);
        Assert.Empty(_gateway.Requests);
        (await edge.CallAsync("send_message", new() { ["message"] = new string('x', 1600) })).Structured();
    }

    [Fact]
    public async Task Cancelled_the_request_is_closed_and_there_is_no_operation_to_abandon()
    {
        _gateway.OnOperation = Never;
        await using var edge = await EdgeProcess.StartAsync(_gateway);
        var sending = edge.Begin("send_message", new() { ["message"] = "Hi" });
        var order = await _gateway.NextOperation();
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var _ = order.Aborted.Register(closed.SetResult);
        await sending.CancelAsync();
        await closed.Task.Soon();

        // The first that is abandoned is the call after it.
        var calling = edge.Begin("initiate_call", new() { ["message"] = "Hi" });
        var call = await _gateway.NextOperation();
        await calling.CancelAsync();
        Assert.Equal($"DELETE /api/operations/{call.IdempotencyKey}", (await _gateway.NextDelete()).Line);
    }

    [Fact]
    public async Task A_wait_that_outlasts_the_deadline_is_given_up_and_the_text_stays_sent()
    {
        _gateway.OnOperation = Never;
        await using var edge = await EdgeProcess.StartAsync(_gateway, "--deadline", "1");
        var text = (await edge.CallAsync("send_message", new() { ["message"] = "Hi" })).Failure("overdue");

        Assert.Contains("within 1 s", text, StringComparison.Ordinal);
        Assert.Contains("the text stays sent", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_waits_is_told_so_and_a_gateway_killed_and_started_again_gives_the_reply_under_the_same_key()
    {
        _gateway.OnOperation = Never;
        _gateway.OnQuestion = _ => FakeReply.Ok("{}");
        await using var edge = await EdgeProcess.StartAsync(_gateway, "--progress", "0.25");
        var progress = new ProgressRecorder();
        var sending = edge.CallAsync("send_message", new() { ["message"] = "Hi" }, progress);
        var first = await _gateway.NextOperation();
        await progress.Seen("waiting for the person's reply");

        await _gateway.KillAsync();
        await progress.Seen("reconnecting to the gateway");
        var reply = new TaskCompletionSource<FakeReply>();
        _gateway.OnOperation = (_, aborted) => reply.Task.WaitAsync(aborted);
        await _gateway.RestartAsync();
        var second = await _gateway.NextOperation();
        var told = progress.Told.Count;
        await progress.SeenAfter(told, "waiting for the person's reply");
        reply.SetResult(FakeReply.Ok(GatewayAnswers.Replied));

        Assert.Contains("Yes, on Monday.", (await sending).Text(), StringComparison.Ordinal);
        Assert.Equal((first.IdempotencyKey, first.Line, first.Body.ToString()), (second.IdempotencyKey, second.Line, second.Body.ToString()));
        Assert.All(_gateway.Requests.Where(r => r.Method == "GET"), question => Assert.Equal("/api/health", question.Path));
    }

    [Fact]
    public async Task A_gateway_that_does_not_come_back_may_have_sent_the_text()
    {
        _gateway.OnOperation = Never;
        await using var edge = await EdgeProcess.StartAsync(_gateway, "--reconnect", "1");
        var sending = edge.CallAsync("send_message", new() { ["message"] = "Hi" });
        await _gateway.NextOperation();
        await _gateway.KillAsync();

        var text = (await sending).Failure("gateway-lost");
        Assert.Contains("may have been sent", text, StringComparison.Ordinal);
        Assert.DoesNotContain("call_status", text, StringComparison.Ordinal);
        await _gateway.RestartAsync();
    }

    [Fact]
    public async Task No_word_of_a_text_reaches_the_log()
    {
        Answer(GatewayAnswers.Replied);
        var edge = await EdgeProcess.StartAsync(_gateway);
        await edge.CallAsync("send_message", new() { ["message"] = "The secret is swordfish", ["to"] = "+15551234567" });
        await edge.DisposeAsync();

        Assert.Contains(_gateway.Address, edge.Errors, StringComparison.Ordinal);
        foreach (var word in new[] { "swordfish", "Monday", "+15551234567" }) Assert.DoesNotContain(word, edge.Errors, StringComparison.Ordinal);
    }

    private void Answer(string body) => _gateway.OnOperation = (_, _) => Task.FromResult(FakeReply.Ok(body));

    private static async Task<JsonElement> Conforming(EdgeProcess edge, CallToolResult result)
    {
        var structured = result.Structured();
        SchemaCheck.Conforms(structured, (await edge.Client.ListToolsAsync()).Single(t => t.Name == "send_message").ProtocolTool.OutputSchema!.Value);
        return structured;
    }

    private static async Task<FakeReply> Never(RecordedRequest request, CancellationToken aborted)
    {
        await Task.Delay(Timeout.Infinite, aborted);
        return FakeReply.NoContent;
    }
}
