using CallActors.Simulators.Softphone;

namespace CallActors.EndToEnd.Tests;

/// <summary>The protocol's own TypeScript clients, which share no code with ours, against the gateway at <c>/mcp</c> and against the edge on
/// standard input and output: the same tools behind both, in both eras of the protocol.</summary>
public sealed class McpClientTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private static TimeSpan Patience => RunningGateway.Patience;

    [OracleTheory]
    [InlineData("sdk", "http", null, "2025-11-25")]
    [InlineData("client", "http", "legacy", "2025-11-25")]
    [InlineData("client", "http", "auto", "2026-07-28")]
    [InlineData("client", "http", "2026-07-28", "2026-07-28")]
    [InlineData("sdk", "stdio", null, null)]
    [InlineData("client", "stdio", "legacy", "2025-11-25")]
    [InlineData("client", "stdio", "2026-07-28", "2026-07-28")]
    public async Task A_client_holds_a_call_and_is_told_how_it_goes(string library, string transport, string? era, string? version)
    {
        await using var phone = await gateway.PhoneAsync();
        await using var client = await StartAsync(library, transport, era);
        var connected = await client.DoAsync("connect");
        Assert.Equal("callactors", connected.GetProperty("server").GetProperty("name").GetString());
        if (version is not null) Assert.Equal(version, connected.GetProperty("version").GetString());
        Assert.Equal(
            ["initiate_call", "continue_call", "speak_to_user", "listen", "report_progress", "end_call", "send_message", "call_status"],
            (await client.DoAsync("list")).EnumerateArray().Select(t => t.GetString()));

        var placing = client.CallAsync("initiate_call", new { message = "Shall I deploy?" }, progress: true);
        var ring = await phone.WaitForRingAsync(Patience);
        await phone.AnswerAsync();
        await phone.WaitForCaptionAsync<Caption.Agent>(a => a.Finished, Patience);
        await phone.SendWordsAsync("yes please");
        var placed = await placing;
        Assert.False(placed.IsError, placed.Text);
        var structured = placed.Whole.GetProperty("structured");
        Assert.Equal((ring.CallId, "yes please", false), (structured.GetProperty("call_id").GetString(), structured.GetProperty("response").GetString(), structured.GetProperty("interrupted").GetBoolean()));
        Assert.Equal("placing the call", placed.Whole.GetProperty("told")[0].GetString());

        var ended = await client.CallAsync("end_call", new { call_id = ring.CallId, message = "Goodbye." });
        Assert.False(ended.IsError, ended.Text);
        Assert.Equal("agent-ended", await phone.WaitForEndAsync(Patience));
        var after = await client.CallAsync("speak_to_user", new { call_id = ring.CallId, message = "Still there?" });
        Assert.True(after.IsError);
        Assert.Empty((await client.DoAsync("close")).GetProperty("faults").EnumerateArray());
    }

    [OracleFact]
    public async Task An_interruption_reaches_the_agent_with_what_was_heard()
    {
        await using var phone = await gateway.PhoneAsync();
        var call = await gateway.TalkAsync(phone);
        await using var client = await StartAsync("sdk", "http", null);
        await client.DoAsync("connect");
        const string message = "One sentence to begin with. And then a second one that goes on and on for a good while, so that there is time to stop it.";
        var speaking = client.CallAsync("speak_to_user", new { call_id = call, message });
        await phone.WaitForCaptionAsync<Caption.Agent>(a => a.Utterance == 2 && a.HeardLength >= 28, Patience);
        await phone.PressAsync('*');
        var structured = (await speaking).Whole.GetProperty("structured");
        Assert.True(structured.GetProperty("interrupted").GetBoolean());
        Assert.StartsWith("One sentence to begin with.", structured.GetProperty("heard").GetString(), StringComparison.Ordinal);
        Assert.True(structured.GetProperty("heard").GetString()!.Length < message.Length);
        await phone.HangUpAsync();
    }

    [OracleFact]
    public async Task A_client_that_ends_its_session_while_the_phone_rings_silences_it()
    {
        await using var phone = await gateway.PhoneAsync();
        await using var client = await StartAsync("sdk", "http", null);
        await client.DoAsync("connect");
        _ = client.CallAsync("initiate_call", new { message = "Hello?" }).ContinueWith(t => t.Exception, TaskScheduler.Default);
        var ring = await phone.WaitForRingAsync(Patience);
        await client.DoAsync("terminate");
        Assert.Equal("cancelled", await gateway.EndReasonAsync(ring.CallId));
    }

    [OracleFact]
    public async Task A_client_without_the_key_is_told_so()
    {
        await using var client = McpScript.Start("sdk", "http", $"{gateway.Process.Address}mcp", "not-the-key-of-this-gateway");
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => client.DoAsync("connect"));
        Assert.Contains("A valid API key is needed", refused.Message, StringComparison.Ordinal);
    }

    private async Task<McpScript> StartAsync(string library, string transport, string? era) =>
        McpScript.Start(await McpScript.ServerAsync(gateway.Process, transport, library, era is null ? [] : [$"CLIENT_MODE={era}"]));
}
