using System.Diagnostics;

namespace CallActors.EndToEnd.Tests.Inbound;

/// <summary>Twenty workspaces, one of which floods its terminal, and the connections to tmux cut again and again, while a person calls in.</summary>
[Trait("Category", "Soak")]
public sealed class ManyWorkspacesTests
{
    private const string Agent = InboundWorld.Agent;
    private const int Instructions = 12;

    [Fact]
    public async Task A_flood_of_100_MB_in_another_workspace_neither_loses_an_instruction_nor_slows_its_reply()
    {
        await using var world = await InboundWorld.StartAsync();
        for (var i = 1; i <= 18; i++) await world.Terminals.TmuxAsync("new-session", "-d", "-s", $"idle{i}", "cat");
        await using var caller = await world.TalkAsync();
        await InstructAsync(caller, "before");
        var done = Path.Combine(Path.GetDirectoryName(world.Terminals.Socket)!, "flooded");
        await world.Terminals.TmuxAsync("new-session", "-d", "-s", "flood", $"sh -c 'yes \"A line of some output, as a build prints it.\" | head -c 100000000; touch {done}; cat'");
        var longest = TimeSpan.Zero;
        var given = 0;
        while (given < Instructions && !File.Exists(done)) longest = await InstructAsync(caller, $"number {++given} flooded") is var took && took > longest ? took : longest;
        await AgentTerminals.UntilAsync(() => File.Exists(done), "the flood is over");
        Assert.Equal([.. Enumerable.Range(1, given).Select(i => $"number {i} flooded")], world.Terminals.Prompts(Agent, "flooded"));
        Assert.True(given > 0, "The flood was over before anything was said.");
        // From the words to the caption of the answer; the agent itself takes 0.3 s.
        Assert.True(longest < TimeSpan.FromSeconds(8), $"An answer took {longest.TotalSeconds:0.0} s.");
    }

    [Fact]
    public async Task No_instruction_is_lost_or_typed_twice_when_the_connection_to_tmux_is_cut_at_any_moment()
    {
        await using var world = await InboundWorld.StartAsync(pace: 10);
        await using var caller = await world.TalkAsync();
        var chance = new Random(11);
        var cuts = 0;
        for (var i = 1; i <= Instructions; i++)
        {
            await caller.TypesAsync($"number {i} cut");
            using (var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(chance.Next(1, 700)))) await timer.WaitForNextTickAsync();
            cuts += await CutAsync(world);
            await AgentTerminals.UntilAsync(() => world.Terminals.Prompts(Agent, $"number {i} cut").Count > 0, $"number {i} is there; {caller.Heard}");
        }

        Assert.True(cuts >= Instructions / 2, $"Only {cuts} connections were cut.");
        await caller.TypesAsync("the last one");
        await AgentTerminals.UntilAsync(() => world.Terminals.Prompts(Agent, "the last one").Count > 0, "the last one is there");
        Assert.Equal([.. Enumerable.Range(1, Instructions).Select(i => $"number {i} cut"), "the last one"], world.Terminals.Prompts(Agent));
    }

    private static async Task<TimeSpan> InstructAsync(Caller caller, string words)
    {
        var since = Stopwatch.StartNew();
        await caller.TypesAsync(words);
        await caller.IsToHearAsync($"Done: {words}");
        return since.Elapsed;
    }

    /// <summary>kill −9 of the clients in control mode of our own tmux server: the gateway's.</summary>
    private static async Task<int> CutAsync(InboundWorld world)
    {
        var clients = await world.Terminals.TmuxAsync("list-clients", "-F", "#{client_control_mode} #{client_pid}");
        var cut = 0;
        foreach (var line in clients.Split('\n'))
        {
            if (line.Split(' ') is not ["1", var pid]) continue;
            using var kill = Process.Start("kill", ["-9", pid]);
            await kill.WaitForExitAsync();
            if (kill.ExitCode == 0) cut++;
        }

        return cut;
    }
}
