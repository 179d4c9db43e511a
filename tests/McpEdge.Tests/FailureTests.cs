using System.Net.Sockets;
using CallActors.McpEdge.Tests.Gateways;
using CallActors.McpEdge.Tests.Processes;

namespace CallActors.McpEdge.Tests;

public sealed class FailureTests
{
    [Theory]
    [InlineData(404, "unknown-call", "list the calls")]
    [InlineData(409, "call-ended", "initiate_call rings again")]
    [InlineData(409, "call-busy", "Wait for their results")]
    [InlineData(409, "declined", "do not ring again unasked")]
    [InlineData(409, "line-busy", "in a few minutes")]
    [InlineData(409, "no-answer", "try again later")]
    [InlineData(409, "nothing-heard", "ask again with continue_call")]
    [InlineData(409, "not-understood", "digits on the keypad")]
    [InlineData(502, "carrier-failed", "./run doctor")]
    [InlineData(502, "speech-failed", "./run doctor")]
    [InlineData(409, "abandoned", "call_status")]
    [InlineData(413, "too-large", "Say less")]
    public async Task A_refusal_becomes_a_tool_error_that_says_what_happened_and_what_to_do(int status, string reason, string mend)
    {
        await using var gateway = await GatewayFake.StartAsync();
        gateway.OnOperation = (_, _) => Task.FromResult(FakeReply.Problem(status, reason, "This is what happened", GatewayFake.CallId));
        await using var edge = await EdgeProcess.StartAsync(gateway);
        var result = await edge.CallAsync("initiate_call", new() { ["message"] = "Hi" });

        var text = result.Failure(reason);
        Assert.StartsWith("Error: This is what happened. ", text, StringComparison.Ordinal);
        Assert.Contains(mend, text, StringComparison.Ordinal);
        Assert.Equal(status, (int?)result.Meta!["callactors/status"]);
        Assert.Equal(GatewayFake.CallId, (string?)result.Meta["callactors/call_id"]);
        Assert.Single(gateway.Requests);
    }

    [Theory]
    [InlineData(400, "application/json", """{"error":"message is required"}""", "bad-request", "Error: message is required.")]
    [InlineData(500, "text/html", "<html>oops</html>", "gateway-failed", "answered with status 500")]
    [InlineData(301, "text/html", "", "unusable-gateway", "Check CALLME_CLOUD_URL")]
    [InlineData(200, "text/html", "<html>Welcome</html>", "unusable-gateway", "is not a CallActors gateway")]
    [InlineData(200, "application/json", """{"callId":"call-1"}""", "unusable-gateway", "is not a CallActors gateway")]
    public async Task Whatever_answers_there_the_tool_says_it_in_words(int status, string contentType, string body, string reason, string words)
    {
        await using var gateway = await GatewayFake.StartAsync();
        gateway.OnOperation = (_, _) => Task.FromResult(new FakeReply(status, body, contentType));
        await using var edge = await EdgeProcess.StartAsync(gateway);

        Assert.Contains(words, (await edge.CallAsync("initiate_call", new() { ["message"] = "Hi" })).Failure(reason), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_names_where_it_came_from_and_never_the_key()
    {
        await using var gateway = await GatewayFake.StartAsync();
        await using var edge = await EdgeProcess.StartAsync(gateway.Address, "a-key-of-another-gateway");
        var text = (await edge.CallAsync("call_status", [])).Failure("unauthorized");

        Assert.Contains("CALLME_API_KEY", text, StringComparison.Ordinal);
        Assert.DoesNotContain("a-key-of-another-gateway", text, StringComparison.Ordinal);
        Assert.DoesNotContain("a-key-of-another-gateway", edge.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_gateway_the_agent_is_told_how_to_start_one()
    {
        var port = FreePort();
        await using var edge = await EdgeProcess.StartAsync($"http://127.0.0.1:{port}", GatewayFake.Key, "--reconnect", "0.5");

        Assert.Contains("./run", (await edge.CallAsync("initiate_call", new() { ["message"] = "Hi" })).Failure("gateway-not-running"), StringComparison.Ordinal);
        Assert.Contains("connection refused", (await edge.CallAsync("call_status", [])).Failure("gateway-not-running"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_file_may_appear_and_change_while_the_edge_runs()
    {
        var folder = Directory.CreateTempSubdirectory("callactors-mcp-");
        try
        {
            var file = Path.Combine(folder.FullName, "api-key");
            await using var gateway = await GatewayFake.StartAsync();
            gateway.OnQuestion = _ => FakeReply.Ok(GatewayAnswers.Calls);
            await using var edge = await EdgeProcess.StartAsync(gateway.Address, key: null, "--key-file", file);

            Assert.Contains($"no key file {file}", (await edge.CallAsync("call_status", [])).Failure("no-key"), StringComparison.Ordinal);
            await File.WriteAllTextAsync(file, "an-older-key-0123456789\n");
            Assert.Contains(file, (await edge.CallAsync("call_status", [])).Failure("unauthorized"), StringComparison.Ordinal);
            await File.WriteAllTextAsync(file, GatewayFake.Key + "\n");
            (await edge.CallAsync("call_status", [])).Structured();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task No_word_of_a_call_and_no_key_reaches_the_log()
    {
        await using var gateway = await GatewayFake.StartAsync();
        gateway.OnOperation = (_, _) => Task.FromResult(FakeReply.Ok(GatewayAnswers.Placed));
        var edge = await EdgeProcess.StartAsync(gateway);
        await edge.CallAsync("initiate_call", new() { ["message"] = "The secret is swordfish" });
        await edge.DisposeAsync();

        Assert.Contains(gateway.Address, edge.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("swordfish", edge.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("go ahead", edge.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(GatewayFake.Key, edge.Errors, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
