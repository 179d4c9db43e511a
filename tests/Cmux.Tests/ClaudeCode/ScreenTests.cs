using CallActors.Cmux.Screens;
using CallActors.Cmux.Tmux;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tests.ClaudeCode;

public sealed class ScreenTests
{
    [Theory]
    [InlineData("typed", typeof(AgentState.Idle), ComposerState.HasText)]
    [InlineData("idle", typeof(AgentState.Idle), ComposerState.Empty)]
    [InlineData("tool", typeof(AgentState.Thinking), ComposerState.Empty)]
    [InlineData("thinking", typeof(AgentState.Thinking), ComposerState.Empty)]
    [InlineData("interrupted", typeof(AgentState.Idle), ComposerState.Empty)]
    [InlineData("denied", typeof(AgentState.Idle), ComposerState.Empty)]
    [InlineData("answered", typeof(AgentState.Idle), ComposerState.Empty)]
    [InlineData("compacting", typeof(AgentState.Thinking), ComposerState.Empty)]
    [InlineData("permission", typeof(AgentState.Waiting), ComposerState.None)]
    public void A_real_screen_of_Claude_Code_is_read(string name, Type state, ComposerState composer)
    {
        var reading = new ClaudeScreen().Read(Recording.Screen(name));
        Assert.Equal((state, composer), (reading.State?.GetType(), reading.Composer));
    }

    [Theory]
    [InlineData("example", typeof(AgentState.Idle), ComposerState.Empty, "")]
    [InlineData("guess-wrapped", typeof(AgentState.Idle), ComposerState.Empty, "")]
    [InlineData("queued", typeof(AgentState.Thinking), ComposerState.Empty, "")]
    [InlineData("renamed", typeof(AgentState.Idle), ComposerState.Empty, "")]
    [InlineData("queued-typed", typeof(AgentState.Thinking), ComposerState.HasText, "Press up to edit queued messages")]
    [InlineData("draft-wrapped", typeof(AgentState.Idle), ComposerState.HasText, "Try \"something of my own\", which is long\nenough to be wrapped")]
    [InlineData("shell", typeof(AgentState.Idle), ComposerState.HasText, "!")]
    [InlineData("permission-renamed", typeof(AgentState.Waiting), ComposerState.None, "")]
    public void What_a_person_typed_is_told_from_what_Claude_Code_shows_by_how_it_is_drawn(string name, Type state, ComposerState composer, string draft)
    {
        var reading = new ClaudeScreen().Read(Recording.Styled(name));
        Assert.Equal((state, composer, draft), (reading.State?.GetType(), reading.Composer, reading.Draft));
    }

    [Theory]
    [InlineData("example", ComposerState.Empty)]
    [InlineData("queued", ComposerState.Empty)]
    // Any words can be a guess: without how they are drawn they are taken for a person's.
    [InlineData("guess-wrapped", ComposerState.HasText)]
    [InlineData("draft-wrapped", ComposerState.Empty)]
    public void Where_a_host_does_not_tell_how_words_are_drawn_the_known_words_count(string name, ComposerState composer) =>
        Assert.Equal(composer, new ClaudeScreen().Read(Recording.Styled(name) with { Faint = null }).Composer);

    [Theory]
    [InlineData("search prompts: ")]
    [InlineData("Showing detailed transcript · ctrl+o to toggle")]
    public void Keys_that_a_person_uses_for_something_else_are_not_for_a_prompt(string footer) =>
        Assert.Equal(ComposerState.HasText, new ClaudeScreen().Read(Screen("● Hello.", Rule, "❯ ", Rule, $"  {footer}")).Composer);

