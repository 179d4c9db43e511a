namespace CallActors.EndToEnd.Tests.Inbound;

/// <summary>One person, two phones, one workspace.</summary>
public sealed class TwoCallersTests
{
    private const string Agent = InboundWorld.Agent;

    [Fact]
    [Trait("Category", "Soak")]
    public async Task Two_calls_on_one_workspace_each_get_their_texts_in_once()
    {
        await using var world = await InboundWorld.StartAsync();
        await using var first = await world.TalkAsync();
        await using var second = await world.TalkAsync(welcomed: true);
        await Task.WhenAll(first.TypesAsync("sort the imports"), second.TypesAsync("rename the queue"));
        await Task.WhenAll(first.HearsAsync("Done: "), second.HearsAsync("Done: "));
        await AgentTerminals.UntilAsync(() => world.Terminals.Prompts(Agent).Count >= 2, "both are there");
        await first.TypesAsync("goodbye");
        await first.Phone.WaitForEndAsync(AgentTerminals.Patience);
        await second.TypesAsync("and the stack");
        await second.HearsAsync("Done: and the stack");
        Assert.Equal(["and the stack", "rename the queue", "sort the imports"], world.Terminals.Prompts(Agent).Order(StringComparer.Ordinal));
    }
}
