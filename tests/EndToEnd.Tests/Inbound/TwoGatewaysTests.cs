using CallActors.Tests.Postgres;

namespace CallActors.EndToEnd.Tests.Inbound;

/// <summary>Two gateways' processes, one journal on PostgreSQL.</summary>
[NeedsPostgres]
[Trait("Category", "Soak")]
public sealed class TwoGatewaysTests
{
    private readonly Dictionary<string, string> _journal = new() { ["CALLACTORS_JOURNAL"] = PostgresServer.Shared.NewDatabase() };

    [StorageFact]
    public async Task Wrong_PINs_at_both_count_together_and_a_lock_out_holds_when_the_first_is_killed_and_comes_back()
    {
        await using var first = await InboundWorld.StartAsync(variables: _journal, agents: []);
        await using var second = await InboundWorld.StartAsync(variables: _journal, agents: []);
        await using (var caller = await DialAsync(first))
        {
            await caller.KeysAsync(InboundWorld.WrongPin);
            await caller.HearsAsync("You have 2 more tries");
        }

        // Both have the person's switchboard in memory now; that of the first is behind.
        await using (var caller = await DialAsync(second))
        {
            await caller.KeysAsync(InboundWorld.WrongPin);
            await caller.HearsAsync("You have one more try");
        }

        await using (var caller = await DialAsync(first))
        {
            await caller.KeysAsync(InboundWorld.WrongPin);
            await caller.HearsAsync("No further attempt");
            await caller.Phone.WaitForEndAsync(AgentTerminals.Patience);
        }

        await first.Gateway.Process.KillAsync();
        await DialsInVainAsync(second);
        await first.Gateway.Process.StartAgainAsync(CancellationToken.None);
        await DialsInVainAsync(first);
        Assert.DoesNotContain("pin-right", await first.DeedsAsync());
    }

    private static async Task<Caller> DialAsync(InboundWorld world)
    {
        var caller = await world.CallerAsync();
        await caller.DialAsync();
        await caller.HearsAsync("your PIN");
        return caller;
    }

    private static async Task DialsInVainAsync(InboundWorld world)
    {
        await using var caller = await DialAsync(world);
        await caller.KeysAsync(InboundWorld.Pin);
        await caller.HearsAsync("No further attempt");
        await caller.Phone.WaitForEndAsync(AgentTerminals.Patience);
    }
}