    [Theory]
    [InlineData("idle")]
    [InlineData("thinking")]
    [InlineData("permission")]
    public void It_is_known_by_its_looks_where_the_host_tells_no_program(string name)
    {
        var unnamed = new UnnamedScreen(new ClaudeScreen(), new CodexScreen(), PromptScreen.Usual);
        var workspace = new Workspace(WorkspaceId.Of("cmux", "1"), "kunduz", "", "", 0);
        Assert.True(unnamed.Recognises(workspace));
        Assert.False(unnamed.Recognises(workspace with { Program = "zsh" }));
        var (expected, reading) = (new ClaudeScreen().Read(Recording.Screen(name)), unnamed.Read(Recording.Screen(name)));
        Assert.Equal((expected.State?.GetType(), expected.Composer, expected.Reply), (reading.State?.GetType(), reading.Composer, reading.Reply));
        Assert.Equal(expected.Dialog?.Question, reading.Dialog?.Question);
        // A shell's is still any program's.
        Assert.IsType<AgentState.Idle>(unnamed.Read(new Screen(["$ make", "all built", "$"])).State);
    }

    [Fact]
    public void An_empty_composer_of_an_older_one_is_read_though_its_row_was_trimmed()
    {
        var rule = new string('─', 40);
        Assert.Equal(ComposerState.Empty, new ClaudeScreen().Read(new Screen([rule, ">", rule, "  ? for shortcuts"])).Composer);
    }

    [Fact]
    public void Its_question_is_read_with_its_answers()
    {
        var reading = new ClaudeScreen().Read(Recording.Screen("permission"));
        Assert.Equal("Do you want to proceed?", reading.Dialog!.Question);
        Assert.Equal("Bash command\ntouch made.txt && sleep 6\nRuns it", reading.Dialog.About);
        Assert.Equal(
            [new(1, "Yes", true), new(2, "Yes, and always allow access to proj/ from this project", false), new ScreenOption(3, "No", false)],
            reading.Dialog.Options);
        Assert.Equal(new AgentState.Waiting(AgentQuestion.Permission, "", reading.Dialog.About), reading.State);
    }

    [Fact]
    public void A_question_in_a_narrow_terminal_is_read_though_its_answers_are_wrapped()
    {
        var dialog = new ClaudeScreen().Read(Recording.Styled("permission-renamed")).Dialog!;
        Assert.Equal("Bash command\ntouch made.txt\nMakes it", dialog.About);
        Assert.Equal([new(1, "Yes", true), new(2, "Yes, and always allow access to proj/", false), new ScreenOption(3, "No", false)], dialog.Options);
    }

    [Fact]
    public void Its_words_are_read_without_the_uses_of_tools()
    {
        Assert.Equal("Hello from the fake.", new ClaudeScreen().Read(Recording.Screen("idle")).Reply);
        Assert.Equal("Done with the tool.\n\nTwo paragraphs.", Squeeze(new ClaudeScreen().Read(Recording.Screen("answered")).Reply).Split("\n\n✻")[0]);
    }

    [Fact]
    public void A_numbered_list_in_the_agents_words_is_no_question()
    {
        var screen = Screen("❯ go", "● Two ways:", "  1. Yes", "  2. No", "", Rule, "❯", Rule, "  ? for shortcuts");
        var reading = new ClaudeScreen().Read(screen);
        Assert.Null(reading.Dialog);
        Assert.IsType<AgentState.Idle>(reading.State);
    }

    [Fact]
    public void What_the_agent_writes_does_not_make_it_look_busy()
    {
        var screen = Screen("❯ go", "● Press esc to interrupt, it says.", "", Rule, "❯ ", Rule, "  ? for shortcuts");
        Assert.IsType<AgentState.Idle>(new ClaudeScreen().Read(screen).State);
    }

    [Theory]
    [InlineData("• Working (12s • esc to interrupt)", typeof(AgentState.Thinking))]
    [InlineData("• The tests pass.", typeof(AgentState.Idle))]
    public void Codex_is_read(string line, Type state)
    {
        var screen = Screen("› run the tests", "", "• Ran npm test", "  └ ok", "", line, "", "› Ask Codex to do anything", "", "  gpt-6 medium · ~/repo");
        var reading = new CodexScreen().Read(screen);
        Assert.Equal((state, ComposerState.Empty), (reading.State?.GetType(), reading.Composer));
        Assert.Equal(state == typeof(AgentState.Idle) ? "The tests pass." : "", reading.Reply);
    }

