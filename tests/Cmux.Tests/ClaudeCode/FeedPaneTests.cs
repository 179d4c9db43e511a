using CallActors.Cmux.ClaudeCode;
using CallActors.Cmux.Tests.Tmux;
using CallActors.Cmux.Tmux;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tests.ClaudeCode;

/// <summary>Hooks that are run in the panes of real tmux servers.</summary>
public sealed class FeedPaneTests : TmuxTest
{
    private string Hooks => Path.Combine(Folder, "hooks");

    [TmuxFact]
    public async Task A_hook_of_a_pane_is_told_of_that_pane()
    {
        await StartSessionAsync("kunduz", "cat");
        await StartSessionAsync("kinder", "cat");
        await using var scene = new AgentScene(Options, Hooks);
        await scene.ConnectAsync();
        var script = await ScriptAsync("s-1", "UserPromptSubmit");
        await TmuxAsync("split-window", "-t", "kinder", "sh", script);
        var pane = await scene.News.WorkspaceAsync(workspace => workspace.Name == "kinder.1");
        await scene.Log.SeenAsync<AgentObservation.PromptTaken>(pane.Id);
        Assert.All(scene.Log.News, told => Assert.Equal(pane.Id, told.Id));
    }

    [TmuxFact]
    public async Task A_program_that_speaks_before_its_session_is_listed_is_heard()
    {
        await using var scene = new AgentScene(Options, Hooks);
        await scene.ConnectAsync();
        await StartSessionAsync("kunduz", "sh", await ScriptAsync("s-1", "UserPromptSubmit"));
        var workspace = await scene.News.WorkspaceAsync("kunduz");
        await scene.Log.SeenAsync<AgentObservation.PromptTaken>(workspace.Id);
    }

    [TmuxFact]
    public async Task Panes_of_the_same_number_on_two_servers_are_told_apart()
    {
        var other = Options with { Name = "tmux-2", Socket = Path.Combine(Folder, "s2") };
        var (log, news, second) = (new FeedLog(), new NewsLog(), new NewsLog());
        TmuxHost[] hosts = [new(Options), new(other)];
        await StartSessionAsync("kunduz", "sh", await ScriptAsync("s-1", "UserPromptSubmit"));
        Assert.Equal(0, (await TryTmuxAsync(other.Socket, "new-session", "-d", "-s", "kunduz", "sh", await ScriptAsync("s-2", "SessionStart"))).ExitCode);
        try
        {
            await using var feed = new ClaudeCodeFeed(new HookOptions { Folder = Hooks }, hosts);
            feed.Start(log);
            await using var one = await hosts[0].ConnectAsync(news, CancellationToken.None);
            await using var two = await hosts[1].ConnectAsync(second, CancellationToken.None);
            feed.Know("tmux-2", second.Workspaces);
            feed.Know("tmux", news.Workspaces);
            await log.UntilAsync(() => log.News.Count == 2);
            Assert.IsType<AgentObservation.PromptTaken>(Assert.Single(log.Seen(news.Workspaces[0].Id)));
            Assert.IsType<AgentObservation.SessionStarted>(Assert.Single(log.Seen(second.Workspaces[0].Id)));
        }
        finally
        {
            await TryTmuxAsync(other.Socket, "kill-server");
        }
    }

    [TmuxFact]
    public async Task In_a_tmux_within_cmux_the_pane_is_nearer_if_it_is_known_and_else_the_surface()
    {
        await StartSessionAsync("kunduz", "cat");
        var host = new TmuxHost(Options);
        await using var connection = await host.ConnectAsync(new NewsLog(), CancellationToken.None);
        var panes = await connection.ListAsync(CancellationToken.None);
        var surface = Guid.NewGuid();
        var terminal = new Workspace(WorkspaceId.Of("cmux", surface.ToString("D").ToUpperInvariant()), "api", "", "", 0);
        var server = (await TmuxAsync("display-message", "-p", "#{socket_path},#{pid},0")).Trim();
        var place = new HookPlace(0, "", server, "%0", "", surface.ToString("D"), "");

        var places = new HookPlaces([host]);
        Assert.Null(places.Find("default", place));
        places.Know("cmux", [terminal]);
        Assert.Equal(terminal.Id, places.Find("default", place));
        places.Know("tmux", panes);
        Assert.Equal(panes[0].Id, places.Find("default", place));
        // The number alone names no pane.
        Assert.Equal(terminal.Id, places.Find("default", place with { Tmux = "/tmp/another,1,0" }));
    }

    /// <summary>Pipes a recorded payload into a hook, as Claude Code does, and stays.</summary>
    private async Task<string> ScriptAsync(string session, string kind)
    {
        var settings = HookSession.Open(ClaudeCodeFeed.PersonsSession, new HookOptions { Folder = Hooks });
        var recorded = Recording.Hooks.First(line => line.Contains($"\"hook_event_name\":\"{kind}\"", StringComparison.Ordinal));
        var payload = Path.Combine(Folder, $"{session}.json");
        await File.WriteAllTextAsync(payload, recorded);
        var command = Path.Combine(Folder, $"{session}.command");
        await File.WriteAllTextAsync(command, HookTest.Command(settings, Enum.Parse<HookKind>(kind)));
        var script = Path.Combine(Folder, $"{session}.sh");
        await File.WriteAllTextAsync(script, $"/bin/sh -c \"$(cat '{command}')\" <'{payload}'\nexec cat\n");
        return script;
    }
}
