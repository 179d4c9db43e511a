using System.Text.Json;
using CallActors.Simulators.Softphone;

namespace CallActors.EndToEnd.Tests;

/// <summary>A real call that nobody waits for: placed with <c>wait=false</c>, followed by its events, read as transcript.</summary>
public sealed class FollowedCallTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private static TimeSpan Patience => RunningGateway.Patience;

    [Fact]
    public async Task A_call_can_be_placed_without_waiting_followed_while_it_happens_and_read_afterwards()
    {
        await using var phone = await gateway.PhoneAsync();
        var accepted = await gateway.PostAsync("/api/call?wait=false", new { message = "Shall I deploy?" });
        Assert.Equal(202, accepted.Status);
        var (call, operation) = (accepted.Text("callId"), accepted.Text("operationId"));
        Assert.Equal(call, (await phone.WaitForRingAsync(Patience)).CallId);
        var following = gateway.FollowAsync(call);
        await phone.AnswerAsync();
        await phone.WaitForCaptionAsync<Caption.Agent>(a => a.Finished, Patience);
        await phone.SendWordsAsync("not yet");

        JsonElement answer;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        using var patience = new CancellationTokenSource(Patience);
        while (!(answer = await gateway.GetAsync($"/api/call/{call}/operations/{operation}")).TryGetProperty("response", out _))
            await timer.WaitForNextTickAsync(patience.Token);
        Assert.Equal(("not yet", "Shall I deploy?"), (answer.GetProperty("response").GetString(), answer.GetProperty("heard").GetString()));
        Assert.Equal(200, (await gateway.PostAsync($"/api/call/{call}/end", new { message = "Goodbye." })).Status);

        var events = await following.WaitAsync(Patience);
        Assert.Equal("ended", events[^1].Data.GetProperty("phase").GetString());
        Assert.Equal("answered", events[^1].Data.GetProperty("outcome").GetString());
        Assert.Equal(["Shall I deploy?", "not yet", "Goodbye."], events.Where(e => e.Name == "transcript").Select(e => e.Data.GetProperty("text").GetString()));
        Assert.Equal(["1", "2", "3"], events.Where(e => e.Name == "transcript").Select(e => e.Id));
        Assert.Contains(events, e => e.Name == "caption" && e.Data.GetProperty("speaker").GetString() == "agent");
        Assert.Contains(events, e => e.Name == "state" && e.Data.GetProperty("phase").GetString() == "talking");

        var lines = (await gateway.GetAsync($"/api/call/{call}/transcript")).GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("heard").GetString());
        Assert.Equal(["Shall I deploy?", "not yet", "Goodbye."], lines);
        Assert.Matches("^1\n00:00:0[0-9],[0-9]{3} --> 00:00:[0-9]{2},[0-9]{3}\nAgent: Shall I deploy\\?\n", await gateway.GetTextAsync($"/api/call/{call}/transcript?format=srt"));
    }
}
