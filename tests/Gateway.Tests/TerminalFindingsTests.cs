using System.Diagnostics;
using CallActors.Gateway.Doctor;
using CallActors.Gateway.Options;
using CallActors.Simulators.Cmux;

namespace CallActors.Gateway.Tests;

/// <summary>What the doctor says of the terminals that callers reach.</summary>
public sealed class TerminalFindingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gt-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Socket => Path.Combine(_folder, "s");

    [Theory]
    [InlineData("tmux 3.2", true)]
    [InlineData("tmux 3.3a", true)]
    [InlineData("tmux next-3.6", true)]
    [InlineData("tmux 4.0", true)]
    [InlineData("tmux master", true)]
    [InlineData("tmux 3.1c", false)]
    [InlineData("tmux 2.9", false)]
    public void A_tmux_before_3_2_is_too_old(string version, bool isNewEnough) => Assert.Equal(isNewEnough, TerminalFindings.IsNewEnough(version));

    [Fact]
    public async Task A_tmux_server_is_told_with_its_panes_and_one_that_does_not_run_is_no_fault()
    {
        Assert.Contains($"no server runs at {Socket}", (await TerminalFindings.TmuxAsync(Socket, isCalled: true)).State, StringComparison.Ordinal);
        Tmux("-f", "/dev/null", "new-session", "-d", "sleep", "600");
        try
        {
            Tmux("split-window", "sleep", "600");
            var finding = await TerminalFindings.TmuxAsync(Socket, isCalled: true);
            Assert.True(finding.Ok);
            Assert.EndsWith($"its server at {Socket} has 2 panes", finding.State, StringComparison.Ordinal);
        }
        finally
        {
            Tmux("kill-server");
        }
    }

    [Fact]
    public async Task A_cmux_that_lets_us_in_is_told_and_that_there_is_none_is_no_fault()
    {
        Assert.False((await TerminalFindings.CmuxAsync(new WorkspaceOptions { CmuxSocket = Socket }, isCalled: true)).Ok);
        Assert.True((await TerminalFindings.CmuxAsync(new WorkspaceOptions { CmuxSocket = Socket }, isCalled: false)).Ok);
        await using var cmux = new CmuxSimulator(new CmuxSimulatorOptions { SocketPath = Socket });
        cmux.Start();
        var finding = await TerminalFindings.CmuxAsync(new WorkspaceOptions { CmuxSocket = Socket }, isCalled: true);
        Assert.True(finding.Ok);
        Assert.StartsWith("lets the gateway in", finding.State, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CmuxAccessMode.CmuxOnly, "automation")]
    [InlineData(CmuxAccessMode.Password, "password")]
    public async Task A_cmux_that_does_not_let_us_in_is_missed_by_who_may_call_with_the_setting_that_mends_it(CmuxAccessMode access, string mend)
    {
        await using var cmux = new CmuxSimulator(new CmuxSimulatorOptions { SocketPath = Socket, Access = access, Password = "s3cret" });
        cmux.Start();
        var options = new WorkspaceOptions { CmuxSocket = Socket, CmuxPassword = access is CmuxAccessMode.Password ? "wrong" : "" };
        var finding = await TerminalFindings.CmuxAsync(options, isCalled: true);
        Assert.False(finding.Ok);
        Assert.Contains(mend, finding.Mend, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", finding.ToString(), StringComparison.Ordinal);
        Assert.True((await TerminalFindings.CmuxAsync(options, isCalled: false)).Ok);
    }

    private void Tmux(params string[] arguments)
    {
        using var tmux = Process.Start("tmux", ["-S", Socket, .. arguments]);
        Assert.True(tmux.WaitForExit(Fakes.TestGateway.Patience));
        Assert.Equal(0, tmux.ExitCode);
    }
}
