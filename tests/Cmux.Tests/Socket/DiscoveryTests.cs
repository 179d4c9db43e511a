using CallActors.Cmux.Socket;
using CallActors.Contracts.Workspaces;
using CallActors.Simulators.Cmux;

namespace CallActors.Cmux.Tests.Socket;

public sealed class DiscoveryTests : CmuxTest
{
    private string State => Path.Combine(Machine.Home, ".local/state/cmux");

    private string Mac => Path.Combine(Machine.Home, "Library/Application Support/cmux");

    [Fact]
    public void Sockets_are_looked_for_in_cmux_own_order()
    {
        Machine.Variables["CMUX_SOCKET_PATH"] = "/env.sock";
        Machine.Variables["XDG_RUNTIME_DIR"] = "/run/user/501";
        Machine.Write($"{State}/last-socket-path", "/state-marker.sock\n");
        Machine.Write($"{Mac}/last-socket-path", "/mac-marker.sock");
        Machine.Write($"{Machine.TemporaryFolder}/cmux-last-socket-path", " /tmp-marker.sock \n");
        Machine.Write($"{State}/nightly-last-socket-path", "/nightly-marker.sock");
        Machine.Write($"{Machine.TemporaryFolder}/cmux-debug-a.sock", "");
        var temporary = Machine.TemporaryFolder;
        Assert.Equal(
            [
                "/env.sock", "/state-marker.sock", "/mac-marker.sock", "/tmp-marker.sock", "/nightly-marker.sock",
                $"{State}/cmux.sock", $"{State}/cmux-501.sock", $"{Mac}/cmux.sock", $"{Mac}/cmux-501.sock",
                $"{temporary}/cmux.sock", $"{temporary}/cmux-nightly.sock", $"{temporary}/cmux-debug.sock", $"{temporary}/cmux-debug-a.sock",
                "/run/user/501/cmux/cmux.sock",
            ],
            CmuxDiscovery.Candidates(new CmuxOptions(), Machine));
    }

    [Fact]
    public void A_path_that_is_configured_is_the_only_one() =>
        Assert.Equal(["/mine.sock"], CmuxDiscovery.Candidates(new CmuxOptions { SocketPath = "/mine.sock" }, Machine));

    [Fact]
    public void The_old_variable_serves_as_well_and_two_that_differ_are_a_fault()
    {
        Machine.Variables["CMUX_SOCKET"] = "/old.sock";
        Assert.Equal("/old.sock", CmuxDiscovery.Candidates(new CmuxOptions(), Machine)[0]);
        Machine.Variables["CMUX_SOCKET_PATH"] = "/old.sock";
        Assert.Equal("/old.sock", CmuxDiscovery.Candidates(new CmuxOptions(), Machine)[0]);
        Machine.Variables["CMUX_SOCKET_PATH"] = "/new.sock";
        var fault = Assert.Throws<WorkspaceException>(() => CmuxDiscovery.Candidates(new CmuxOptions(), Machine));
        Assert.Contains("CMUX_SOCKET_PATH and CMUX_SOCKET", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("relative/path")]
    [InlineData("")]
    [InlineData("/with\0nul")]
    public void A_marker_that_holds_no_path_is_passed_over(string marker)
    {
        Machine.Write($"{State}/last-socket-path", marker);
        Assert.Equal($"{State}/cmux.sock", CmuxDiscovery.Candidates(new CmuxOptions(), Machine)[0]);
    }

    [Fact]
    public void A_password_comes_from_the_option_then_the_environment_then_cmux_own_store()
    {
        Assert.Equal("", CmuxDiscovery.Password(new CmuxOptions(), Machine));
        Machine.Write($"{Mac}/socket-control-password", "stored \n");
        Assert.Equal("stored ", CmuxDiscovery.Password(new CmuxOptions(), Machine));
        Machine.Variables["CMUX_SOCKET_PASSWORD"] = "variable";
        Assert.Equal("variable", CmuxDiscovery.Password(new CmuxOptions(), Machine));
        Assert.Equal("option", CmuxDiscovery.Password(new CmuxOptions { Password = "option" }, Machine));
    }

    [Fact]
    public async Task A_socket_that_was_left_over_is_passed_over_and_a_path_too_long_too()
    {
        Directory.CreateDirectory(State);
        CmuxSimulator.LeaveSocketFile($"{State}/cmux.sock");
        Machine.Write($"{State}/last-socket-path", $"/{new string('x', 200)}");
        Machine.Variables["CMUX_SOCKET_PATH"] = Machine.Write($"{Folder}/plain-file", "no socket");
        var cmux = Start(Build with { SocketPath = $"{Machine.TemporaryFolder}/cmux.sock" });
        cmux.AddTab("kunduz");
        var (_, news) = await ConnectAsync(Options with { SocketPath = "" });
        Assert.Equal("kunduz", Assert.Single(news.Workspaces).Name);
    }

    [Fact]
    public async Task A_cmux_that_comes_back_elsewhere_is_found_there()
    {
        var host = new CmuxHost(Options with { SocketPath = "" }, Machine);
        var first = Start(Build with { SocketPath = $"{Machine.TemporaryFolder}/cmux.sock" });
        first.AddTab("before");
        var (connection, _) = await ConnectAsync(host);
        await first.StopAsync();
        await connection.Ended.WaitAsync(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAsync<WorkspaceException>(() => ConnectAsync(host));

        var second = Start(Build with { SocketPath = $"{Folder}/elsewhere" });
        second.AddTab("after");
        Machine.Write($"{State}/last-socket-path", $"{Folder}/elsewhere");
        var (_, news) = await ConnectAsync(host);
        Assert.Equal("after", Assert.Single(news.Workspaces).Name);
    }

    [Fact]
    public async Task Without_any_cmux_what_to_look_at_is_said()
    {
        var fault = await Assert.ThrowsAsync<WorkspaceException>(() => ConnectAsync(Options with { SocketPath = "" }));
        Assert.Equal(WorkspaceFault.HostGone, fault.Fault);
        Assert.Contains("'automation'", fault.Message, StringComparison.Ordinal);
    }
}