    [Fact]
    public void The_question_of_Codex_is_read()
    {
        var screen = Screen(
            "› go on", "", "• Running npm test", "", "  Would you like to run the following command?", "", "  Reason: it needs the network", "", "  $ npm test", "",
            "› 1. Yes, proceed (y)", "  2. Yes, and don't ask again for commands that start with `npm` (p)", "  3. No, and tell Codex what to do differently (esc)", "",
            "  Press enter to confirm or esc to cancel");
        var reading = new CodexScreen().Read(screen);
        Assert.Equal("Would you like to run the following command?", reading.Dialog!.Question);
        Assert.Equal("Reason: it needs the network\n$ npm test", reading.Dialog.About);
        Assert.Equal([1, 2, 3], reading.Dialog.Options.Select(option => option.Number));
        Assert.True(reading.Dialog.Options[0].IsSelected);
        Assert.IsType<AgentState.Waiting>(reading.State);
    }

    [Theory]
    [InlineData(">>>", ComposerState.Empty, "")]
    [InlineData(">>> prin", ComposerState.HasText, "prin")]
    public void A_program_with_a_prompt_is_read(string last, ComposerState composer, string draft)
    {
        var reading = PromptScreen.Usual.Read(Screen("Python 3", ">>> print(1)", "1", ">>> print(42)", "42", last, ""));
        Assert.Equal(new ScreenReading(new AgentState.Idle(), composer, null, "42") { Draft = draft }, reading);
    }

    [Theory]
    [InlineData("ada@box:~$ \u001b[90mgit status\u001b[39m", ComposerState.Empty)]
    [InlineData("ada@box:~$ git\u001b[38;5;8m status\u001b[39m", ComposerState.HasText)]
    public void How_a_shell_would_go_on_is_nobodys_typing(string styled, ComposerState composer) =>
        Assert.Equal(composer, PromptScreen.Usual.Read(StyledText.Read([styled])).Composer);

    [Theory]
    [InlineData("› \u001b[2mAsk Codex to do anything\u001b[22m", ComposerState.Empty)]
    [InlineData("› \u001b[2mAny other hint\u001b[22m", ComposerState.Empty)]
    [InlineData("› Summarize recent commits", ComposerState.HasText)]
    public void A_hint_of_Codex_is_told_from_the_same_words_typed(string styled, ComposerState composer) =>
        Assert.Equal(composer, new CodexScreen().Read(StyledText.Read([styled, "", "  gpt-6 medium · ~/repo"])).Composer);

    [Fact]
    public void A_program_without_a_prompt_works() => Assert.IsType<AgentState.Thinking>(PromptScreen.Usual.Read(Screen("ada@box:~/proj$ make", "cc -o a a.c")).State);

    [Fact]
    public void A_shell_is_ready_again() => Assert.Equal("cc -o a a.c", PromptScreen.Usual.Read(Screen("ada@box:~/proj$ make", "cc -o a a.c", "ada@box:~/proj$")).Reply);

    [Fact]
    public void Whatever_is_on_a_screen_is_read_without_harm()
    {
        string[] names = ["typed", "idle", "tool", "thinking", "interrupted", "denied", "answered", "compacting", "permission"];
        var lines = names.SelectMany(name => Recording.Screen(name).Lines).Concat(["›", "• ", "❯", "> ", Rule, "1.", "› 1. a", "  2. b", "esc to cancel", new string('x', 5000)]).ToArray();
        IAgentScreen[] readers = [new ClaudeScreen(), new CodexScreen(), PromptScreen.Usual];
        for (var seed = 1; seed <= 3000; seed++)
        {
            var random = new Random(seed);
            var screen = Screen(Enumerable.Range(0, random.Next(40)).Select(_ => lines[random.Next(lines.Length)]).Select(line => line[..random.Next(line.Length + 1)]).ToArray());
            foreach (var reader in readers)
            {
                var reading = reader.Read(screen);
                Assert.Equal(reading.Dialog is not null, reading.State is AgentState.Waiting);
            }
        }
    }

    private static string Rule => new('─', 60);

    private static Screen Screen(params string[] lines) => new(lines);

    private static string Squeeze(string text) => text.Replace("\n\n\n", "\n\n", StringComparison.Ordinal);
}
