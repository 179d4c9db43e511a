using System.Text.Json;
using CallActors.McpEdge.Tests.Gateways;
using CallActors.McpEdge.Tests.Processes;

namespace CallActors.McpEdge.Tests;

/// <summary>The edge as the TypeScript SDK sees it: a client that shares no code with ours.</summary>
public sealed class OracleTests
{
    [OracleFact]
    public async Task The_official_TypeScript_client_is_served_as_the_protocol_says()
    {
        await using var gateway = await GatewayFake.StartAsync();
        gateway.OnOperation = AnswerAsync;
        gateway.OnQuestion = Answer;
        var output = await Oracle.AskAsync("mcp-stdio.mjs", "", Places.EdgeExecutable, gateway.Address, GatewayFake.Key, GatewayFake.CallId);
        using var document = JsonDocument.Parse(output);
        var seen = document.RootElement;

        Assert.Equal("[]", seen.GetProperty("faults").GetRawText());
        Assert.Equal("callactors", seen.GetProperty("server").GetProperty("name").GetString());
        Assert.Equal("""["initiate_call","continue_call","speak_to_user","listen","report_progress","end_call","send_message","call_status"]""", seen.GetProperty("tools").GetRawText());
        Assert.Equal(GatewayFake.CallId, Structured(seen, "initiate").GetProperty("call_id").GetString());
        Assert.True(Structured(seen, "continue").GetProperty("interrupted").GetBoolean());
        Assert.Equal("Message spoken: \"One moment.\"", Text(seen, "speak"));
        Assert.Equal("and clean up", Structured(seen, "listen").GetProperty("response").GetString());
        Assert.Equal("Building.", Structured(seen, "progressTold").GetProperty("line").GetString());
        Assert.Equal("Yes, on Monday.", Structured(seen, "message").GetProperty("response").GetString());
        Assert.Equal("talking", Structured(seen, "status").GetProperty("phase").GetString());
        Assert.Equal(2, Structured(seen, "list").GetProperty("calls").GetArrayLength());
        Assert.Equal("Call ended. Duration: 42s", Text(seen, "end"));
        Assert.True(seen.GetProperty("unknownCall").GetProperty("isError").GetBoolean());
        Assert.Equal(-32602, seen.GetProperty("unknownTool").GetInt32());
        Assert.Equal(-32602, seen.GetProperty("missingArgument").GetInt32());
        Assert.NotEqual(0, seen.GetProperty("progress").GetArrayLength());
        Assert.Equal("placing the call", seen.GetProperty("progress")[0].GetProperty("message").GetString());
        Assert.True(seen.GetProperty("cancelled").GetBoolean());
        Assert.Equal("Message spoken: \"Still here.\"", Text(seen, "afterwards"));

        var forever = gateway.Requests.Single(r => IsForEver(r));
        Assert.Equal($"DELETE /api/operations/{forever.IdempotencyKey}", (await gateway.NextDelete()).Line);
    }

    private static string? Text(JsonElement seen, string name) => seen.GetProperty(name).GetProperty("text")[0].GetString();

    private static JsonElement Structured(JsonElement seen, string name) => seen.GetProperty(name).GetProperty("structured");

    private static async Task<FakeReply> AnswerAsync(RecordedRequest request, CancellationToken aborted)
    {
        if (IsForEver(request)) await Task.Delay(Timeout.Infinite, aborted);
        return request.Path switch
        {
            "/api/message" => FakeReply.Ok(GatewayAnswers.Replied),
            "/api/call" => FakeReply.Ok(GatewayAnswers.Placed),
            $"/api/call/{GatewayFake.CallId}/continue" => FakeReply.Ok(GatewayAnswers.CutShort),
            $"/api/call/{GatewayFake.CallId}/speak" => FakeReply.Ok(GatewayAnswers.Spoken),
            $"/api/call/{GatewayFake.CallId}/listen" => FakeReply.Ok(GatewayAnswers.Listened),
            $"/api/call/{GatewayFake.CallId}/progress" => new FakeReply(202, ""),
            $"/api/call/{GatewayFake.CallId}/end" => FakeReply.Ok(GatewayAnswers.Ended),
            _ => FakeReply.Problem(404, "unknown-call", "There is no such call."),
        };
    }

    private static bool IsForEver(RecordedRequest request) =>
        request.Body is { } body && body.TryGetProperty("message", out var message) && message.GetString() == "wait for ever";

    private static FakeReply Answer(RecordedRequest request) => request.Path switch
    {
        "/api/calls" => FakeReply.Ok(GatewayAnswers.Calls),
        $"/api/call/{GatewayFake.CallId}" => FakeReply.Ok(GatewayAnswers.Talking),
        _ => FakeReply.Problem(404, "unknown-operation", "There is no operation with this key, or not yet."),
    };
}
