using System.Net.Sockets;
using System.Text;
using CallActors.Contracts.Workspaces;
using CallActors.Simulators.Cmux;

namespace CallActors.Cmux.Tests.Socket;

/// <summary>The simulator speaks as cmux was heard to.</summary>
public sealed class SimulatorTests : CmuxTest
{
    [Fact]
    public async Task A_session_as_cmux_claude_pro_tells_it_is_followed_step_by_step()
    {
        var cmux = Start();
        var tab = cmux.AddTab("kunduz");
        var id = IdOf(tab.Surfaces[0]);
        var (connection, _) = await ConnectAsync();
        var (t, ws) = ($"--tab={tab.Id.ToString().ToUpperInvariant()}", tab.Id.ToString().ToUpperInvariant());

        await SayAsync($"set_agent_pid claude_code 4711 {t}", $"clear_log {t}", $"clear_notifications {t}",
            $"set_status claude_code Ready --icon=checkmark.circle --color=#50C878 {t} --pid=4711", $"clear_meta host {t}", $"clear_meta remote_cwd {t}");
        Assert.Equal(new AgentHint(AgentHintState.Idle, ""), (await FactsAsync()).Agent);

        await SayAsync($"clear_notifications {t}", $"workspace_action --action=mark_read {t}", $"set_status claude_code Thinking... --icon=brain --color=#FFD700 {t}", $"clear_progress {t}");
        Assert.Equal(new AgentHint(AgentHintState.Thinking, ""), (await FactsAsync()).Agent);

        await SayAsync($"clear_notifications {t}", $"set_status claude_code \"Working: Bash: npm test\" --icon=hammer.fill --color=#4C8DFF {t}", $"set_progress 0.09 --label=\"1 tool\" {t}",
            $"log --level=info --source=claude {t} -- \"Bash: `npm test`\"");
        var working = await FactsAsync();
        Assert.Equal(new AgentHint(AgentHintState.UsingTool, "Bash: npm test"), working.Agent);
        Assert.Equal(new WorkProgress(0.09, "1 tool"), working.Progress);
        Assert.Equal([new LogLine(LogLineLevel.Info, "", "Bash: `npm test`")], working.Log);

        // One line of it is no command; what is refused does not matter to it.
        await SayAsync($"set_status claude_code \"Waiting: Bash\" --icon=hand.raised.fill --color=#FF6B35 {t}", $"workspace_action --action=mark_unread {t}",
            $"log --level=warning --source=claude {t} -- \"Permission: Bash\"");
        Assert.StartsWith("ERROR: Unknown command 'identify'.", await AskAsync("identify --json"), StringComparison.Ordinal);
        await SayAsync($"notify_target {ws} {id.Local} \"Claude Code|Permission Required|Tool: Bash\"");
        var waiting = await FactsAsync();
        Assert.Equal(new AgentHint(AgentHintState.WaitingForPerson, "Bash"), waiting.Agent);
        Assert.Equal([new UnreadNotification("Claude Code", "Permission Required", "Tool: Bash")], waiting.Unread);
        Assert.Equal(LogLineLevel.Warning, waiting.Log[^1].Level);

        await SayAsync($"set_status claude_code Done --icon=checkmark.seal --color=#50C878 {t}", $"set_progress 1.00 --label=Complete {t}", $"notify_target {ws} {id.Local} \"Claude Code|Done|All green.\"");
        var done = await FactsAsync();
        Assert.Equal(new AgentHint(AgentHintState.Idle, ""), done.Agent);
        Assert.Equal(new WorkProgress(1, "Complete"), done.Progress);
        Assert.Equal("All green.", done.Unread[^1].Text);

        await SayAsync($"clear_status claude_code {t}", $"clear_agent_pid claude_code {t}", $"clear_notifications {t}", $"clear_progress {t}", $"clear_log {t}");
        var ended = await FactsAsync();
        Assert.Equal(AgentHint.None, ended.Agent);
        Assert.Empty(ended.Unread);
        Assert.Empty(ended.Log);

        Task<WorkspaceFacts> FactsAsync() => connection.ReadFactsAsync(id, CancellationToken.None);
    }

    [Theory]
    [InlineData("ping", "PONG")]
    [InlineData("nonsense 1", "ERROR: Unknown command 'nonsense'. Use 'help' for available commands.")]
    [InlineData("sidebar_state --tab=00000000-0000-4000-8000-000000000000", "ERROR: Tab not found")]
    [InlineData("sidebar_state --tab=workspace:1", "ERROR: Tab not found")]
    [InlineData("list_status", "No status entries")]
    [InlineData("list_log", "No log entries")]
    [InlineData("list_notifications", "No notifications")]
    [InlineData("set_progress 2", "ERROR: Invalid progress value")]
    [InlineData("auth anything", "OK: Authentication not required")]
    public async Task The_old_dialect_answers_in_its_words(string line, string answer)
    {
        Start().AddTab("kunduz");
        Assert.Equal(answer, await AskAsync(line));
    }

