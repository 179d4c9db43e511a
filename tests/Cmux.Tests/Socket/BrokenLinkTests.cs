using CallActors.Cmux.Socket;
using CallActors.Contracts.Workspaces;
using CallActors.Simulators.Cmux;

namespace CallActors.Cmux.Tests.Socket;

/// <summary>The link is cut at every step of a submission; whoever ordered it orders it again, over a new connection.</summary>
public sealed class BrokenLinkTests : CmuxTest
{
    private const string Words = "run the tests and tell me";

    [Theory]
    [InlineData(SimulatedProgram.Agent, "surface.read_text", CmuxMishap.CutBefore)]
    [InlineData(SimulatedProgram.Agent, "surface.read_text", CmuxMishap.CutAfter)]
    [InlineData(SimulatedProgram.Agent, "surface.send_text", CmuxMishap.CutBefore)]
    [InlineData(SimulatedProgram.Agent, "surface.send_text", CmuxMishap.CutAfter)]
    [InlineData(SimulatedProgram.Agent, "surface.send_key", CmuxMishap.CutBefore)]
    [InlineData(SimulatedProgram.Agent, "surface.send_key", CmuxMishap.CutAfter)]
    [InlineData(SimulatedProgram.PromptAgent, "surface.send_text", CmuxMishap.CutBefore)]
    [InlineData(SimulatedProgram.PromptAgent, "surface.send_text", CmuxMishap.CutAfter)]
    [InlineData(SimulatedProgram.PromptAgent, "surface.send_key", CmuxMishap.CutBefore)]
    [InlineData(SimulatedProgram.PromptAgent, "surface.send_key", CmuxMishap.CutAfter)]
    [InlineData(SimulatedProgram.Shell, "surface.send_text", CmuxMishap.CutBefore)]
    [InlineData(SimulatedProgram.Shell, "surface.send_text", CmuxMishap.CutAfter)]
    [InlineData(SimulatedProgram.Shell, "surface.send_key", CmuxMishap.CutAfter)]
    public async Task A_text_is_submitted_once_wherever_the_link_was_cut(SimulatedProgram program, string at, CmuxMishap how)
    {
        var (host, cmux, terminal, id) = Begin(program);
        var (connection, _) = await ConnectAsync(host);
        cmux.Next(at, how);
        var fault = await Assert.ThrowsAsync<WorkspaceException>(() => connection.SubmitAsync(id, Text(Words), CancellationToken.None));
        Assert.Equal(WorkspaceFault.HostGone, fault.Fault);
        await connection.Ended.WaitAsync(TimeSpan.FromSeconds(10));

        var (again, _) = await ConnectAsync(host);
        Assert.Equal(SubmissionState.Entered, await again.SubmitAsync(id, Text(Words), CancellationToken.None));
        Assert.Equal([Words], terminal.Submitted);
    }

    [Fact]
    public async Task A_shell_gets_no_second_Enter_when_nobody_can_see_whether_the_first_arrived()
    {
        var (host, cmux, terminal, id) = Begin(SimulatedProgram.Shell);
        var (connection, _) = await ConnectAsync(host);
        cmux.Next("surface.send_key", CmuxMishap.CutBefore);
        await Assert.ThrowsAsync<WorkspaceException>(() => connection.SubmitAsync(id, Text(Words), CancellationToken.None));
        var (again, _) = await ConnectAsync(host);
        await again.SubmitAsync(id, Text(Words), CancellationToken.None);
        Assert.Equal(Words, terminal.Composer);
        Assert.Empty(terminal.Keys);
    }

    [Fact]
    public async Task Cut_off_over_and_over_it_is_still_submitted_once()
    {
        var (host, cmux, terminal, id) = Begin(SimulatedProgram.Agent);
        foreach (var (at, how) in ((string, CmuxMishap)[])[
            ("surface.send_text", CmuxMishap.CutBefore), ("surface.send_text", CmuxMishap.CutBefore), ("surface.send_text", CmuxMishap.CutAfter),
            ("surface.send_key", CmuxMishap.CutBefore), ("surface.send_key", CmuxMishap.CutBefore), ("surface.send_key", CmuxMishap.CutAfter)])
        {
            cmux.Next(at, how);
        }
        var attempts = 0;
        while (true)
        {
            attempts++;
            var (connection, _) = await ConnectAsync(host);
            try
            {
                Assert.Equal(SubmissionState.Entered, await connection.SubmitAsync(id, Text(Words), CancellationToken.None));
                break;
            }
            catch (WorkspaceException e) when (e.Fault is WorkspaceFault.HostGone)
            {
                Assert.True(attempts < 20);
            }
        }
        Assert.Equal(7, attempts);
        Assert.Equal([Words], terminal.Submitted);
    }

