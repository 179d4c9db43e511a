using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Tests.Switchboard.Language;

public sealed class BriefingsSpec
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly Briefings English = new("en-US");
    private static readonly Briefings German = new("de-DE");
    private static readonly AgentState Permission = new AgentState.Waiting(AgentQuestion.Permission, "Bash", "git push");

    [Fact]
    public void Workspaces_are_listed_with_what_they_do()
    {
        var list = new[] { Summary("kunduz", new AgentState.UsingTool("Bash", "npm test")), Summary("api-server", Permission), Summary("docs", new AgentState.Idle()) };
        Assert.Equal("Three sessions: kunduz is running npm test, api-server waits for your permission, docs is idle.", English.List(list));
        Assert.Equal("Drei Sitzungen: kunduz führt npm test aus, api-server wartet auf Ihre Erlaubnis, docs hat nichts zu tun.", German.List(list));
        Assert.Equal("One session: docs cannot be reached.", English.List([Summary("docs", new AgentState.Idle()) with { IsReachable = false }]));
        Assert.Equal("There are no sessions.", English.List([]));
    }

    [Fact]
    public void A_long_list_is_told_as_far_as_keys_choose()
    {
        var told = English.List([.. Enumerable.Range(1, 20).Select(i => Summary($"s{i}", new AgentState.Idle()))]);
        Assert.StartsWith("20 sessions: s1 is idle,", told, StringComparison.Ordinal);
        Assert.EndsWith("s9 is idle, and eleven more.", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Bash", "npm test", "kunduz is running npm test.")]
    [InlineData("Bash", "", "kunduz is running a command.")]
    [InlineData("Read", "src/app.ts", "kunduz is reading src/app.ts.")]
    [InlineData("Edit", "src/app.ts", "kunduz is editing src/app.ts.")]
    [InlineData("Grep", "TODO", "kunduz is searching for TODO.")]
    [InlineData("WebSearch", "x", "kunduz is looking something up on the web.")]
    [InlineData("Task", "x", "kunduz has another agent at work.")]
    [InlineData("Frobnicate", "x", "kunduz is using Frobnicate: x.")]
    [InlineData("", "", "kunduz is using a tool.")]
    public void A_tool_is_told_by_what_it_does(string tool, string about, string told) =>
        Assert.Equal(told, English.Status("kunduz", Standing(new AgentState.UsingTool(tool, about)), Now));

    [Theory]
    [InlineData(5, "kunduz is thinking.")]
    [InlineData(30, "kunduz is thinking, for some seconds.")]
    [InlineData(60, "kunduz is thinking, for one minute.")]
    [InlineData(150, "kunduz is thinking, for two minutes.")]
    [InlineData(3600, "kunduz is thinking, for one hour.")]
    [InlineData(50 * 3600, "kunduz is thinking, for two days.")]
    [InlineData(-100, "kunduz is thinking.")]
    public void How_long_it_lasts_is_told_in_words(int seconds, string told) =>
        Assert.Equal(told, English.Status("kunduz", Standing(new AgentState.Thinking()) with { Since = Now.AddSeconds(-seconds) }, Now));

    [Fact]
    public void Only_what_is_known_is_told()
    {
        Assert.Equal("kunduz has just finished.", English.Status("kunduz", Standing(new AgentState.Idle()) with { IsSettled = false }, Now));
        var full = Standing(new AgentState.Thinking()) with
        {
            Queued = 2,
            Facts = WorkspaceFacts.None with
            {
                Branch = "main",
                HasChanges = true,
                Progress = new WorkProgress(0.7, "running tests"),
                PullRequest = new PullRequest(12, "open", ""),
                Status = [new StatusNote("build", "compiling", 1)],
                Unread = [new UnreadNotification("Build", "", "It is green.")],
            },
        };
        Assert.Equal(
            "kunduz is thinking. 70 percent: running tests. Its status says: compiling. Two of your messages wait. It is on branch main, with changes that are not committed. "
            + "Pull request 12 is open. One notification that nobody has read: It is green.",
            English.Status("kunduz", full, Now));
    }

    [Fact]
    public void What_a_screen_says_is_said_to_look_so()
    {
        var seen = Standing(new AgentState.UsingTool("Bash", "make")) with { AgentSource = AgentSource.Screen };
        Assert.Equal("It looks as if kunduz is running make.", English.Status("kunduz", seen, Now));
        Assert.Equal("Es sieht so aus: kunduz führt make aus.", German.Status("kunduz", seen, Now));
    }

    [Fact]
    public void A_workspace_that_is_away_or_gone_is_said_to_be()
    {
        Assert.Equal("kunduz is gone.", English.Status("kunduz", Standing(new AgentState.Idle()) with { Reach = WorkspaceReach.Gone }, Now));
        Assert.StartsWith("kunduz cannot be reached at present.", English.Status("kunduz", Standing(new AgentState.Idle()) with { Reach = WorkspaceReach.Away }, Now), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("All 40 tests pass.", "No errors that I know of.")]
    [InlineData("No tests failed.", "No errors that I know of.")]
    [InlineData("0 failed, 40 passed", "No errors that I know of.")]
    [InlineData("I fixed the failing test.", "No errors that I know of.")]
    [InlineData("Should the error page be blue?", "No errors that I know of.")]
    [InlineData("I ran them. Three tests failed in the parser. Shall I look?", "Its last answer says: Three tests failed in the parser.")]
    [InlineData("Result: 2 failed, 40 passed", "Its last answer says: Result: 2 failed, 40 passed.")]
    [InlineData("The build fails with CS1002.", "Its last answer says: The build fails with CS1002.")]
    public void Errors_in_the_last_answer_are_told(string reply, string told) =>
        Assert.Equal(told, English.Errors("kunduz", Standing(new AgentState.Idle()) with { LastReply = reply, LastReplyBy = AgentSource.Hook }));

    [Fact]
    public void Errors_of_the_log_and_of_the_agent_are_told()
    {
        var log = Enumerable.Range(1, 5).Select(i => new LogLine(LogLineLevel.Error, "x", $"error {i}")).Append(new LogLine(LogLineLevel.Warning, "x", "careful")).ToList();
        var standing = Standing(new AgentState.Failed("rate_limit")) with { Facts = WorkspaceFacts.None with { Log = log } };
        Assert.Equal("kunduz has failed: rate limit. Five errors in its log; the last three: error 3; error 4; error 5.", English.Errors("kunduz", standing));
        Assert.Equal("No errors that I know of. One warning in its log.", English.Errors("kunduz", Standing(new AgentState.Idle()) with { Facts = WorkspaceFacts.None with { Log = [log[^1]] } }));
        Assert.StartsWith("By its screen, it looks as if", English.Errors("kunduz", Standing(new AgentState.Idle()) with { LastReply = "2 tests failed", LastReplyBy = AgentSource.Screen }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_is_read_out_with_its_answers()
    {
        Assert.Equal("kunduz asks for permission to run: git push --force origin main. Say yes, no, or show me.",
            English.Question("kunduz", new OpenQuestion(1, AgentQuestion.Permission, "Bash", "git push --force origin main", [])));
        Assert.Equal("kunduz bittet um Erlaubnis, dies auszuführen: git push. Sagen Sie ja, nein, oder zeig es mir.",
            German.Question("kunduz", new OpenQuestion(1, AgentQuestion.Permission, "Bash", "git push", [])));
        Assert.Equal("kunduz asks for permission to use Frobnicate. Say yes, no, or show me.", English.Question("kunduz", new OpenQuestion(1, AgentQuestion.Permission, "Frobnicate", "", [])));
        Assert.Equal("kunduz asks: Which database? Option 1: SQLite. Option 2: PostgreSQL. Say the number of one.",
            English.Question("kunduz", new OpenQuestion(2, AgentQuestion.Choice, "", "Which database?", [new ScreenOption(1, "SQLite", true), new ScreenOption(2, "PostgreSQL", false)])));
        Assert.Equal("kunduz has a plan and asks whether it is good. Say yes, no, or show me.", English.Question("kunduz", new OpenQuestion(3, AgentQuestion.Plan, "", "", [])));
        Assert.Equal("The tool is Bash. It is exactly this: git push.", English.Details(new OpenQuestion(1, AgentQuestion.Permission, "Bash", "git push", [])));
    }

    [Fact]
    public void Of_a_command_that_is_too_long_to_be_heard_it_is_said_that_there_is_more()
    {
        var question = new OpenQuestion(1, AgentQuestion.Permission, "Bash", string.Join(' ', Enumerable.Repeat("echo fine;", 200)) + " rm -rf /", []);
        Assert.Contains("And there is more of it. Say yes, no", English.Question("kunduz", question), StringComparison.Ordinal);
        Assert.EndsWith("There is more of it that I do not read.", English.Details(question), StringComparison.Ordinal);
    }

    [Fact]
    public void A_screen_is_read_from_its_end_and_without_its_frames()
    {
        Assert.Equal("On the screen: \nhello\nworld 42", English.Screen(new Screen(["╭──────╮", "│ hello │", "╰──────╯", "", "--------", "world 42"])));
        var told = English.Screen(new Screen([.. Enumerable.Range(1, 100).Select(i => $"line {i}")]));
        Assert.StartsWith("The end of the screen: \nline 89", told, StringComparison.Ordinal);
        Assert.EndsWith("line 100", told, StringComparison.Ordinal);
        Assert.Equal("There are no words on the screen.", English.Screen(new Screen(["───", " "])));
    }

    [Fact]
    public void Of_another_workspace_only_what_matters_is_told()
    {
        AgentState busy = new AgentState.Thinking(), idle = new AgentState.Idle();
        Assert.Equal("api-server is done.", English.Aside("api-server", busy, idle));
        Assert.Equal("docs needs your permission.", English.Aside("docs", busy, Permission));
        Assert.Equal("docs has a question for you.", English.Aside("docs", busy, new AgentState.Waiting(AgentQuestion.Choice, "", "")));
        Assert.Equal("docs has failed.", English.Aside("docs", busy, new AgentState.Failed("x")));
        Assert.Null(English.Aside("docs", idle, busy));
        Assert.Null(English.Aside("docs", busy, new AgentState.UsingTool("Bash", "")));
        Assert.Null(English.Aside("docs", Permission, idle));
        Assert.Null(English.Aside("docs", idle, idle));
    }

    [Fact]
    public void Whatever_a_workspace_holds_what_is_said_of_it_is_bounded()
    {
        var huge = string.Concat(Enumerable.Repeat("2 tests failed and more 🙂 ", 40_000));
        var standing = Standing(new AgentState.UsingTool(huge, huge)) with
        {
            LastReply = huge,
            Question = new OpenQuestion(1, AgentQuestion.Choice, huge, huge, [.. Enumerable.Range(1, 50).Select(i => new ScreenOption(i, huge, false))]),
            Queued = 3,
            Facts = WorkspaceFacts.None with
            {
                Branch = huge,
                Progress = new WorkProgress(double.NaN, huge),
                Status = [new StatusNote(huge, huge, 1)],
                PullRequest = new PullRequest(1, huge, huge),
                Log = [.. Enumerable.Repeat(new LogLine(LogLineLevel.Error, huge, huge), 100)],
                Unread = [new UnreadNotification(huge, huge, huge)],
            },
        };
        foreach (var briefings in (Briefings[])[English, German])
        {
            Assert.InRange(briefings.Status("kunduz", standing, Now).Length, 1, 2_000);
            Assert.InRange(briefings.Errors("kunduz", standing).Length, 1, 800);
            Assert.InRange(briefings.Question("kunduz", standing.Question).Length, 1, 1_200);
            Assert.InRange(briefings.Details(standing.Question).Length, 1, 1_500);
            Assert.InRange(briefings.Screen(new Screen([.. Enumerable.Repeat(huge[..1_000], 100)])).Length, 1, 700);
        }
    }

    private static WorkspaceSummary Summary(string name, AgentState agent) =>
        new(new Workspace(WorkspaceId.Of("tmux", "%" + name), name, "", "claude", 0), null, true, agent, Now, true, null, 0);

    private static WorkspaceStanding Standing(AgentState agent) =>
        new(WorkspaceReach.Here, null, agent, AgentSource.Hook, Now, true, null, WorkspaceFacts.None, "", AgentSource.Hook, null, 0);
}
