using CallActors.McpEdge.Tests.Gateways;
using CallActors.McpEdge.Tests.Processes;

namespace CallActors.McpEdge.Tests;

public sealed class ReconnectTests
{
    [Fact]
    public async Task A_gateway_killed_in_the_middle_and_started_again_still_gives_the_answer_under_the_same_key()
    {
        await using var gateway = await GatewayFake.StartAsync();
        gateway.OnOperation = Never;
        await using var edge = await EdgeProcess.StartAsync(gateway, "--progress", "0.25");
        var progress = new ProgressRecorder();
        var calling = edge.CallAsync("initiate_call", new() { ["message"] = "Hi" }, progress);
        var first = await gateway.NextOperation();

        await gateway.KillAsync();
        await progress.Seen("reconnecting to the gateway");
        gateway.OnOperation = (_, _) => Task.FromResult(FakeReply.Ok(GatewayAnswers.Placed));
        await gateway.RestartAsync();

        Assert.Contains("Yes, go ahead", (await calling).Text(), StringComparison.Ordinal);
        var second = await gateway.NextOperation();
        Assert.Equal(first.IdempotencyKey, second.IdempotencyKey);
        Assert.Equal(first.Line, second.Line);
        Assert.Equal(first.Body.ToString(), second.Body.ToString());
    }

    [Fact]
    public async Task An_order_for_a_call_that_exists_waits_for_a_gateway_that_is_just_coming_back()
    {
        await using var gateway = await GatewayFake.StartAsync();
        gateway.OnOperation = (_, _) => Task.FromResult(FakeReply.Ok(GatewayAnswers.Spoken));
        await gateway.KillAsync();
        await using var edge = await EdgeProcess.StartAsync(gateway, "--progress", "0.25");
        var progress = new ProgressRecorder();
        var calling = edge.CallAsync("speak_to_user", new() { ["call_id"] = GatewayFake.CallId, ["message"] = "One moment." }, progress);
        await progress.Seen("reconnecting to the gateway");
        await gateway.RestartAsync();

        Assert.Equal("Message spoken: \"One moment.\"", (await calling).Text());
    }

    [Fact]
    public async Task A_gateway_that_stops_or_a_proxy_that_stands_in_for_it_is_asked_again_under_the_same_key()
    {
        await using var gateway = await GatewayFake.StartAsync();
        var replies = new Queue<FakeReply>(
        [
            FakeReply.Problem(503, "stopping", "The gateway is stopping."),
            new FakeReply(502, "<html>Bad gateway</html>", "text/html"),
            FakeReply.Ok(GatewayAnswers.Placed),
        ]);
        gateway.OnOperation = (_, _) => Task.FromResult(replies.Dequeue());
        await using var edge = await EdgeProcess.StartAsync(gateway);

        Assert.Contains("Yes, go ahead", (await edge.CallAsync("initiate_call", new() { ["message"] = "Hi" })).Text(), StringComparison.Ordinal);
        Assert.Single(gateway.Requests.Select(r => r.IdempotencyKey).Distinct());
        Assert.Equal(3, gateway.Requests.Count);
    }

    [Fact]
    public async Task A_gateway_that_does_not_come_back_is_given_up_with_a_warning_that_it_may_have_been_heard()
    {
        await using var gateway = await GatewayFake.StartAsync();
        gateway.OnOperation = Never;
        await using var edge = await EdgeProcess.StartAsync(gateway, "--reconnect", "1");
        var calling = edge.CallAsync("initiate_call", new() { ["message"] = "Hi" });
        await gateway.NextOperation();
        await gateway.KillAsync();

        var text = (await calling).Failure("gateway-lost");
        Assert.Contains("was not back after 1 s", text, StringComparison.Ordinal);
        Assert.Contains("call_status before saying anything again", text, StringComparison.Ordinal);
        await gateway.RestartAsync();
    }

    [Fact]
    public async Task A_cancelled_tool_call_does_not_wait_for_the_gateway_to_come_back()
    {
        await using var gateway = await GatewayFake.StartAsync();
        gateway.OnOperation = Never;
        await using var edge = await EdgeProcess.StartAsync(gateway, "--reconnect", "600");
        var call = edge.Begin("initiate_call", new() { ["message"] = "Hi" });
        var order = await gateway.NextOperation();
        await gateway.KillAsync();
        await call.CancelAsync();
        await gateway.RestartAsync();

        Assert.Equal($"DELETE /api/operations/{order.IdempotencyKey}", (await gateway.NextDelete()).Line);
        Assert.Single(gateway.Requests, r => r.Method == "POST");
    }

    private static async Task<FakeReply> Never(RecordedRequest request, CancellationToken aborted)
    {
        await Task.Delay(Timeout.Infinite, aborted);
        return FakeReply.NoContent;
    }
}
