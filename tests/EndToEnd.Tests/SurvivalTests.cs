using CallActors.Simulators.Softphone;

namespace CallActors.EndToEnd.Tests;

/// <summary>The gateway is killed with −9 in mid-call and started again; the phone comes back by itself.</summary>
public sealed class SurvivalTests : IAsyncLifetime
{
    private readonly RunningGateway _gateway = new();

    private static TimeSpan Patience => RunningGateway.Patience;

    public Task InitializeAsync() => _gateway.InitializeAsync();

    public Task DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_call_killed_in_mid_sentence_goes_on_and_its_answer_is_not_lost()
    {
        await using var phone = await _gateway.PhoneAsync();
        var call = await _gateway.TalkAsync(phone);
        const string message = "This is the first sentence. This is the second sentence, which is interrupted by the end of the process. And this is the last one.";
        var lost = _gateway.PostAsync($"/api/call/{call}/continue?include=details", new { message }, key: "survives");
        await phone.WaitForCaptionAsync<Caption.Agent>(a => a.Utterance == 2 && a.HeardLength >= 28, Patience);

        var starts = phone.MediaStarts;
        await _gateway.Process.KillAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => lost);
        await _gateway.Process.StartAgainAsync(CancellationToken.None);
        await phone.ReconnectedAsync(starts, Patience);

        var again = _gateway.PostAsync($"/api/call/{call}/continue?include=details", new { message }, key: "survives");
        await phone.WaitForCaptionAsync<Caption.Agent>(a => a.Utterance == 2 && a.Finished, Patience);
        await phone.SendWordsAsync("I am still here");
        var answer = await again;
        Assert.Equal(200, answer.Status);
        Assert.Equal("I am still here", answer.Text("response"));
        Assert.Equal(message, answer.Text("heard"));

        var view = await _gateway.GetAsync($"/api/call/{call}");
        Assert.Equal(
            ["Ready?", "yes", message, "I am still here"],
            view.GetProperty("transcript").EnumerateArray().Select(l => l.GetProperty("text").GetString()));
        Assert.Contains((await _gateway.GetAsync("/api/calls")).GetProperty("calls").EnumerateArray(), c => c.GetProperty("callId").GetString() == call);

        var end = await _gateway.PostAsync($"/api/call/{call}/end", new { message = "Goodbye." });
        Assert.Equal(200, end.Status);
    }

    [Fact]
    public async Task A_phone_that_was_ringing_rings_again_after_the_restart()
    {
        await using var phone = await _gateway.PhoneAsync();
        var lost = _gateway.PostAsync("/api/call", new { message = "Did you hear it twice?" }, key: "rings-again");
        var first = await phone.WaitForRingAsync(Patience);
        await _gateway.Process.KillAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => lost);
        await _gateway.Process.StartAgainAsync(CancellationToken.None);

        var again = _gateway.PostAsync("/api/call", new { message = "Did you hear it twice?" }, key: "rings-again");
        IncomingCall ring;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        do
        {
            await timer.WaitForNextTickAsync();
            ring = await phone.WaitForRingAsync(Patience);
        }
        while (ring.Leg == first.Leg);

        Assert.Equal(first.CallId, ring.CallId);
        await phone.AnswerAsync();
        await phone.WaitForCaptionAsync<Caption.Agent>(a => a.Finished, Patience);
        await phone.SendWordsAsync("once");
        Assert.Equal("once", (await again).Text("response"));
    }

    [Fact]
    [Trait("Category", "Soak")]
    public async Task A_call_whose_phone_does_not_come_back_ends_by_itself_after_the_restart()
    {
        string call;
        await using (var phone = await _gateway.PhoneAsync())
        {
            call = await _gateway.TalkAsync(phone);
            await _gateway.Process.KillAsync();
        }

        await _gateway.Process.StartAgainAsync(CancellationToken.None);
        var view = await _gateway.GetAsync($"/api/call/{call}");
        Assert.Equal("connecting", view.GetProperty("phase").GetString());
        Assert.Equal(2, view.GetProperty("transcript").GetArrayLength());
        // Half a minute is the time a phone has to come back.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        var deadline = DateTime.UtcNow + Patience;
        while (view.GetProperty("phase").GetString() != "ended" && DateTime.UtcNow < deadline)
        {
            await timer.WaitForNextTickAsync();
            view = await _gateway.GetAsync($"/api/call/{call}");
        }

        Assert.Equal("media-lost", view.GetProperty("endReason").GetString());
    }
}
