using CallActors.McpEdge.Tests.Gateways;
using CallActors.McpEdge.Tests.Processes;

namespace CallActors.McpEdge.Tests;

public sealed class ProgressTests
{
    [Fact]
    public async Task Who_waits_for_a_call_is_told_each_phase_and_progress_only_grows()
    {
        await using var gateway = await GatewayFake.StartAsync();
        var answer = new TaskCompletionSource<FakeReply>();
        gateway.OnOperation = (_, aborted) => answer.Task.WaitAsync(aborted);
        var call = GatewayAnswers.Call("placing");
        gateway.OnQuestion = _ => FakeReply.Ok(call);
        await using var edge = await EdgeProcess.StartAsync(gateway, "--progress", "0.25");
        var progress = new ProgressRecorder();

        var calling = edge.CallAsync("initiate_call", new() { ["message"] = "Hi" }, progress);
        var key = (await gateway.NextOperation()).IdempotencyKey;
        await progress.Seen("placing the call");
        call = GatewayAnswers.Call("ringing");
        await progress.Seen("ringing");
        call = GatewayAnswers.Call("talking", speaking: true);
        await progress.Seen("speaking");
        call = GatewayAnswers.Call("talking");
        await progress.Seen("waiting for the person's answer");
        answer.SetResult(FakeReply.Ok(GatewayAnswers.Placed));
        await calling;

        var told = progress.Told;
        Assert.True(told.Zip(told.Skip(1)).All(pair => pair.First.Progress < pair.Second.Progress));
        Assert.All(told, value => Assert.Null(value.Total));
        var questions = gateway.Requests.Where(r => r.Method == "GET").Select(r => r.Path).ToList();
        Assert.Equal($"/api/operations/{key}", questions[0]);
        Assert.All(questions.Skip(1), path => Assert.Equal($"/api/call/{GatewayFake.CallId}", path));
    }

    [Fact]
    public async Task While_nothing_changes_the_same_is_told_again_before_the_silence_is_too_long()
    {
        await using var gateway = await GatewayFake.StartAsync();
        var answer = new TaskCompletionSource<FakeReply>();
        gateway.OnOperation = (_, aborted) => answer.Task.WaitAsync(aborted);
        gateway.OnQuestion = _ => FakeReply.Ok(GatewayAnswers.Call("talking"));
        await using var edge = await EdgeProcess.StartAsync(gateway, "--progress", "0.5");
        var progress = new RepeatRecorder("waiting for the person's answer", times: 4);

        var calling = edge.CallAsync("continue_call", new() { ["call_id"] = GatewayFake.CallId, ["message"] = "Hi" }, progress);
        await progress.Enough;
        answer.SetResult(FakeReply.Ok(GatewayAnswers.Placed));

        (await calling).Structured();
        Assert.DoesNotContain(gateway.Requests, r => r.Path.StartsWith("/api/operations/", StringComparison.Ordinal) && r.Method == "GET");
    }

    [Fact]
    public async Task A_gateway_that_tells_nothing_does_not_silence_the_progress()
    {
        await using var gateway = await GatewayFake.StartAsync();
        var answer = new TaskCompletionSource<FakeReply>();
        gateway.OnOperation = (_, aborted) => answer.Task.WaitAsync(aborted);
        gateway.OnQuestion = _ => new FakeReply(500, "oh no", "text/plain");
        await using var edge = await EdgeProcess.StartAsync(gateway, "--progress", "0.25");
        var progress = new RepeatRecorder("placing the call", times: 3);

        var calling = edge.CallAsync("initiate_call", new() { ["message"] = "Hi" }, progress);
        await progress.Enough;
        answer.SetResult(FakeReply.Ok(GatewayAnswers.Placed));

        (await calling).Structured();
    }

    [Fact]
    public async Task Without_a_progress_token_the_gateway_is_not_asked_how_the_call_stands()
    {
        await using var gateway = await GatewayFake.StartAsync();
        gateway.OnOperation = (_, _) => Task.FromResult(FakeReply.Ok(GatewayAnswers.Placed));
        await using var edge = await EdgeProcess.StartAsync(gateway, "--progress", "0.05");
        await edge.CallAsync("initiate_call", new() { ["message"] = "Hi" });

        Assert.Equal("POST", Assert.Single(gateway.Requests).Method);
    }

    private sealed class RepeatRecorder(string message, int times) : IProgress<ModelContextProtocol.ProgressNotificationValue>
    {
        private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _seen;

        public Task Enough => _enough.Task.Soon();

        public void Report(ModelContextProtocol.ProgressNotificationValue value)
        {
            if (value.Message == message && Interlocked.Increment(ref _seen) == times) _enough.SetResult();
        }
    }
}