    [Fact]
    public async Task A_person_who_entered_what_was_typed_has_submitted_it()
    {
        var (host, cmux, terminal, id) = Begin(SimulatedProgram.Agent);
        var (connection, _) = await ConnectAsync(host);
        cmux.Next("surface.send_key", CmuxMishap.CutBefore);
        await Assert.ThrowsAsync<WorkspaceException>(() => connection.SubmitAsync(id, Text(Words), CancellationToken.None));
        terminal.Type("\r");
        var (again, _) = await ConnectAsync(host);
        Assert.Equal(SubmissionState.Entered, await again.SubmitAsync(id, Text(Words), CancellationToken.None));
        Assert.Equal([Words], terminal.Submitted);
    }

    [Fact]
    public async Task What_cannot_be_judged_is_not_typed_again()
    {
        var (host, cmux, terminal, id) = Begin(SimulatedProgram.Agent);
        var (connection, _) = await ConnectAsync(host);
        cmux.Next("surface.send_text", CmuxMishap.CutBefore);
        await Assert.ThrowsAsync<WorkspaceException>(() => connection.SubmitAsync(id, Text(Words), CancellationToken.None));
        // The screen is another one meanwhile, and shows nothing of the text.
        terminal.Write("something else");
        var (again, _) = await ConnectAsync(host);
        var fault = await Assert.ThrowsAsync<WorkspaceException>(() => again.SubmitAsync(id, Text(Words), CancellationToken.None));
        Assert.Equal(WorkspaceFault.TimedOut, fault.Fault);
        Assert.Contains("not typed again", fault.Message, StringComparison.Ordinal);
        Assert.Empty(terminal.Submitted);
        Assert.Equal("", terminal.Composer);
    }

    [Theory]
    [InlineData(CmuxMishap.CutBefore)]
    [InlineData(CmuxMishap.CutAfter)]
    public async Task What_an_agent_was_handed_is_never_handed_again(CmuxMishap how)
    {
        var (host, cmux, terminal, id) = Begin(SimulatedProgram.Agent, Build with { MissingMethods = new HashSet<string>() });
        cmux.Tabs[0].Surfaces[0].HasAgent = true;
        var (connection, _) = await ConnectAsync(host);
        cmux.Next("workspace.agent_submit", how);
        await Assert.ThrowsAsync<WorkspaceException>(() => connection.SubmitAsync(id, Text(Words), CancellationToken.None));
        var (again, _) = await ConnectAsync(host);
        if (how is CmuxMishap.CutAfter)
        {
            Assert.Equal(SubmissionState.Accepted, await again.SubmitAsync(id, Text(Words), CancellationToken.None));
            Assert.Equal([Words], terminal.Submitted);
        }
        else
        {
            // It may wait in cmux' own queue, where nobody sees it.
            var fault = await Assert.ThrowsAsync<WorkspaceException>(() => again.SubmitAsync(id, Text(Words), CancellationToken.None));
            Assert.Equal(WorkspaceFault.TimedOut, fault.Fault);
            Assert.Empty(terminal.Submitted);
        }
        Assert.Single(cmux.Lines, line => line.Contains("\"workspace.agent_submit\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("internal_error")]
    [InlineData("timeout")]
    public async Task A_code_that_leaves_it_open_is_judged_by_the_screen(string code)
    {
        var (host, cmux, terminal, id) = Begin(SimulatedProgram.Agent);
        var (connection, _) = await ConnectAsync(host);
        cmux.NextRefusal("surface.send_text", code);
        Assert.Equal(WorkspaceFault.TimedOut, (await Assert.ThrowsAsync<WorkspaceException>(() => connection.SubmitAsync(id, Text(Words), CancellationToken.None))).Fault);
        cmux.NextRefusal("surface.send_key", code);
        Assert.Equal(WorkspaceFault.TimedOut, (await Assert.ThrowsAsync<WorkspaceException>(() => connection.SubmitAsync(id, Text(Words), CancellationToken.None))).Fault);
        Assert.Equal(SubmissionState.Entered, await connection.SubmitAsync(id, Text(Words), CancellationToken.None));
        Assert.Equal([Words], terminal.Submitted);
    }

    [Fact]
    public async Task Terminals_outlive_the_application_and_what_was_typed_before_is_only_entered()
    {
        var (host, cmux, terminal, id) = Begin(SimulatedProgram.Agent);
        var (connection, _) = await ConnectAsync(host);
        cmux.Next("surface.send_text", CmuxMishap.CutAfter);
        await Assert.ThrowsAsync<WorkspaceException>(() => connection.SubmitAsync(id, Text(Words), CancellationToken.None));
        await cmux.StopAsync();
        cmux.Start();
        var (again, news) = await ConnectAsync(host);
        Assert.Equal(id, Assert.Single(news.Workspaces).Id);
        Assert.Equal(SubmissionState.Entered, await again.SubmitAsync(id, Text(Words), CancellationToken.None));
        Assert.Equal([Words], terminal.Submitted);
    }

    private (CmuxHost Host, CmuxSimulator Cmux, SimulatedTerminal Terminal, WorkspaceId Id) Begin(SimulatedProgram program, CmuxSimulatorOptions? build = null)
    {
        var cmux = Start(build);
        var surface = cmux.AddTab("kunduz", program).Surfaces[0];
        return (new CmuxHost(Options, Machine), cmux, surface.Terminal!, IdOf(surface));
    }
}
