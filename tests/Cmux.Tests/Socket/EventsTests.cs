using CallActors.Cmux.Tests.Tmux;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tests.Socket;

public sealed class EventsTests : CmuxTest
{
    [Fact]
    public async Task What_changes_beside_a_workspace_is_told_by_itself()
    {
        var cmux = Start();
        var tab = cmux.AddTab("kunduz");
        cmux.AddTab("other");
        var id = IdOf(tab.Surfaces[0]);
        var log = new FactsLog();
        await using var connection = await new CallActors.Cmux.Socket.CmuxHost(Options, Machine).ConnectAsync(log, CancellationToken.None);
        await log.UntilAsync(() => log.Of(id) is not null);

        cmux.Command("set_status claude_code \"Working: Bash: npm test\" --icon=hammer.fill --color=#4C8DFF");
        await log.UntilAsync(() => log.Of(id) is { Agent: { State: AgentHintState.UsingTool, Detail: "Bash: npm test" } });
        cmux.Command("set_progress 0.5 --label=\"3 tools\"");
        await log.UntilAsync(() => log.Of(id) is { Progress: { Share: 0.5, Label: "3 tools" } });
        cmux.Command($"notify_target {id.Local} {id.Local} x");
        cmux.Command($"notify_target {tab.Id.ToString().ToUpperInvariant()} {id.Local} \"Claude Code|Permission Required|Tool: Bash\"");
        await log.UntilAsync(() => log.Of(id)!.Unread is [{ Title: "Claude Code", Subtitle: "Permission Required", Text: "Tool: Bash" }]);
        Assert.Equal(log.Of(id)!.Agent, (await connection.ReadFactsAsync(id, CancellationToken.None)).Agent);
    }

    [Fact]
    public async Task A_flood_of_events_is_read_as_one_change()
    {
        var cmux = Start();
        var tab = cmux.AddTab("kunduz");
        var (_, news) = await ConnectAsync(Options with { TellEvery = TimeSpan.FromMilliseconds(50) });
        for (var i = 0; i < 20_000; i++) cmux.Publish("sidebar.log.appended", tab);
        cmux.AddTab("last");
        await news.WorkspaceAsync("last");
        Assert.InRange(cmux.Lines.Count(line => line.StartsWith("sidebar_state", StringComparison.Ordinal)), 1, 200);
    }

    [Fact]
    public async Task A_stream_that_was_cut_goes_on_behind_the_last_event()
    {
        var cmux = Start();
        cmux.AddTab("kunduz");
        var (connection, news) = await ConnectAsync();
        cmux.AddTab("before");
        await news.WorkspaceAsync("before");
        cmux.Cut(eventsOnly: true);
        cmux.AddTab("during");
        await news.WorkspaceAsync("during");
        Assert.Contains(cmux.Lines, line => line.Contains("\"after_seq\":", StringComparison.Ordinal));
        Assert.False(connection.Ended.IsCompleted);
    }

    [Fact]
    public async Task What_was_forgotten_is_looked_at_anew()
    {
        var cmux = Start(Build with { EventRing = 3 });
        cmux.AddTab("kunduz");
        var (_, news) = await ConnectAsync();
        cmux.Cut(eventsOnly: true);
        cmux.AddTab("forgotten");
        for (var i = 0; i < 10; i++) cmux.Publish("browser.navigated");
        await news.WorkspaceAsync("forgotten");
    }

    [Fact]
    public async Task A_listener_that_was_dropped_for_slowness_listens_again()
    {
        var cmux = Start(Build with { SlowestConsumer = 4 });
        cmux.AddTab("kunduz");
        var (_, news) = await ConnectAsync();
        for (var i = 0; i < 5000; i++) cmux.Publish("browser.navigated");
        cmux.AddTab("after");
        await news.WorkspaceAsync("after");
    }

    [Fact]
    public async Task A_cmux_that_was_started_again_ends_the_connection_and_the_next_tells_everything()
    {
        var cmux = Start();
        var tab = cmux.AddTab("kunduz");
        var before = tab.Id;
        var (connection, _) = await ConnectAsync();
        await cmux.StopAsync();
        await connection.Ended.WaitAsync(TimeSpan.FromSeconds(10));
        var gone = await Assert.ThrowsAsync<WorkspaceException>(() => connection.ListAsync(CancellationToken.None));
        Assert.Equal(WorkspaceFault.HostGone, gone.Fault);

        cmux.Start();
        Assert.NotEqual(before, tab.Id);
        var (again, news) = await ConnectAsync();
        var id = Assert.Single(news.Workspaces).Id;
        Assert.Equal(IdOf(tab.Surfaces[0]), id);
        Assert.Equal(SubmissionState.Entered, await again.SubmitAsync(id, Text("hello"), CancellationToken.None));
    }

    [Fact]
    public async Task Behind_a_forwarded_socket_a_restart_is_seen_by_the_events_and_the_new_tabs_are_used()
    {
        // The forwarder's side of the socket stays, the application behind it is another.
        var cmux = Start();
        var tab = cmux.AddTab("kunduz");
        var (connection, news) = await ConnectAsync();
        var id = news.Workspaces[0].Id;
        cmux.RestartBehindForwarder();
        // Before any event tells: what was not found was not done, and is asked of the new tab.
        await connection.PressAsync(id, WorkspaceKey.Escape, CancellationToken.None);
        Assert.Equal(["escape"], tab.Surfaces[0].Terminal!.Keys);

        cmux.AddTab("new");
        cmux.Cut(eventsOnly: true);
        await news.WorkspaceAsync("new");
        Assert.False(connection.Ended.IsCompleted);
    }

    [Fact]
    public async Task A_build_without_events_is_asked_a_few_times_a_second()
    {
        var cmux = Start(Build with { MissingMethods = new HashSet<string> { "events.stream" } });
        var tab = cmux.AddTab("kunduz");
        var id = IdOf(tab.Surfaces[0]);
        var log = new FactsLog();
        await using var connection = await new CallActors.Cmux.Socket.CmuxHost(Options with { PollEvery = TimeSpan.FromMilliseconds(20) }, Machine).ConnectAsync(log, CancellationToken.None);
        await log.UntilAsync(() => log.Of(id) is not null);
        cmux.Command("set_status claude_code \"Needs input\"");
        await log.UntilAsync(() => log.Of(id)!.Agent.State is AgentHintState.WaitingForPerson);
        Assert.Single(cmux.Lines, line => line.Contains("events.stream", StringComparison.Ordinal));
        // What is as before is not told again.
        var told = log.Told;
        var asked = cmux.Lines.Count(line => line.StartsWith("sidebar_state", StringComparison.Ordinal));
        await cmux.UntilAsync(() => cmux.Lines.Count(line => line.StartsWith("sidebar_state", StringComparison.Ordinal)) > asked + 3);
        Assert.Equal(told, log.Told);
    }

    /// <summary>Keeps the facts that were told.</summary>
    private sealed class FactsLog : IWorkspaceObserver
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<WorkspaceId, WorkspaceFacts> _facts = [];
        private readonly NewsLog _news = new();

        public int Told { get; private set; }

        public void On(WorkspaceNews news)
        {
            lock (_lock)
            {
                if (news is WorkspaceNews.FactsChanged changed)
                {
                    _facts[changed.Id] = changed.Facts;
                    Told++;
                }
            }
            _news.On(news);
        }

        public WorkspaceFacts? Of(WorkspaceId id)
        {
            lock (_lock) return _facts.GetValueOrDefault(id);
        }

        public Task UntilAsync(Func<bool> isSo) => _news.UntilAsync(isSo);
    }
}
