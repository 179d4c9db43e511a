using System.Diagnostics;

namespace CallActors.EndToEnd.Tests.Inbound;

/// <summary>The tmux server is killed with −9 while a person calls in.</summary>
public sealed class KilledTerminalTests
{
    private const string Agent = InboundWorld.Agent;

    [Fact]
    public async Task Texts_that_wait_when_the_tmux_server_dies_are_said_to_be_untyped_and_are_typed_nowhere_until_they_are_said_again()
    {
        await using var world = await InboundWorld.StartAsync();
        await using var caller = await world.TalkAsync();
        await world.SayIntoDraftAsync(caller, "half a thought", "sort the imports");
        var id = await IdAsync(world);
        Assert.Equal(202, (await SubmitAsync(world, id)).Status);

        await KillServerAsync(world);
        await caller.HearsAsync($"{Agent} is gone. What you said last was not typed there.");
        // Who submitted it by the API finds out when they ask again.
        Assert.Equal(404, (await SubmitAsync(world, id)).Status);

        // A program in a terminal of the same name may be a shell, or an agent that knows nothing of it.
        await world.Terminals.StartAgentAsync(Agent);
        await caller.HearsAsync($"There is a session {Agent} again");
        Assert.NotEqual(id, await IdAsync(world));
        await caller.TypesAsync($"talk to {Agent}");
        await caller.IsToHearAsync($"You are talking to {Agent}");
        await caller.TypesAsync("rename the queue");
        await caller.HearsAsync("Done: rename the queue");
        Assert.Equal(["rename the queue"], world.Terminals.Prompts(Agent));
        Assert.Contains($"Workspace {id} is gone.", world.Gateway.Process.Output, StringComparison.Ordinal);
        Assert.Equal(2, world.Gateway.Process.Output.Split($"Workspace {id} has not got a text that waited for it").Length - 1);
        Assert.DoesNotContain("imports", world.Gateway.Process.Output, StringComparison.Ordinal);
    }

    private static async Task<string> IdAsync(InboundWorld world) =>
        (await world.Gateway.GetAsync("/api/workspaces")).GetProperty("workspaces").EnumerateArray().Single().GetProperty("id").GetString()!;

    private static Task<Answer> SubmitAsync(InboundWorld world, string id) =>
        world.Gateway.PostAsync($"/api/workspaces/{Uri.EscapeDataString(id)}/submit", new { text = "and drop what is old" }, key: "killed");

    private static async Task KillServerAsync(InboundWorld world)
    {
        var server = (await world.Terminals.TmuxAsync("display-message", "-p", "#{pid}")).Trim();
        using var kill = Process.Start("kill", ["-9", server]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
