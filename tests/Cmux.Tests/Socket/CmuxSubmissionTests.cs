using CallActors.Contracts.Workspaces;
using CallActors.Simulators.Cmux;

namespace CallActors.Cmux.Tests.Socket;

public sealed class CmuxSubmissionTests : CmuxTest
{
    private static readonly HashSet<string> Nothing = [];

    [Theory]
    [InlineData(SimulatedProgram.Agent)]
    [InlineData(SimulatedProgram.PromptAgent)]
    [InlineData(SimulatedProgram.Shell)]
    public async Task A_text_is_typed_as_one_line_and_entered_once(SimulatedProgram program)
    {
        var (_, terminal, connection, id) = await TerminalAsync(program);
        var state = await connection.SubmitAsync(id, Text("two\r\nlines\twith \u001b[31m'quotes' \"\\ café 日本"), CancellationToken.None);
        Assert.Equal(SubmissionState.Entered, state);
        Assert.Equal(["two lines with [31m'quotes' \"\\ café 日本"], terminal.Submitted);
        Assert.Equal(["enter"], terminal.Keys);
    }

    [Fact]
    public async Task The_same_submission_is_never_typed_again()
    {
        var cmux = Start();
        var terminal = cmux.AddTab("kunduz").Surfaces[0].Terminal!;
        var host = new CallActors.Cmux.Socket.CmuxHost(Options, Machine);
        var (connection, news) = await ConnectAsync(host);
        var id = news.Workspaces[0].Id;
        for (var i = 0; i < 3; i++) await connection.SubmitAsync(id, Text("once"), CancellationToken.None);
        await connection.DisposeAsync();
        var (other, _) = await ConnectAsync(host);
        await other.SubmitAsync(id, Text("once"), CancellationToken.None);
        await other.SubmitAsync(id, Text("once", "s-2"), CancellationToken.None);
        Assert.Equal(["once", "once"], terminal.Submitted);
    }