    [Fact]
    public async Task Options_and_quotes_of_the_old_dialect_are_read_in_every_form_that_is_sent()
    {
        var cmux = Start();
        cmux.AddTab("kunduz");
        await SayAsync("set_status build 'ok = fine' --icon bolt --priority=7", "set_status \"other\" a\\\"b", "log --level=error -- --not an option", "notify --title T --subtitle S --body B", "notify \"a|b|c|d\"");
        Assert.Equal("build=ok = fine icon=bolt priority=7\nother=a\"b", await AskAsync("list_status"));
        Assert.Equal("[error] --not an option", await AskAsync("list_log"));
        Assert.Equal([("T", "S", "B"), ("a", "b", "c|d")], cmux.Notifications.Select(notice => (notice.Title, notice.Subtitle, notice.Body)));
    }

    [Theory]
    [InlineData(CmuxAccessMode.Password, "secret", "auth wrong", "ERROR: Invalid password")]
    [InlineData(CmuxAccessMode.Password, "secret", "auth", "ERROR: Missing password. Usage: auth <password>")]
    [InlineData(CmuxAccessMode.Password, "secret", "auth secret", "OK: Authenticated")]
    [InlineData(CmuxAccessMode.Password, "", "auth secret", "ERROR: Password mode is enabled but no socket password is configured in Settings.")]
    [InlineData(CmuxAccessMode.Password, "secret", "ping", "ERROR: Authentication required — send auth <password> first")]
    // Who writes at once may see only that the connection is reset.
    [InlineData(CmuxAccessMode.CmuxOnly, "", "", "ERROR: Access denied — only processes started inside cmux can connect")]
    public async Task The_old_dialect_refuses_in_its_words(CmuxAccessMode mode, string password, string line, string answer)
    {
        Start(Build with { Access = mode, Password = password });
        Assert.Equal(answer, await AskAsync(line));
    }

    [Fact]
    public async Task The_new_dialect_answers_line_by_line_with_the_same_ids()
    {
        Start(Build with { Access = CmuxAccessMode.Password, Password = "secret" });
        Assert.Equal("{\"id\":7,\"ok\":false,\"error\":{\"code\":\"auth_required\",\"message\":\"Authentication required.\"}}", await AskAsync("{\"id\":7,\"method\":\"system.ping\"}"));
        Assert.Equal("{\"id\":\"a\",\"ok\":true,\"result\":{\"authenticated\":true}}", await AskAsync("{\"id\":\"a\",\"method\":\"auth.login\",\"params\":{\"password\":\"secret\"}}"));
    }

    [Fact]
    public async Task A_bulk_paste_takes_its_own_Enter_for_a_line_end()
    {
        var (_, terminal, _, _) = await TerminalAsync();
        terminal.Type("short\r");
        terminal.Type($"{new string('x', 200)}\r");
        Assert.Equal(["short"], terminal.Submitted);
        Assert.EndsWith("\n", terminal.Composer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Facts_come_from_old_builds_and_answers_without_a_line_end_too()
    {
        var cmux = Start(Build with { HasOldSidebar = true, AnswersWithoutLineEnd = true });
        var tab = cmux.AddTab("kunduz");
        cmux.Command("report_git_branch fix/a=b --status=dirty");
        cmux.Command("log --level=error -- it broke");
        cmux.Command("report_ports 3000 8080");
        var (connection, _) = await ConnectAsync();
        var facts = await connection.ReadFactsAsync(IdOf(tab.Surfaces[0]), CancellationToken.None);
        Assert.Equal(("fix/a=b", true), (facts.Branch, facts.HasChanges));
        Assert.Equal([3000, 8080], facts.Ports);
        Assert.Equal([new LogLine(LogLineLevel.Error, "", "it broke")], facts.Log);
    }

    [Fact]
    public async Task A_build_without_a_sidebar_shows_nothing_and_is_asked_once()
    {
        var cmux = Start(Build with { MissingCommands = new HashSet<string> { "sidebar_state" }, MissingMethods = new HashSet<string> { "notification.list" } });
        var tab = cmux.AddTab("kunduz");
        var (connection, _) = await ConnectAsync();
        for (var i = 0; i < 3; i++) Assert.Equal("", (await connection.ReadFactsAsync(IdOf(tab.Surfaces[0]), CancellationToken.None)).Branch);
        Assert.InRange(cmux.Lines.Count(line => line.StartsWith("sidebar_state", StringComparison.Ordinal)), 1, 2);
    }

    private async Task SayAsync(params string[] lines)
    {
        foreach (var line in lines) Assert.Equal("OK", await AskAsync(line));
    }

    /// <summary>One connection, one line, one answer.</summary>
    private async Task<string> AskAsync(string line)
    {
        using var socket = new System.Net.Sockets.Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath));
        await using var stream = new NetworkStream(socket);
        try
        {
            if (line.Length > 0) await stream.WriteAsync(Encoding.UTF8.GetBytes($"{line}\n"));
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // It may have been refused already.
        }
        using var reader = new StreamReader(stream);
        return (await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(10))).TrimEnd('\n');
    }
}
