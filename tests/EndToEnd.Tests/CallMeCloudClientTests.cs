using CallActors.Simulators.Softphone;

namespace CallActors.EndToEnd.Tests;

/// <summary>Call-Me Cloud's own client in front of this gateway, with the softphone as the telephone; those of the carriers have it too
/// (<see cref="Phones.PhoneCallSpec"/>).</summary>
public sealed class CallMeCloudClientTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private static TimeSpan Patience => RunningGateway.Patience;

    [OracleFact]
    public async Task Its_tools_hold_a_whole_conversation()
    {
        await using var phone = await gateway.PhoneAsync();
        await using var client = await ConnectAsync();
        var placing = client.CallAsync("initiate_call", new { message = "The tests are green. Shall I deploy?" });
        var ring = await phone.WaitForRingAsync(Patience);
        await phone.AnswerAsync();
        await HeardAsync(phone, 1);
        await phone.SendWordsAsync("yes please");
        Assert.Equal(
            $"Call initiated successfully.\n\nCall ID: {ring.CallId}\n\nUser's response:\nyes please\n\nUse continue_call to ask follow-ups or end_call to hang up.",
            (await placing).Text);

        var continuing = client.CallAsync("continue_call", new { call_id = ring.CallId, message = "To which region?" });
        await HeardAsync(phone, 2);
        await phone.SendWordsAsync("to the north");
        Assert.Equal("User's response:\nto the north", (await continuing).Text);

        var speaking = await client.CallAsync("speak_to_user", new { call_id = ring.CallId, message = "One moment." });
        Assert.Equal((false, "Message spoken: \"One moment.\""), (speaking.IsError, speaking.Text));

        var ending = await client.CallAsync("end_call", new { call_id = ring.CallId, message = "Goodbye." });
        Assert.Matches("^Call ended. Duration: [0-9]+s$", ending.Text);
        Assert.Equal("agent-ended", await phone.WaitForEndAsync(Patience));

        var history = await client.CallAsync("get_call_history", new { limit = 1 });
        Assert.False(history.IsError, history.Text);
        Assert.Contains($"## voice conversation ({ring.CallId})", history.Text, StringComparison.Ordinal);
        Assert.Contains("claude: To which region?", history.Text, StringComparison.Ordinal);
        Assert.Contains("user: to the north", history.Text, StringComparison.Ordinal);
    }

    [OracleFact]
    public async Task What_goes_wrong_is_told_in_the_gateways_own_words()
    {
        await using var client = await ConnectAsync();
        var unknown = await client.CallAsync("continue_call", new { call_id = "call-1-1700000000000", message = "Hello?" });
        Assert.Equal((true, "Error: There is no such call. GET /api/calls lists the calls there are."), (unknown.IsError, unknown.Text));
        var empty = await client.CallAsync("initiate_call", new { message = "" });
        Assert.Equal((true, "Error: message is required: a text of 1 to 16384 characters."), (empty.IsError, empty.Text));
    }

    [OracleFact]
    public async Task A_person_who_declines_is_not_rung_again_by_the_clients_own_repeating()
    {
        await using var phone = await gateway.PhoneAsync();
        await using var client = await ConnectAsync();
        var before = await CallsAsync();
        var placing = client.CallAsync("initiate_call", new { message = "Hello?" });
        await phone.WaitForRingAsync(Patience);
        await phone.DeclineAsync();
        var declined = await placing;
        Assert.True(declined.IsError);
        Assert.StartsWith("Error: ", declined.Text, StringComparison.Ordinal);
        Assert.Equal(before + 1, await CallsAsync());
    }

    [OracleFact]
    public async Task A_wrong_key_is_told_and_an_address_with_a_slash_at_its_end_is_forgiven()
    {
        await using var stranger = await ConnectAsync(key: "not-the-key-of-this-gateway");
        var refused = await stranger.CallAsync("initiate_call", new { message = "Hello?" });
        Assert.Equal((true, "Error: A valid API key is needed: Authorization: Bearer KEY."), (refused.IsError, refused.Text));

        await using var client = await ConnectAsync(slash: "/");
        var unknown = await client.CallAsync("speak_to_user", new { call_id = "call-nobody-knows", message = "Hello?" });
        Assert.Equal("Error: There is no such call. GET /api/calls lists the calls there are.", unknown.Text);
    }

    private Task<McpScript> ConnectAsync(string? key = null, string slash = "") => CallMeCloudClient.ConnectAsync(gateway, key, slash);

    private async Task<int> CallsAsync() => (await gateway.GetAsync("/api/calls?limit=1000")).GetProperty("calls").GetArrayLength();

    private static Task<Caption.Agent> HeardAsync(HeadlessSoftphone phone, int utterance) =>
        phone.WaitForCaptionAsync<Caption.Agent>(a => a.Utterance == utterance && a.Finished, Patience);
}
