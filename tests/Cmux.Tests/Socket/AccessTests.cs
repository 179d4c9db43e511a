using CallActors.Contracts.Workspaces;
using CallActors.Simulators.Cmux;

namespace CallActors.Cmux.Tests.Socket;

public sealed class AccessTests : CmuxTest
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cmux_for_its_own_programs_only_says_which_mode_is_needed(bool silently)
    {
        Start(Build with { Access = CmuxAccessMode.CmuxOnly, RefusesSilently = silently });
        var fault = await Assert.ThrowsAsync<WorkspaceException>(() => ConnectAsync());
        Assert.Equal(WorkspaceFault.AccessDenied, fault.Fault);
        Assert.Contains("'cmuxOnly'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'automation'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'password'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_cmux_started_is_let_in()
    {
        Start(Build with { Access = CmuxAccessMode.CmuxOnly, ClientsAreDescendants = true }).AddTab("kunduz");
        var (_, news) = await ConnectAsync();
        Assert.Single(news.Workspaces);
    }

    [Theory]
    [InlineData(CmuxAccessMode.Automation)]
    [InlineData(CmuxAccessMode.AllowAll)]
    public async Task Open_modes_let_in_also_who_has_a_password(CmuxAccessMode mode)
    {
        var cmux = Start(Build with { Access = mode });
        await ConnectAsync(Options with { Password = "secret" });
        // It is not told to who does not ask.
        Assert.DoesNotContain(cmux.Lines, line => line.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_password_opens_every_connection_also_those_of_the_old_dialect_and_of_events()
    {
        const string Odd = "it's \"quoted\" \\ é";
        var cmux = Start(Build with { Access = CmuxAccessMode.Password, Password = Odd });
        var tab = cmux.AddTab("kunduz");
        cmux.Command("report_git_branch main --status=dirty");
        var (connection, news) = await ConnectAsync(Options with { Password = Odd });
        Assert.Equal("main", (await connection.ReadFactsAsync(IdOf(tab.Surfaces[0]), CancellationToken.None)).Branch);
        cmux.AddTab("another");
        await news.WorkspaceAsync("another");
    }

    [Theory]
    [InlineData("", "right", "asks for its socket password")]
    [InlineData("wrong", "right", "refused the socket password")]
    [InlineData("any", "", "no socket password is set")]
    public async Task Each_refusal_of_a_password_is_told_apart(string given, string set, string says)
    {
        Start(Build with { Access = CmuxAccessMode.Password, Password = set });
        var fault = await Assert.ThrowsAsync<WorkspaceException>(() => ConnectAsync(Options with { Password = given }));
        Assert.Equal(WorkspaceFault.Password, fault.Fault);
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
        if (given.Length > 0) Assert.DoesNotContain(given, fault.Message.Replace("any program", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CmuxAccessMode.Off)]
    [InlineData(CmuxAccessMode.Password)]
    public async Task A_cmux_without_a_socket_is_not_there(CmuxAccessMode mode)
    {
        Start(Build with { Access = mode, MakesNoSocketForPasswords = true });
        var fault = await Assert.ThrowsAsync<WorkspaceException>(() => ConnectAsync());
        Assert.Equal(WorkspaceFault.HostGone, fault.Fault);
        Assert.Contains("password mode", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_refuses_does_not_hide_one_that_lets_in_but_is_told_when_nobody_does()
    {
        var refusing = Start(Build with { SocketPath = $"{Machine.TemporaryFolder}/cmux.sock", Access = CmuxAccessMode.CmuxOnly });
        var fault = await Assert.ThrowsAsync<WorkspaceException>(() => ConnectAsync(Options with { SocketPath = "" }));
        Assert.Equal(WorkspaceFault.AccessDenied, fault.Fault);

        Start(Build with { SocketPath = $"{Machine.TemporaryFolder}/cmux-nightly.sock" }).AddTab("nightly");
        var (_, news) = await ConnectAsync(Options with { SocketPath = "" });
        Assert.Equal("nightly", Assert.Single(news.Workspaces).Name);
        Assert.Empty(refusing.Lines);
    }

    [Fact]
    public async Task One_that_does_not_answer_hides_neither_a_refusal_nor_one_that_lets_in()
    {
        var options = Options with { SocketPath = "", GreetingWithin = TimeSpan.FromMilliseconds(200) };
        var hanging = Start(Build with { SocketPath = $"{Machine.TemporaryFolder}/cmux.sock" });
        hanging.Hangs = true;
        Assert.Equal(WorkspaceFault.TimedOut, (await Assert.ThrowsAsync<WorkspaceException>(() => ConnectAsync(options))).Fault);
        Start(Build with { SocketPath = $"{Machine.TemporaryFolder}/cmux-nightly.sock", Access = CmuxAccessMode.CmuxOnly });
        Assert.Equal(WorkspaceFault.AccessDenied, (await Assert.ThrowsAsync<WorkspaceException>(() => ConnectAsync(options))).Fault);
        Start(Build with { SocketPath = $"{Machine.TemporaryFolder}/cmux-debug.sock" }).AddTab("debug");
        var (_, news) = await ConnectAsync(options);
        Assert.Equal("debug", Assert.Single(news.Workspaces).Name);
    }
}
