using System.Runtime.Versioning;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tests.Tmux;

public sealed class TmuxHostTests : TmuxTest
{
    [TmuxFact]
    public async Task Without_a_server_there_are_no_workspaces_until_one_starts()
    {
        var (connection, news) = await ConnectAsync();
        Assert.Empty(news.Workspaces);

        await StartSessionAsync("kunduz");
        var workspace = await news.WorkspaceAsync("kunduz");
        Assert.Equal(workspace, Assert.Single(await connection.ListAsync(CancellationToken.None)));
        Assert.Equal(Folder, workspace.Directory);
        Assert.StartsWith("tmux:%0@", workspace.Id.Value, StringComparison.Ordinal);
    }

    [TmuxFact, UnsupportedOSPlatform("windows")]
    public async Task Every_change_is_told_however_long_there_was_no_server_before()
    {
        // Each time that it is looked for leaves a line behind.
        var (program, looks) = (Path.Combine(Folder, "counting-tmux"), Path.Combine(Folder, "looks"));
        await File.WriteAllTextAsync(program, $"#!/bin/sh\necho >>'{looks}'\nexec tmux \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var (connection, news) = await ConnectAsync(Options with { Program = program, ServerEvery = TimeSpan.FromMilliseconds(10) });
        await BytesAsync(looks, 20);
        await StartSessionAsync("kunduz");
        var id = (await news.WorkspaceAsync("kunduz")).Id;
        for (var i = 0; i < 5; i++)
        {
            await connection.RenameAsync(id, $"name{i}", CancellationToken.None);
            await news.WorkspaceAsync($"name{i}");
        }
    }

    /// <summary>tmux, 3.3 to 3.5 at least, fails when a session comes while a client in control mode introduces itself. That we wait until none comes makes
    /// it rare and not impossible: a machine may be so busy that they come further apart than we wait. Without the wait no server outlives it.</summary>
    [TmuxFact]
    public async Task A_server_outlives_sessions_that_come_one_upon_the_other()
    {
        var attempts = 3;
        while (!await OutlivesAsync()) Assert.NotEqual(0, --attempts);
    }

    private async Task<bool> OutlivesAsync()
    {
        // The server of the attempt before may not have ended yet.
        for (var tries = 1; (await TryTmuxAsync(Options.Socket, "new-session", "-d", "-s", "first")).ExitCode != 0; tries++)
        {
            Assert.NotEqual(100, tries);
            await Task.Delay(20);
        }

        var server = await TmuxAsync("display-message", "-p", "#{pid}");
        var (connection, news) = await ConnectAsync();
        for (var i = 0; i < 60; i++) await TryTmuxAsync(Options.Socket, "new-session", "-d", "-s", $"s{i}");
        var isThere = await TryTmuxAsync(Options.Socket, "display-message", "-p", "#{pid}") == (0, server);
        if (isThere) await news.UntilAsync(() => news.Workspaces.Count == 61);
        isThere = isThere && await TmuxAsync("display-message", "-p", "#{pid}") == server;
        await connection.DisposeAsync();
        await TryTmuxAsync(Options.Socket, "kill-server");
        return isThere;
    }

    [TmuxFact]
    public async Task A_session_keeps_the_environment_of_the_person_who_attached()
    {
        await StartSessionAsync("a");
        await TmuxAsync("set-environment", "-t", "a", "SSH_AUTH_SOCK", "/run/persons-agent");
        await ConnectAsync();
        Assert.Equal("SSH_AUTH_SOCK=/run/persons-agent", (await TmuxAsync("show-environment", "-t", "a", "SSH_AUTH_SOCK")).Trim());
    }

    [TmuxFact]
    public async Task Sessions_windows_and_panes_are_workspaces_that_come_change_and_go()
    {
        await StartSessionAsync("api");
        var (_, news) = await ConnectAsync();
        Assert.Equal(["api"], news.Workspaces.Select(workspace => workspace.Name));
        var first = news.Workspaces[0].Id;

        await StartSessionAsync("web");
        await news.WorkspaceAsync("web");
        await TmuxAsync("new-window", "-d", "-n", "logs", "-t", "=api:");
        await news.WorkspaceAsync("api/logs");
        await TmuxAsync("split-window", "-d", "-t", "=api:logs");
        await news.WorkspaceAsync("api/logs.1");
        await TmuxAsync("rename-session", "-t", "=web", "shop");
        await news.WorkspaceAsync("shop");
        Assert.Equal(4, news.Workspaces.Count);
        Assert.Contains(news.Workspaces, workspace => workspace.Id == first);

        await TmuxAsync("kill-window", "-t", "=api:logs");
        await news.UntilAsync(() => news.Workspaces.Count == 2);
        Assert.Equal(["api", "shop"], news.Workspaces.Select(workspace => workspace.Name).Order());
    }

    [TmuxFact]
    public async Task What_a_program_writes_is_told()
    {
        await StartSessionAsync("a", "sh", "-c", "read line; printf 'caf\\303\\251 \\033[1mbold\\033[0m \\\\ done'; read line");
        var (connection, news) = await ConnectAsync();
        var id = news.Workspaces[0].Id;
        await connection.PressAsync(id, WorkspaceKey.Enter, CancellationToken.None);
        await news.WroteAsync(id, "café \u001b[1mbold\u001b[0m \\ done");
    }

    [TmuxFact]
    public async Task A_server_that_ends_takes_its_workspaces_along_and_the_next_ones_have_other_ids()
    {
        await StartSessionAsync("a");
        var (connection, news) = await ConnectAsync();
        var old = news.Workspaces[0].Id;
        await TmuxAsync("kill-server");
        await news.UntilAsync(() => news.Workspaces.Count == 0);
        Assert.False(connection.Ended.IsCompleted);

        // Servers are told apart by the second in which they started.
        await Task.Delay(1100);
        await StartSessionAsync("a");
        var again = await news.WorkspaceAsync("a");
        Assert.NotEqual(old, again.Id);
        var gone = await Assert.ThrowsAsync<WorkspaceException>(() => connection.PressAsync(old, WorkspaceKey.Enter, CancellationToken.None));
        Assert.Equal(WorkspaceFault.NotFound, gone.Fault);
    }

    [TmuxFact]
    public async Task A_client_that_dies_is_replaced_and_the_pane_is_heard_again()
    {
        await StartSessionAsync("a", "cat");
        var (connection, news) = await ConnectAsync();
        var id = news.Workspaces[0].Id;
        await TmuxAsync("detach-client", "-s", "=a");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await connection.SubmitAsync(id, new Submission(new SubmissionId($"again-{attempt}"), "still heard"), CancellationToken.None);
                break;
            }
            catch (WorkspaceException e) when (e.Fault == WorkspaceFault.HostGone && attempt < 100)
            {
                await Task.Delay(20);
            }
        }
        await news.WroteAsync(id, "still heard");
    }

    [TmuxFact]
    public async Task A_workspace_is_made_named_anew_and_closed()
    {
        var (connection, news) = await ConnectAsync();
        var odd = "it's $HOME; \"~\" #{pid} %H {x}";
        var made = await connection.CreateAsync(
            new NewWorkspace("one", Folder, ["sh", "-c", "printf '%s|%s' \"$1\" \"$SECRET\"; cat", "sh", odd], new Dictionary<string, string> { ["SECRET"] = odd }), CancellationToken.None);
        await news.WorkspaceAsync("one");
        Assert.Equal("one", made.Name);
        Assert.Equal(Folder, made.Directory);
        await ScreenAsync(connection, made.Id, $"{odd}|{odd}");

        // The second is made over the connection, the first was the server's start.
        var second = await connection.CreateAsync(new NewWorkspace("two", Folder, ["cat"], new Dictionary<string, string> { ["SECRET"] = odd }), CancellationToken.None);
        await news.WorkspaceAsync("two");
        await connection.RenameAsync(second.Id, "it's #2; \"%H\"", CancellationToken.None);
        await news.WorkspaceAsync("it's #2; \"%H\"");

        await connection.CloseAsync(second.Id, CancellationToken.None);
        await news.UntilAsync(() => news.Workspaces.Count == 1);
        await connection.CloseAsync(second.Id, CancellationToken.None);
        var again = await Assert.ThrowsAsync<WorkspaceException>(() => connection.CreateAsync(
            new NewWorkspace("one", Folder, [], new Dictionary<string, string>()), CancellationToken.None));
        Assert.Equal(WorkspaceFault.Refused, again.Fault);
    }

    [TmuxFact]
    public async Task A_screen_tells_which_words_are_drawn_faint()
    {
        await StartSessionAsync("a", "sh", "-c", "printf 'bold \\033[1mwords\\033[0m\\n> \\033[7mT\\033[0;2mry this\\033[0m\\n\\033(0qqq\\033(B end'; cat");
        var (connection, news) = await ConnectAsync();
        var screen = await ScreenAsync(connection, news.Workspaces[0].Id, "end");
        Assert.Equal((await TmuxAsync("capture-pane", "-p", "-t", "a")).TrimEnd().Split('\n'), screen.Lines);
        Assert.Equal([new FaintText(1, 2, 8)], screen.Faint);
        Assert.Equal([false, true], new[] { screen.IsFaint(0, 0), screen.IsFaint(1, 1) });
    }

    [TmuxFact]
    public async Task A_screen_is_read_with_wrapped_lines_joined_and_as_far_back_as_wanted()
    {
        var line = string.Concat(Enumerable.Range(0, 60).Select(i => $"word{i:00} ")).TrimEnd();
        await StartSessionAsync("a", "sh", "-c", $"for i in $(seq 1 50); do echo line $i; done; echo '{line}'; printf 'end  '; cat");
        var (connection, news) = await ConnectAsync();
        var id = news.Workspaces[0].Id;
        var screen = await ScreenAsync(connection, id, "end");
        Assert.Contains(line, screen.Lines);
        Assert.Equal("end", screen.Lines[^1]);
        Assert.DoesNotContain("line 1", screen.Lines);
        var whole = await connection.ReadScreenAsync(id, 1000, CancellationToken.None);
        Assert.Equal("line 1", whole.Lines[0]);
        Assert.Equal(52, whole.Lines.Count);
    }

    [TmuxFact]
    public async Task A_notice_without_anybody_attached_is_no_failure()
    {
        await StartSessionAsync("a");
        var (connection, news) = await ConnectAsync();
        await connection.NotifyAsync(new WorkspaceNotice("Call", "from a phone #{pid}", news.Workspaces[0].Id), CancellationToken.None);
    }

    [TmuxFact]
    public async Task A_missing_program_is_named_with_what_to_install()
    {
        var failure = await Assert.ThrowsAsync<WorkspaceException>(() => ConnectAsync(Options with { Program = "no-such-tmux" }));
        Assert.Equal(WorkspaceFault.HostGone, failure.Fault);
        Assert.Contains("install tmux", failure.Message, StringComparison.Ordinal);
    }

    internal static async Task<Screen> ScreenAsync(IWorkspaceConnection connection, WorkspaceId id, string shows)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var screen = await connection.ReadScreenAsync(id, 0, CancellationToken.None);
                if (screen.Lines.Any(line => line.Contains(shows, StringComparison.Ordinal))) return screen;
                Assert.True(attempt < 500, $"The screen shows:\n{string.Join('\n', screen.Lines)}");
            }
            catch (WorkspaceException e) when (e.Fault is WorkspaceFault.NotFound or WorkspaceFault.HostGone && attempt < 500)
            {
                // It is being attached to.
            }
            await Task.Delay(20);
        }
    }
}
