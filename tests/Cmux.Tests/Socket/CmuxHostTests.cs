using CallActors.Contracts.Workspaces;
using CallActors.Simulators.Cmux;

namespace CallActors.Cmux.Tests.Socket;

public sealed class CmuxHostTests : CmuxTest
{
    [Fact]
    public async Task Terminals_are_workspaces_that_come_change_and_go_and_browsers_are_none()
    {
        var cmux = Start();
        var api = cmux.AddTab("api", directory: "/code/api");
        cmux.AddSurface(api, "docs", program: null);
        var (connection, news) = await ConnectAsync();
        Assert.Equal(new Workspace(IdOf(api.Surfaces[0]), "api", "/code/api", "", 0), Assert.Single(news.Workspaces));

        var logs = cmux.AddSurface(api, "logs");
        await news.WorkspaceAsync("api/logs");
        cmux.AddSurface(api, "logs");
        await news.UntilAsync(() => news.Workspaces.Count == 3);
        Assert.Equal(["api.0", "api/logs.1", "api/logs.2"], news.Workspaces.Select(workspace => workspace.Name));
        Assert.Contains(news.Workspaces, workspace => workspace.Id == IdOf(logs));

        cmux.AddTab("web");
        await news.WorkspaceAsync("web");
        cmux.Close(api);
        await news.UntilAsync(() => news.Workspaces.Count == 1);
        Assert.Equal(news.Workspaces, await connection.ListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_workspace_is_made_with_its_program_named_anew_and_closed()
    {
        var cmux = Start();
        var (connection, news) = await ConnectAsync();
        var order = new NewWorkspace("one", "/code/one", ["sh", "-c", "echo it's $HOME"], new Dictionary<string, string> { ["KEY"] = "a b" });
        var made = await connection.CreateAsync(order, CancellationToken.None);
        Assert.Equal(("one", "/code/one"), (made.Name, made.Directory));
        var tab = Assert.Single(cmux.Tabs);
        Assert.Equal("'sh' '-c' 'echo it'\\''s $HOME'", tab.InitialCommand);
        Assert.Equal("a b", tab.Environment["KEY"]);
        // The person's window stays where it is.
        Assert.Contains(cmux.Lines, line => line.Contains("workspace.create", StringComparison.Ordinal) && line.Contains("\"focus\":false", StringComparison.Ordinal));

        await connection.RenameAsync(made.Id, "two \"quoted\"", CancellationToken.None);
        await news.WorkspaceAsync("two \"quoted\"");
        var second = cmux.AddSurface(tab, "logs");
        await news.UntilAsync(() => news.Workspaces.Count == 2);
        await connection.RenameAsync(IdOf(second), "tests", CancellationToken.None);
        Assert.Equal(("two \"quoted\"", "tests"), (tab.Title, second.Title));

        await connection.CloseAsync(IdOf(second), CancellationToken.None);
        Assert.Single(tab.Surfaces);
        await connection.CloseAsync(made.Id, CancellationToken.None);
        Assert.Empty(cmux.Tabs);
        await connection.CloseAsync(made.Id, CancellationToken.None);
    }

    [Fact]
    public async Task A_pinned_workspace_is_not_closed_and_the_reason_is_said()
    {
        var cmux = Start();
        var tab = cmux.AddTab("kunduz");
        tab.IsPinned = true;
        var (connection, _) = await ConnectAsync();
        var fault = await Assert.ThrowsAsync<WorkspaceException>(() => connection.CloseAsync(IdOf(tab.Surfaces[0]), CancellationToken.None));
        Assert.Equal(WorkspaceFault.Refused, fault.Fault);
        Assert.Contains("pinned", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_pressed_by_name()
    {
        var (_, terminal, connection, id) = await TerminalAsync();
        foreach (var key in Enum.GetValues<WorkspaceKey>()) await connection.PressAsync(id, key, CancellationToken.None);
        Assert.Equal(
            ["enter", "escape", "tab", "shift+tab", "backspace", "up", "down", "left", "right", "pageup", "pagedown", "home", "end", "ctrl-c", "ctrl-d", "ctrl-u"],
            terminal.Keys);
        Assert.Equal([""], terminal.Submitted);
    }

    [Fact]
    public async Task A_build_that_knows_few_names_gets_what_a_terminal_sends()
    {
        var (_, terminal, connection, id) = await TerminalAsync(build: Build with { KnowsFewKeys = true });
        foreach (var key in Enum.GetValues<WorkspaceKey>()) await connection.PressAsync(id, key, CancellationToken.None);
        Assert.Equal(
            [
                "enter", "escape", "tab", "\u001b[Z", "backspace", "\u001b[A", "\u001b[B", "\u001b[D", "\u001b[C", "\u001b[5~", "\u001b[6~", "\u001b[H", "\u001b[F",
                "ctrl-c", "ctrl-d", "\u0015",
            ],
            terminal.Keys);
    }

    [Fact]
    public async Task Every_request_names_its_terminal_by_uuid()
    {
        var (cmux, _, connection, id) = await TerminalAsync();
        await connection.SubmitAsync(id, Text("hello"), CancellationToken.None);
        await connection.ReadScreenAsync(id, 0, CancellationToken.None);
        var sent = cmux.Lines.Where(line => line.Contains("\"surface.", StringComparison.Ordinal)).ToArray();
        Assert.True(sent.Length >= 4);
        Assert.All(sent, line => Assert.Contains($"\"surface_id\":\"{id.Local}\"", line, StringComparison.Ordinal));
        Assert.DoesNotContain(cmux.Lines, line => line.Contains("surface:", StringComparison.Ordinal) || line.Contains("workspace:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_screen_is_read_with_wrapped_lines_joined_and_as_far_back_as_wanted(bool trims)
    {
        var (_, terminal, connection, id) = await TerminalAsync(SimulatedProgram.Shell, Build with { TrimsRows = trims });
        var wide = string.Concat(Enumerable.Range(0, 50).Select(i => $"w{i:000}-"));
        for (var i = 1; i <= 60; i++) terminal.Write($"line {i}");
        terminal.Write(wide);
        var screen = await connection.ReadScreenAsync(id, 0, CancellationToken.None);
        Assert.Contains(wide, screen.Lines);
        Assert.DoesNotContain("line 1", screen.Lines);
        var whole = await connection.ReadScreenAsync(id, 1000, CancellationToken.None);
        Assert.Equal("line 1", whole.Lines[0]);
        Assert.Equal(62, whole.Lines.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_notice_is_shown_in_either_dialect(bool old)
    {
        var (cmux, _, connection, id) = await TerminalAsync(build: old ? Build with { MissingMethods = new HashSet<string> { "notification.create" } } : Build);
        await connection.NotifyAsync(new WorkspaceNotice("A call", "it's \"5|6\"\nends \\ here", id), CancellationToken.None);
        await connection.NotifyAsync(new WorkspaceNotice("Over", "", null), CancellationToken.None);
        Assert.Equal(
            [("A call", old ? "it's \"5/6\" ends \\ here" : "it's \"5|6\" ends \\ here", (Guid?)Guid.Parse(id.Local)), ("Over", "", null)],
            cmux.Notifications.Select(notice => (notice.Title, notice.Body, notice.Surface)));
    }

    [Fact]
    public async Task A_build_without_the_tree_and_without_capabilities_is_listed_too()
    {
        var cmux = Start(Build with { MissingMethods = new HashSet<string> { "system.tree", "system.capabilities", "events.stream", "notification.list", "pane.list" } });
        var tab = cmux.AddTab("old", directory: "/old");
        cmux.AddSurface(tab, "docs", program: null);
        var (connection, news) = await ConnectAsync();
        Assert.Equal(new Workspace(IdOf(tab.Surfaces[0]), "old", "/old", "", 0), Assert.Single(news.Workspaces));
        Assert.Equal(SubmissionState.Entered, await connection.SubmitAsync(news.Workspaces[0].Id, Text("hello"), CancellationToken.None));
    }

    [Fact]
    public async Task Status_lines_between_the_answers_do_no_harm()
    {
        var (_, terminal, connection, id) = await TerminalAsync(build: Build with { WritesStatusLines = true });
        await connection.SubmitAsync(id, Text("hello"), CancellationToken.None);
        Assert.Equal(["hello"], terminal.Submitted);
    }

    [Fact]
    public async Task A_workspace_that_vanished_is_said_to_be_gone()
    {
        var (cmux, _, connection, id) = await TerminalAsync();
        cmux.Close(cmux.Tabs[0]);
        foreach (var order in (Func<Task>[])[
            () => connection.PressAsync(id, WorkspaceKey.Enter, CancellationToken.None), () => connection.ReadScreenAsync(id, 0, CancellationToken.None),
            () => connection.SubmitAsync(id, Text("hello"), CancellationToken.None), () => connection.ReadFactsAsync(id, CancellationToken.None),
            () => connection.RenameAsync(id, "x", CancellationToken.None)])
        {
            Assert.Equal(WorkspaceFault.NotFound, (await Assert.ThrowsAsync<WorkspaceException>(order)).Fault);
        }
    }

    [Theory]
    [InlineData("process_exited", WorkspaceFault.Refused)]
    [InlineData("surface_unavailable", WorkspaceFault.NotFound)]
    [InlineData("input_queue_full", WorkspaceFault.Refused)]
    [InlineData("invalid_state", WorkspaceFault.Refused)]
    [InlineData("unavailable", WorkspaceFault.Refused)]
    [InlineData("not_supported", WorkspaceFault.Unsupported)]
    [InlineData("method_not_found", WorkspaceFault.Unsupported)]
    [InlineData("timeout", WorkspaceFault.TimedOut)]
    [InlineData("browser_disabled", WorkspaceFault.Refused)]
    public async Task Each_refusal_has_its_fault(string code, WorkspaceFault expected)
    {
        var (cmux, _, connection, id) = await TerminalAsync();
        cmux.NextRefusal("surface.send_key", code);
        var fault = await Assert.ThrowsAsync<WorkspaceException>(() => connection.PressAsync(id, WorkspaceKey.Escape, CancellationToken.None));
        Assert.Equal(expected, fault.Fault);
        Assert.EndsWith(".", fault.Message, StringComparison.Ordinal);
    }
}
