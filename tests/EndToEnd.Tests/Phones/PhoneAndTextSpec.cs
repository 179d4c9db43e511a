using System.Text.RegularExpressions;

namespace CallActors.EndToEnd.Tests.Phones;

/// <summary>What a carrier does besides the calls that it places.</summary>
public abstract class PhoneAndTextSpec(PhoneNetwork network) : PhoneCallSpec(network)
{
    private static readonly TimeSpan Briefly = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task A_text_is_sent_and_its_reply_returned()
    {
        var already = Network.Complaints.Count;
        var sending = Network.Gateway.PostAsync("/api/message", new { message = "Shall I deploy?" });
        await Network.Phone.WaitForTextAsync(text => text.Body == "Shall I deploy?", Patience);
        await Network.Phone.SendTextAsync(PhoneNetwork.Ours, "Yes, do so.");
        var answer = await sending;
        Assert.True(answer.Status == 200, answer.Body + Network.Gateway.Process.Output);
        Assert.Equal("Yes, do so.", answer.Text("response"));
        Assert.Empty(Network.Complaints.Skip(already));
    }

    [Fact]
    public async Task Whoever_dials_in_is_rejected_without_a_charge()
    {
        var already = Network.Complaints.Count;
        var call = Network.Phone.Dial(PhoneNetwork.Ours);
        await Network.Phone.WaitForEndAsync(call, Patience);
        Assert.Contains(call.Outcome, new[] { "no-answer", "call_rejected" });
        Assert.Equal(0, call.StreamsOpened);
        Assert.Empty(Network.Complaints.Skip(already));
    }

    [OracleFact]
    public async Task Call_me_clouds_own_client_rings_it_and_returns_what_the_person_says()
    {
        var already = Network.Complaints.Count;
        await using var client = await CallMeCloudClient.ConnectAsync(Network.Gateway);
        var placing = client.CallAsync("initiate_call", new { message = "Shall I run the tests?" });
        var call = await Network.Phone.WaitForRingAsync(Patience);
        var placed = await TalkAsync(call, placing, Briefly);
        var initiated = Match(@"^Call initiated successfully\.\n\nCall ID: (?<id>[^\n]+)\n\nUser's response:\n[^\n]*run the tests[^\n]*\n\nUse continue_call", placed);
        var id = initiated.Groups["id"].Value;
        Match("^Call ended. Duration: [0-9]+s$", await client.CallAsync("end_call", new { call_id = id, message = "Goodbye." }));
        await Network.Phone.WaitForEndAsync(call, Patience);
        Match($@"(?s)## voice conversation \({id}\).*claude: Goodbye", await client.CallAsync("get_call_history", new { limit = 1 }));
        Assert.Empty(Network.Complaints.Skip(already));
    }

    private static Match Match(string pattern, McpScriptResult result)
    {
        var match = Regex.Match(result.Text, pattern, RegexOptions.IgnoreCase);
        Assert.True(match.Success, result.Text);
        return match;
    }
}
