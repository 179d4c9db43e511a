using CallActors.Simulators.Cmux;

namespace CallActors.EndToEnd.Tests.Inbound;

/// <summary>A person calls in to a workspace of cmux', over its socket.</summary>
public sealed class CmuxCallTests : IDisposable
{
    private const string Agent = InboundWorld.Agent;

    // Short: a socket's path has 107 characters at most.
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cmux-e2e-");

    private string Socket => Path.Combine(_folder.FullName, "cmux.sock");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_workspace_of_cmux_is_instructed_once_answers_and_shows_that_somebody_called(bool handsOver)
    {
        var options = new CmuxSimulatorOptions { SocketPath = Socket };
        await using var cmux = new CmuxSimulator(handsOver ? options with { MissingMethods = new HashSet<string>() } : options);
        var terminal = cmux.AddTab(Agent).Surfaces[0].Terminal!;
        cmux.Start();
        await using var world = await StartAsync();
        await using var caller = await world.TalkAsync();
        Assert.Contains($"{Agent} is idle", caller.Heard, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody has read", caller.Heard, StringComparison.Ordinal);
        await caller.TypesAsync("sort the imports");
        await caller.HearsAsync("That was number 1");
        await caller.TypesAsync("rename the queue");
        await caller.HearsAsync("That was number 2");
        Assert.Equal(["sort the imports", "rename the queue"], terminal.Submitted);
        Assert.Equal(handsOver, cmux.Lines.Any(line => line.Contains("\"workspace.agent_submit\"", StringComparison.Ordinal)));
        await caller.Phone.HangUpAsync();
        await cmux.UntilAsync(() => cmux.Notifications.Any(n => n.Body.Contains("The call is over", StringComparison.Ordinal)));
        Assert.Contains(cmux.Notifications, n => n.Body.Contains($"has told {Agent} something", StringComparison.Ordinal));
        Assert.DoesNotContain(cmux.Notifications, n => n.Body.Contains("imports", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(CmuxAccessMode.CmuxOnly, "automation")]
    [InlineData(CmuxAccessMode.Password, "cmux asks for its socket password")]
    public async Task Who_calls_where_cmux_lets_nobody_in_hears_what_is_needed_and_the_log_says_so(CmuxAccessMode mode, string needed)
    {
        await using var cmux = new CmuxSimulator(new CmuxSimulatorOptions { SocketPath = Socket, Access = mode, Password = "correct horse" });
        cmux.AddTab(Agent);
        cmux.Start();
        await using var world = await StartAsync();
        await using var caller = await world.CallerAsync();
        await caller.DialAsync();
        await caller.HearsAsync("your PIN");
        await caller.KeysAsync(InboundWorld.Pin);
        await caller.HearsAsync(needed);
        Assert.DoesNotContain(Agent, caller.Heard, StringComparison.Ordinal);
        Assert.Matches($"warn: .*cmux cannot be reached: .*{needed}", world.Gateway.Process.Output);
    }

    private Task<InboundWorld> StartAsync() => InboundWorld.StartAsync(variables: new Dictionary<string, string> { ["CMUX_SOCKET_PATH"] = Socket }, agents: []);
}
