namespace CallActors.EndToEnd.Tests.Inbound;

/// <summary>"Call me when it's done": the person is rung, shows the PIN, and is where the work is.</summary>
public sealed class CallBackTests
{
    private const string Agent = InboundWorld.Agent;

    [Fact]
    public async Task Who_wants_to_be_called_is_rung_when_the_agent_is_done_and_talks_to_it_behind_the_PIN()
    {
        // Two, so that being where the work is cannot be an accident.
        await using var world = await InboundWorld.StartAsync(agents: ["quay", Agent]);
        await using var caller = await world.TalkAsync();
        var first = caller.CallId;
        await caller.TypesAsync("please run the tests");
        await AgentTerminals.UntilAsync(() => world.Terminals.Prompts(Agent).Count > 0, "the agent has its prompt");
        await caller.TypesAsync("call me when it's done");
        await caller.IsToHearAsync($"I will call you when {Agent} is done");
        await caller.Phone.WaitForEndAsync(AgentTerminals.Patience);

        var ring = await caller.Phone.WaitForRingAsync(AgentTerminals.Patience);
        Assert.NotEqual(first, ring.CallId);
        Assert.Contains("All 42 tests passed", await world.Terminals.ScreenAsync(Agent), StringComparison.Ordinal);
        await caller.Phone.AnswerAsync();
        await caller.HearsAfterRingAsync("your PIN");
        // Before the PIN nothing is said of what it is about.
        Assert.DoesNotContain(caller.SaidInThisCall, said => said.Contains(Agent, StringComparison.OrdinalIgnoreCase) || said.Contains("tests", StringComparison.OrdinalIgnoreCase));
        await caller.KeysAsync(InboundWorld.Pin);
        await caller.HearsAsync($"You are talking to {Agent}");
        await caller.TypesAsync("what did it say");
        await caller.HearsAsync("All 42 tests passed");
        await caller.Phone.HangUpAsync();
        var deeds = await world.DeedsAsync();
        Assert.Equal(["wants-call", "ended", "called-back", "came-in", "pin-right", "entered"], deeds.SkipWhile(d => d != "wants-call").Take(6));
    }
}