    [Fact]
    public async Task Submissions_at_the_same_time_come_one_behind_the_other()
    {
        var (_, terminal, connection, id) = await TerminalAsync();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(i => connection.SubmitAsync(id, Text($"number {i}", $"s-{i}"), CancellationToken.None)));
        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"number {i}"), terminal.Submitted.Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_Enter_that_a_paste_swallowed_is_pressed_again_and_the_text_is_not_typed_again(int swallowed)
    {
        var (_, terminal, connection, id) = await TerminalAsync(build: Build with { SwallowedEnters = swallowed });
        var text = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"word{i}"));
        await connection.SubmitAsync(id, Text(text), CancellationToken.None);
        Assert.Equal([text], terminal.Submitted);
        Assert.Equal(swallowed + 1, terminal.Keys.Count);
    }

    [Fact]
    public async Task A_program_that_takes_no_Enter_is_told_and_gets_only_another_Enter_the_next_time()
    {
        var (cmux, terminal, connection, id) = await TerminalAsync(build: Build with { SwallowedEnters = 3, PasteBytes = 5 });
        var fault = await Assert.ThrowsAsync<WorkspaceException>(() => connection.SubmitAsync(id, Text("hello there"), CancellationToken.None));
        Assert.Equal(WorkspaceFault.Refused, fault.Fault);
        await connection.SubmitAsync(id, Text("hello there"), CancellationToken.None);
        Assert.Equal(["hello there"], terminal.Submitted);
        Assert.Single(cmux.Lines, line => line.Contains("surface.send_text", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SimulatedProgram.Agent)]
    [InlineData(SimulatedProgram.PromptAgent)]
    public async Task What_a_person_has_begun_to_type_is_left_alone(SimulatedProgram program)
    {
        var (_, terminal, connection, id) = await TerminalAsync(program);
        terminal.Type("half a sent");
        Assert.Equal(SubmissionState.PersonIsTyping, await connection.SubmitAsync(id, Text("from the phone"), CancellationToken.None));
        Assert.Equal("half a sent", terminal.Composer);
        terminal.Type("ence\r");
        Assert.Equal(SubmissionState.Entered, await connection.SubmitAsync(id, Text("from the phone"), CancellationToken.None));
        Assert.Equal(["half a sentence", "from the phone"], terminal.Submitted);
    }

    [Fact]
    public async Task What_an_empty_composer_shows_is_nobodys_typing()
    {
        var (_, terminal, connection, id) = await TerminalAsync();
        terminal.Placeholder = "Try \"fix lint errors\"";
        Assert.Equal(SubmissionState.Entered, await connection.SubmitAsync(id, Text("hello"), CancellationToken.None));
    }

    [Fact]
    public async Task An_agent_that_shows_suggestions_can_be_typed_to_where_that_is_configured()
    {
        var cmux = Start();
        var surface = cmux.AddTab("kunduz").Surfaces[0];
        surface.Terminal!.Placeholder = "commit this";
        var (careful, _) = await ConnectAsync();
        Assert.Equal(SubmissionState.PersonIsTyping, await careful.SubmitAsync(IdOf(surface), Text("hello"), CancellationToken.None));
        var (connection, _) = await ConnectAsync(Options with { LeavesDrafts = false });
        Assert.Equal(SubmissionState.Entered, await connection.SubmitAsync(IdOf(surface), Text("hello"), CancellationToken.None));
        Assert.Equal(["hello"], surface.Terminal.Submitted);
    }

    [Fact]
    public async Task A_short_text_is_not_found_in_what_the_agent_shows_by_itself()
    {
        var (_, terminal, connection, id) = await TerminalAsync();
        terminal.Placeholder = "Try \"yes or no\"";
        Assert.Equal(SubmissionState.Entered, await connection.SubmitAsync(id, Text("yes"), CancellationToken.None));
        Assert.Equal(["enter"], terminal.Keys);
    }

    [Fact]
    public async Task A_question_of_the_agent_is_not_answered_by_what_was_meant_as_a_prompt()
    {
        var (_, terminal, connection, id) = await TerminalAsync(SimulatedProgram.Shell);
        terminal.Question = ["Do you want to run rm -rf?", "❯ 1. Yes", "  2. No"];
        Assert.Equal(SubmissionState.AgentIsBusy, await connection.SubmitAsync(id, Text("hello"), CancellationToken.None));
        Assert.Empty(terminal.Keys);
        Assert.Equal("", terminal.Composer);
        terminal.Question = [];
        Assert.Equal(SubmissionState.Entered, await connection.SubmitAsync(id, Text("hello"), CancellationToken.None));
    }

    [Fact]
    public async Task A_question_that_comes_between_text_and_Enter_gets_no_Enter()
    {
        var (_, terminal, connection, id) = await TerminalAsync();
        terminal.AsksAtTyping = ["Do you want to run rm -rf?", "❯ 1. Yes", "  2. No"];
        Assert.Equal(SubmissionState.AgentIsBusy, await connection.SubmitAsync(id, Text("hello"), CancellationToken.None));
        Assert.Empty(terminal.Keys);
        terminal.Question = [];
        Assert.Equal(SubmissionState.Entered, await connection.SubmitAsync(id, Text("hello"), CancellationToken.None));
        Assert.Equal(["hello"], terminal.Submitted);
    }

    [Fact]
    public async Task What_a_process_before_this_one_typed_is_only_entered()
    {
        var (cmux, terminal, connection, id) = await TerminalAsync();
        terminal.Type("typed before");
        Assert.Equal(SubmissionState.Entered, await connection.SubmitAsync(id, Text("typed before"), CancellationToken.None));
        Assert.Equal(["typed before"], terminal.Submitted);
        Assert.DoesNotContain(cmux.Lines, line => line.Contains("surface.send_text", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_terminal_that_has_not_started_is_started()
    {
        var (_, terminal, connection, id) = await TerminalAsync(build: Build with { TerminalsStartLate = true });
        Assert.False(terminal.HasStarted);
        await connection.SubmitAsync(id, Text("hello"), CancellationToken.None);
        Assert.Equal(["hello"], terminal.Submitted);
    }

    [Fact]
    public async Task A_terminal_that_takes_its_time_is_waited_for_and_typed_into_once()
    {
        var (cmux, terminal, connection, id) = await TerminalAsync();
        for (var i = 0; i < 3; i++) cmux.NextRefusal("surface.send_text", "terminal_not_ready");
        await connection.SubmitAsync(id, Text("hello"), CancellationToken.None);
        Assert.Equal(["hello"], terminal.Submitted);

        for (var i = 0; i < 20; i++) cmux.NextRefusal("surface.send_text", "terminal_not_ready");
        var fault = await Assert.ThrowsAsync<WorkspaceException>(() => connection.SubmitAsync(id, Text("again", "s-2"), CancellationToken.None));
        Assert.Equal(WorkspaceFault.Refused, fault.Fault);
    }

    [Theory]
    [InlineData("input_queue_full")]
    [InlineData("unavailable")]
    public async Task What_was_refused_was_not_typed_and_may_be_ordered_again(string code)
    {
        var (cmux, terminal, connection, id) = await TerminalAsync();
        cmux.NextRefusal("surface.send_text", code);
        Assert.Equal(WorkspaceFault.Refused, (await Assert.ThrowsAsync<WorkspaceException>(() => connection.SubmitAsync(id, Text("hello"), CancellationToken.None))).Fault);
        cmux.NextRefusal("surface.send_key", code);
        Assert.Equal(WorkspaceFault.Refused, (await Assert.ThrowsAsync<WorkspaceException>(() => connection.SubmitAsync(id, Text("hello"), CancellationToken.None))).Fault);
        Assert.Equal("hello", terminal.Composer);
        await connection.SubmitAsync(id, Text("hello"), CancellationToken.None);
        Assert.Equal(["hello"], terminal.Submitted);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \u0007\n ")]
    public async Task Nothing_is_not_typed(string text)
    {
        var (_, _, connection, id) = await TerminalAsync();
        Assert.Equal(WorkspaceFault.Refused, (await Assert.ThrowsAsync<WorkspaceException>(() => connection.SubmitAsync(id, Text(text), CancellationToken.None))).Fault);
    }

    [Fact]
    public async Task An_agent_that_cmux_knows_is_handed_the_text_with_its_lines()
    {
        var (cmux, terminal, connection, id) = await TerminalAsync(build: Build with { MissingMethods = Nothing });
        cmux.Tabs[0].Surfaces[0].HasAgent = true;
        Assert.Equal(SubmissionState.Accepted, await connection.SubmitAsync(id, Text("two\nlines"), CancellationToken.None));
        Assert.Equal(SubmissionState.Accepted, await connection.SubmitAsync(id, Text("two\nlines"), CancellationToken.None));
        Assert.Equal(["two\nlines"], terminal.Submitted);
        Assert.DoesNotContain(cmux.Lines, line => line.Contains("surface.send_text", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_agent_that_does_not_take_it_says_why_and_gets_it_later()
    {
        var (cmux, terminal, connection, id) = await TerminalAsync(build: Build with { MissingMethods = Nothing });
        var surface = cmux.Tabs[0].Surfaces[0];
        surface.HasAgent = true;
        terminal.Type("half");
        Assert.Equal(SubmissionState.PersonIsTyping, await connection.SubmitAsync(id, Text("hello"), CancellationToken.None));
        terminal.Type("\r");
        surface.IsAgentBusy = true;
        Assert.Equal(SubmissionState.AgentIsBusy, await connection.SubmitAsync(id, Text("hello"), CancellationToken.None));
        surface.IsAgentBusy = false;
        Assert.Equal(SubmissionState.Accepted, await connection.SubmitAsync(id, Text("hello"), CancellationToken.None));
        Assert.Equal(["half", "hello"], terminal.Submitted);
    }

    [Fact]
    public async Task Where_cmux_knows_no_agent_the_text_is_typed()
    {
        var (_, terminal, connection, id) = await TerminalAsync(build: Build with { MissingMethods = Nothing });
        Assert.Equal(SubmissionState.Entered, await connection.SubmitAsync(id, Text("hello"), CancellationToken.None));
        Assert.Equal(["hello"], terminal.Submitted);
    }

    [Fact]
    public async Task Fifty_kilobytes_with_every_control_character_arrive_as_one_line()
    {
        var (_, terminal, connection, id) = await TerminalAsync();
        var text = string.Concat(Enumerable.Range(0, 500).Select(i =>
            $"line {i} \u001b[201~{string.Concat(Enumerable.Range(0, 160).Where(c => char.IsControl((char)c)).Select(c => $"{(char)c}x"))}日本🙂\"'\\{{}}\n"));
        Assert.True(text.Length > 50_000);
        await connection.SubmitAsync(id, Text(text), CancellationToken.None);
        var submitted = Assert.Single(terminal.Submitted);
        Assert.Equal(string.Concat(text.Where(c => !char.IsControl(c) && c != ' ')), submitted.Replace(" ", "", StringComparison.Ordinal));
        Assert.DoesNotContain(submitted, char.IsControl);
    }
}
