using CallActors.Cmux.Socket;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tests.Socket;

public sealed class SidebarStateTests
{
    private const string Full = """
        tab=6F1C0B7E-0000-4000-8000-000000000001
        color=#112233
        cwd=/code/a = b
        focused_cwd=unknown
        focused_panel=unknown
        git_branch=feature/a=b dirty
        pr=#42 open https://example.test/pull/42?a=b
        pr_label=
        ports=3000,8080
        progress=0.50 Building the thing
        status_count=3
          claude_code=Working: Bash: make A=1 icon=bolt color=#4C8DFF priority=50 icon=hammer.fill
          build=ok
          note=a = b url=https://x.test/?q=1 priority=-5 format=plain
        meta_block_count=1
          first\nline
        log_count=3
          [info] [bracketed] message
          [claude] [error] it's = broken
          no level
        """;

    [Fact]
    public void Everything_that_is_shown_is_read()
    {
        var facts = Read(Full);
        Assert.Equal(("feature/a=b", true), (facts.Branch, facts.HasChanges));
        Assert.Equal(new PullRequest(42, "open", "https://example.test/pull/42?a=b"), facts.PullRequest);
        Assert.Equal([3000, 8080], facts.Ports);
        Assert.Equal(new WorkProgress(0.5, "Building the thing"), facts.Progress);
        Assert.Equal(
            [
                // What decorates stands at the end, each once: the first icon is the value's own.
                new StatusNote("claude_code", "Working: Bash: make A=1 icon=bolt", 50), new StatusNote("build", "ok", 0), new StatusNote("note", "a = b", -5),
            ],
            facts.Status.Select(note => note.Key == "claude_code" ? note with { Value = note.Value.Replace(" color=#4C8DFF", "", StringComparison.Ordinal) } : note));
        Assert.Equal(
            [new LogLine(LogLineLevel.Info, "", "[bracketed] message"), new LogLine(LogLineLevel.Error, "claude", "it's = broken"), new LogLine(LogLineLevel.Info, "", "no level")],
            facts.Log);
    }

    [Fact]
    public void An_older_build_without_some_keys_is_read_by_those_that_it_has()
    {
        var facts = Read("tab=X\ncwd=/a\ngit_branch=main clean\nports=none\nprogress=none\nstatus_count=1\n  claude_code=Idle icon=pause.circle\nlog_count=0\n");
        Assert.Equal(("main", false), (facts.Branch, facts.HasChanges));
        Assert.Null(facts.PullRequest);
        Assert.Empty(facts.Ports);
        Assert.Null(facts.Progress);
        Assert.Equal(AgentHintState.Idle, facts.Agent.State);
        Assert.Empty(facts.Log);
    }

    [Fact]
    public void Nothing_is_nothing()
    {
        var facts = Read("tab=X\ngit_branch=none\npr=none\nports=none\nprogress=none\nstatus_count=0\nlog_count=0");
        Assert.Equal(("", null, null), (facts.Branch, facts.PullRequest, facts.Progress));
        Assert.Equal(AgentHint.None, facts.Agent);
    }

    [Theory]
    [InlineData("Running", AgentHintState.Busy, "")]
    [InlineData("Needs input", AgentHintState.WaitingForPerson, "")]
    [InlineData("Idle", AgentHintState.Idle, "")]
    [InlineData("Ready", AgentHintState.Idle, "")]
    [InlineData("Thinking...", AgentHintState.Thinking, "")]
    [InlineData("Working: Bash: npm test", AgentHintState.UsingTool, "Bash: npm test")]
    [InlineData("Working: Task (3 agents)", AgentHintState.UsingTool, "Task (3 agents)")]
    [InlineData("Waiting: Bash", AgentHintState.WaitingForPerson, "Bash")]
    [InlineData("Waiting", AgentHintState.WaitingForPerson, "")]
    [InlineData("Done", AgentHintState.Idle, "")]
    [InlineData("Error", AgentHintState.Failed, "")]
    [InlineData("Compacting...", AgentHintState.Compacting, "")]
    [InlineData("Something new", AgentHintState.Unknown, "Something new")]
    public void What_is_said_of_the_agent_is_understood(string value, AgentHintState state, string detail) =>
        Assert.Equal(new AgentHint(state, detail), Read($"status_count=1\n  claude_code={value} icon=x color=#000000\nlog_count=0").Agent);

    [Fact]
    public void Another_programs_note_says_nothing_of_the_agent() =>
        Assert.Equal(AgentHint.None, Read("status_count=1\n  build=Running\nlog_count=0").Agent);

    [Theory]
    [InlineData("tab=X\nlog_count=0", true)]
    [InlineData("tab=X\nlog_count=2\n  [info] a", false)]
    [InlineData("tab=X\nlog_count=2\n  [info] a\n  [info] b", true)]
    [InlineData("tab=X\nstatus_count=0", false)]
    [InlineData("tab=X\nlog_count=many", false)]
    public void The_answer_is_whole_with_the_last_line_of_the_log(string text, bool whole) => Assert.Equal(whole, SidebarState.IsWhole(text.Split('\n')));

    [Fact]
    public void Damaged_lines_do_no_harm()
    {
        var random = new Random(7);
        for (var round = 0; round < 5_000; round++)
        {
            var text = Full.ToCharArray();
            for (var i = random.Next(1, 30); i > 0; i--) text[random.Next(text.Length)] = "= \n#,[]\0x0é"[random.Next(11)];
            var facts = Read(new string(text, 0, random.Next(text.Length)));
            Assert.InRange(facts.Progress?.Share ?? 0, 0, 1);
            Assert.All(facts.Ports, port => Assert.InRange(port, 1, 65_535));
        }
    }

    private static WorkspaceFacts Read(string text) => SidebarState.Read(text.Split('\n'));
}
