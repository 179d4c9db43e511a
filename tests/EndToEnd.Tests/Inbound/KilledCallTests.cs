using CallActors.Simulators.Softphone;

namespace CallActors.EndToEnd.Tests.Inbound;

/// <summary>The gateway is killed with −9 while a person is calling in, and started again on the same folder and port.</summary>
public sealed class KilledCallTests
{
    private const string Agent = InboundWorld.Agent;

    [Fact]
    public async Task A_call_goes_on_in_its_workspace_without_another_PIN_and_a_text_that_waited_is_typed_once()
    {
        await using var world = await InboundWorld.StartAsync();
        await using var caller = await world.TalkAsync();
        // It cannot be typed before the restart.
        await world.SayIntoDraftAsync(caller, "half a thought", "sort the imports");
        var call = caller.CallId;

        await world.KillAndStartAgainAsync(caller);
        await caller.HearsAsync("The line was moved");
        await caller.HearsAsync($"You are talking to {Agent}");
        Assert.Equal(call, caller.CallId);
        Assert.Empty(world.Terminals.Prompts(Agent));

        await world.Terminals.PressAsync(Agent, "C-u");
        await caller.HearsAsync("Done: sort the imports");
        await caller.TypesAsync("and the usings");
        await caller.HearsAsync("Done: and the usings");
        Assert.Equal(["sort the imports", "and the usings"], world.Terminals.Prompts(Agent));
        Assert.Single(caller.Phone.Captions.OfType<Caption.Agent>().Where(c => c.Text.Contains("your PIN", StringComparison.Ordinal)).Select(c => c.Utterance).Distinct());
        Assert.Equal(["came-in", "pin-right", "entered", "submitted"], (await world.DeedsAsync()).Take(4));
        Assert.Empty(caller.Phone.Faults);
        await caller.Phone.HangUpAsync();
    }

    [Fact]
    [Trait("Category", "Soak")]
    public async Task What_the_agent_answers_while_the_gateway_is_away_can_be_heard_afterwards()
    {
        await using var world = await InboundWorld.StartAsync();
        await using var caller = await world.TalkAsync();
        await caller.TypesAsync("please run the tests");
        await AgentTerminals.UntilAsync(() => world.Terminals.Prompts(Agent).Count > 0, "the agent has its prompt");
        await world.Gateway.Process.KillAsync();
        await world.Terminals.UntilShownAsync(Agent, "All 42 tests passed");
        var starts = caller.Phone.MediaStarts;
        await world.Gateway.Process.StartAgainAsync(CancellationToken.None);
        await caller.Phone.ReconnectedAsync(starts, AgentTerminals.Patience);

        await caller.HearsAsync($"You are talking to {Agent}");
        await caller.TypesAsync("what did it say");
        await caller.HearsAsync("All 42 tests passed");
        Assert.Single(world.Terminals.Prompts(Agent));
    }

    [Fact]
    public async Task Wrong_PINs_are_counted_over_a_kill_and_the_right_one_opens_nothing_while_it_lasts()
    {
        await using var world = await InboundWorld.StartAsync();
        await using var caller = await world.CallerAsync();
        await caller.DialAsync();
        await caller.HearsAsync("your PIN");
        await caller.KeysAsync(InboundWorld.WrongPin);
        await caller.HearsAsync("You have 2 more tries");
        await caller.KeysAsync(InboundWorld.WrongPin);
        await caller.HearsAsync("You have one more try");

        await world.KillAndStartAgainAsync(caller);
        await caller.HearsAsync("your PIN");
        await caller.KeysAsync(InboundWorld.WrongPin);
        await caller.HearsAsync("No further attempt");
        await caller.Phone.WaitForEndAsync(AgentTerminals.Patience);

        // Neither at once nor by the next process.
        await DialsInVainAsync();
        await world.Gateway.Process.KillAsync();
        await world.Gateway.Process.StartAgainAsync(CancellationToken.None);
        await DialsInVainAsync();
        Assert.DoesNotContain("pin-right", await world.DeedsAsync());
        Assert.Empty(world.Terminals.Prompts(Agent));

        async Task DialsInVainAsync()
        {
            await using var again = await world.CallerAsync();
            await again.DialAsync();
            await again.HearsAsync("your PIN");
            await again.KeysAsync(InboundWorld.Pin);
            await again.HearsAsync("No further attempt");
            await again.Phone.WaitForEndAsync(AgentTerminals.Patience);
            Assert.DoesNotContain(Agent, again.Heard, StringComparison.Ordinal);
        }
    }
}
