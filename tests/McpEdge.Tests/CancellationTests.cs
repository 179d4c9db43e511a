using CallActors.McpEdge.Tests.Gateways;
using CallActors.McpEdge.Tests.Processes;

namespace CallActors.McpEdge.Tests;

public sealed class CancellationTests
{
    [Theory]
    [InlineData("initiate_call")]
    [InlineData("continue_call")]
    public async Task A_cancelled_tool_call_closes_its_request_and_abandons_the_operation(string tool)
    {
        await using var gateway = await GatewayFake.StartAsync();
        var (began, aborted) = HangUntilAborted(gateway);
        await using var edge = await EdgeProcess.StartAsync(gateway);

        var call = edge.Begin(tool, Arguments(tool));
        await began.Soon();
        var order = await gateway.NextOperation();
        await call.CancelAsync();
        await aborted.Soon();
        var path = tool == "initiate_call"
            ? $"/api/operations/{order.IdempotencyKey}"
            : $"/api/call/{GatewayFake.CallId}/operations/{order.IdempotencyKey}";
        Assert.Equal($"DELETE {path}", (await gateway.NextDelete()).Line);
    }

    [Fact]
    public async Task The_next_tool_call_is_served_after_a_cancelled_one()
    {
        await using var gateway = await GatewayFake.StartAsync();
        var (began, aborted) = HangUntilAborted(gateway);
        await using var edge = await EdgeProcess.StartAsync(gateway);
        var call = edge.Begin("initiate_call", Arguments("initiate_call"));
        await began.Soon();
        await call.CancelAsync();
        await aborted.Soon();

        gateway.OnOperation = (_, _) => Task.FromResult(FakeReply.Ok(GatewayAnswers.Placed));
        Assert.Contains("Yes, go ahead", (await edge.CallAsync("initiate_call", Arguments("initiate_call"))).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_abandonment_is_repeated_until_the_gateway_has_taken_it()
    {
        await using var gateway = await GatewayFake.StartAsync();
        var (began, _) = HangUntilAborted(gateway);
        var refusals = 2;
        gateway.OnDelete = _ => Interlocked.Decrement(ref refusals) >= 0
            ? FakeReply.Problem(503, "starting", "The gateway is starting.")
            : FakeReply.NoContent;
        await using var edge = await EdgeProcess.StartAsync(gateway);
        var call = edge.Begin("initiate_call", Arguments("initiate_call"));
        await began.Soon();
        await call.CancelAsync();

        var first = await gateway.NextDelete();
        Assert.Equal(first.Line, (await gateway.NextDelete()).Line);
        Assert.Equal(first.Line, (await gateway.NextDelete()).Line);
    }

    [Fact]
    public async Task A_client_that_leaves_in_the_middle_abandons_what_it_waited_for()
    {
        await using var gateway = await GatewayFake.StartAsync();
        var (began, aborted) = HangUntilAborted(gateway);
        var edge = await EdgeProcess.StartAsync(gateway);
        var calling = edge.CallAsync("initiate_call", Arguments("initiate_call"));
        await began.Soon();
        var order = await gateway.NextOperation();
        await edge.DisposeAsync();

        await aborted.Soon();
        Assert.Equal($"DELETE /api/operations/{order.IdempotencyKey}", (await gateway.NextDelete()).Line);
        await Assert.ThrowsAnyAsync<Exception>(() => calling);
    }

    [Fact]
    public async Task A_tool_call_that_takes_longer_than_the_deadline_is_abandoned_and_says_so()
    {
        await using var gateway = await GatewayFake.StartAsync();
        var (_, aborted) = HangUntilAborted(gateway);
        await using var edge = await EdgeProcess.StartAsync(gateway, "--deadline", "1");
        var result = await edge.CallAsync("continue_call", Arguments("continue_call"));

        Assert.Contains("within 1 s", result.Failure("overdue"), StringComparison.Ordinal);
        await aborted.Soon();
        await gateway.NextDelete();
    }

    private static Dictionary<string, object?> Arguments(string tool) => tool == "initiate_call"
        ? new() { ["message"] = "Hi" }
        : new() { ["call_id"] = GatewayFake.CallId, ["message"] = "Hi" };

    private static (Task Began, Task Aborted) HangUntilAborted(GatewayFake gateway)
    {
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.OnOperation = async (_, aborted) =>
        {
            began.TrySetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, aborted);
            }
            finally
            {
                gone.TrySetResult();
            }
            return FakeReply.NoContent;
        };
        return (began.Task, gone.Task);
    }
}
