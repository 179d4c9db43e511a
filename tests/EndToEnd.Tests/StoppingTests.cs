using CallActors.Simulators.Softphone;

namespace CallActors.EndToEnd.Tests;

/// <summary>A gateway that is told to stop (SIGTERM) in mid-call.</summary>
public sealed class StoppingTests : IAsyncLifetime
{
    private readonly RunningGateway _gateway = new();

    public Task InitializeAsync() => _gateway.InitializeAsync();

    public Task DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task The_line_is_put_down_the_waiting_agent_gets_its_answer_and_the_call_is_stored()
    {
        await using var phone = await _gateway.PhoneAsync();
        var call = await _gateway.TalkAsync(phone);
        var waiting = _gateway.PostAsync($"/api/call/{call}/continue", new { message = "And now?" });
        await phone.WaitForCaptionAsync<Caption.Agent>(a => a.Utterance == 2 && a.Finished, RunningGateway.Patience);
        var before = phone.Played.Total;
        await _gateway.Process.DisposeAsync();

        await phone.WaitForCaptionAsync<Caption.Agent>(a => a.Text == "This line is being shut down now. Goodbye.", RunningGateway.Patience);
        await phone.WaitForEndAsync(RunningGateway.Patience);
        // All of it was heard.
        Assert.InRange(phone.Played.Total - before, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(5));
        var answer = await waiting;
        Assert.Equal((503, "stopping", "The gateway was stopped."), (answer.Status, answer.Text("reason"), answer.Text("detail")));

        await _gateway.Process.StartAgainAsync(CancellationToken.None);
        var view = await _gateway.GetAsync($"/api/call/{call}");
        Assert.Equal(("ended", "failed"), (view.GetProperty("phase").GetString(), view.GetProperty("outcome").GetString()));
        Assert.Equal(["Ready?", "yes", "And now?"], view.GetProperty("transcript").EnumerateArray().Select(l => l.GetProperty("text").GetString()));
    }
}
