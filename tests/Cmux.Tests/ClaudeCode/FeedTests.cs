using CallActors.Cmux.ClaudeCode;
using CallActors.Contracts.Agents;

namespace CallActors.Cmux.Tests.ClaudeCode;

public sealed class FeedTests : FeedTest
{
    [Fact]
    public async Task A_hook_its_words_and_its_end_are_told_of_the_terminal_that_it_came_from()
    {
        Feed();
        await HookAsync("SessionStart", ",\"source\":\"startup\"");
        await PromptAsync("go");
        WritePrompt("go");
        WriteWords("I look.", "tool_use");
        await Log.ToldAsync(One, "1 Transcript: I look.");
        WriteWords("All is well.");
        await StopAsync("All is well.");
        await Log.ToldAsync(One, "1 ended: Complete");
        Assert.Equal(["1 Transcript: I look.", "1 Transcript: All is well.", "1 ended: Complete"], Log.Told(One));
        Assert.Equal(
            [typeof(AgentObservation.SessionStarted), typeof(AgentObservation.PromptTaken), typeof(AgentObservation.TurnEnded)],
            Log.Seen(One).Where(seen => seen.Source == AgentSource.Hook).Select(seen => seen.GetType()));
        Assert.Contains(Log.Seen(One), seen => seen is AgentObservation.TurnEnded { Source: AgentSource.Transcript });
        Assert.IsType<AgentState.Idle>(Log.State(One));
        Assert.Empty(Log.Seen(Two));
    }

    [Fact]
    public async Task Two_terminals_with_the_same_settings_are_kept_apart()
    {
        Feed();
        await PromptAsync("one", "s-1");
        await PromptAsync("two", "s-2", OtherSurface);
        await StopAsync("The first.", "s-1");
        await StopAsync("The second.", "s-2", OtherSurface);
        await Log.SeenAsync<AgentObservation.TurnEnded>(One);
        await Log.SeenAsync<AgentObservation.TurnEnded>(Two);
        Pass(TimeSpan.FromMilliseconds(300));
        Assert.Equal(["1 Hook: The first.", "1 ended: Complete"], Log.Told(One));
        Assert.Equal(["1 Hook: The second.", "1 ended: Complete"], Log.Told(Two));
    }

    [Fact]
    public async Task What_is_told_before_its_host_has_listed_the_terminal_waits_and_keeps_its_order()
    {
        var feed = Feed(knows: false);
        await PromptAsync("go");
        await HookAsync("PreToolUse", ",\"tool_name\":\"Bash\",\"tool_input\":{\"command\":\"npm test\"},\"tool_use_id\":\"t-1\"");
        await HookAsync("PostToolUse", ",\"tool_name\":\"Bash\",\"tool_use_id\":\"t-1\"");
        await SettledAsync(feed);
        Assert.Empty(Log.Seen(One));
        feed.Know("cmux", Both);
        await Log.SeenAsync<AgentObservation.ToolFinished>(One);
        Assert.Equal(
            [typeof(AgentObservation.PromptTaken), typeof(AgentObservation.ToolStarted), typeof(AgentObservation.ToolFinished)],
            Log.Seen(One).Select(seen => seen.GetType()));
        Assert.Equal(0, feed.Dropped);
    }

    [Fact]
    public async Task What_comes_from_nowhere_that_is_known_is_dropped_in_the_end_and_counted()
    {
        var feed = Feed();
        await PromptAsync("go", surface: "9f0c1a5e-0000-4000-8000-00000000000f");
        await SettledAsync(feed);
        Pass(TimeSpan.FromSeconds(4));
        Assert.Equal(0, feed.Dropped);
        Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(1, feed.Dropped);
        Assert.Empty(Log.Seen(One));
    }

    [Fact]
    public async Task A_workspace_of_ours_is_known_by_the_name_that_it_was_prepared_under()
    {
        var feed = Feed();
        var prepared = feed.Prepare("web");
        Assert.True(File.Exists(prepared.SettingsFile));
        // It stands before what the terminal says: here, the other one.
        await TellAsync(HookSession.Open("web", Options), PayloadOf("SessionStart", "s-1", ""), new Dictionary<string, string>(prepared.Environment) { ["CMUX_SURFACE_ID"] = Surface });
        await Log.SeenAsync<AgentObservation.SessionStarted>(Two);

        // A Claude Code that a person starts somewhere within inherits the name, and has settings of its own.
        await TellAsync(
            HookSession.Open(ClaudeCodeFeed.PersonsSession, Options), PayloadOf("SessionStart", "s-2", ""),
            new Dictionary<string, string>(prepared.Environment) { ["CMUX_SURFACE_ID"] = Surface });
        await Log.SeenAsync<AgentObservation.SessionStarted>(One);
        Assert.Single(Log.Seen(Two));

        feed.Forget("web");
        Assert.False(File.Exists(prepared.SettingsFile));
    }

    [Fact]
    public async Task A_workspace_that_is_gone_is_told_of_no_more()
    {
        var feed = Feed();
        await PromptAsync("go");
        await StopAsync("A reply that is waited for.");
        await Log.SeenAsync<AgentObservation.TurnEnded>(One);
        feed.Know("cmux", [Both[1]]);
        Pass(TimeSpan.FromSeconds(1));
        Assert.Empty(Log.Replies(One));
        var told = Log.News.Count;
        await StopAsync("Done.");
        await PromptAsync("go", "s-2", OtherSurface);
        await Log.SeenAsync<AgentObservation.PromptTaken>(Two);
        Assert.Equal(told + 1, Log.News.Count);
    }

    [Fact]
    public async Task A_line_that_is_half_written_is_told_when_it_is_whole()
    {
        Feed();
        await HookAsync("SessionStart");
        await PromptAsync("go");
        WritePrompt("go");
        var line = WordsLine("Not cut in two.");
        Write("s-1", line[..60]);
        await HookAsync("Notification", ",\"notification_type\":\"permission_prompt\"");
        await Log.SeenAsync<AgentObservation.StillAsks>(One);
        Assert.Empty(Log.Told(One));
        Write("s-1", line[60..]);
        await Log.ToldAsync(One, "1 Transcript: Not cut in two.");
    }

    [Fact]
    public async Task After_clear_and_after_resume_the_other_conversation_is_followed()
    {
        Feed();
        await HookAsync("SessionStart", ",\"source\":\"startup\"");
        await PromptAsync("go");
        WritePrompt("go");
        WriteWords("First.", "tool_use");
        await Log.ToldAsync(One, "1 Transcript: First.");
        await HookAsync("SessionEnd", ",\"reason\":\"clear\"");
        await HookAsync("SessionStart", ",\"source\":\"clear\"", "s-2");
        await PromptAsync("again", "s-2");
        WritePrompt("again", "s-2");
        WriteWords("Second.", session: "s-2");
        await Log.ToldAsync(One, "2 Transcript: Second.");
        await HookAsync("SessionEnd", ",\"reason\":\"resume\"", "s-2");
        await HookAsync("SessionStart", ",\"source\":\"resume\"", "s-1");
        await Log.SeenAsync<AgentObservation.SessionStarted>(One, 3);
        Pass(TimeSpan.Zero);
        await PromptAsync("on", "s-1");
        WritePrompt("on");
        WriteWords("Third.");
        await Log.ToldAsync(One, "3 Transcript: Third.");
        // What the old one held is not told again.
        Assert.Equal(
            ["1 Transcript: First.", "1 ended: Interrupted", "2 Transcript: Second.", "2 ended: Interrupted", "3 Transcript: Third."], Log.Told(One));
    }

    [Fact]
    public async Task Of_two_in_one_terminal_the_one_that_began_last_is_heard()
    {
        Feed();
        await PromptAsync("go", "s-1");
        await HookAsync("SessionStart", ",\"source\":\"startup\"", "s-2");
        await PromptAsync("within", "s-2");
        await StopAsync("Of the outer one.", "s-1");
        await Log.SeenAsync<AgentObservation.TurnEnded>(One);
        Pass(TimeSpan.FromSeconds(1));
        await StopAsync("Of the inner one.", "s-2");
        await Log.SeenAsync<AgentObservation.TurnEnded>(One, 2);
        Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(["1 ended: Interrupted", "2 Hook: Of the inner one.", "2 ended: Complete"], Log.Told(One));
    }

    [Fact]
    public async Task A_reply_of_a_megabyte_is_passed_on_in_pieces_and_whole()
    {
        Feed();
        await PromptAsync("go");
        var words = string.Join("\n\n", Enumerable.Range(1, 20_000).Select(number => $"This is paragraph number {number} of it, and says little."));
        await StopAsync(words);
        await Log.SeenAsync<AgentObservation.TurnEnded>(One);
        Pass(TimeSpan.FromMilliseconds(300));
        var pieces = Log.Replies(One).OfType<AgentReply.Text>().Select(text => text.Words).ToArray();
        Assert.True(words.Length > 1_000_000);
        Assert.All(pieces, piece => Assert.InRange(piece.Length, 1, 16 * 1024));
        Assert.Equal(words, string.Join("\n\n", pieces));
    }

    [Fact]
    public async Task When_the_news_of_a_session_were_lost_those_who_told_by_it_are_told_so()
    {
        var prepared = Feed().Prepare("web");
        await PromptAsync("go");
        await Log.SeenAsync<AgentObservation.PromptTaken>(One);
        await TellAsync(HookSession.Open("web", Options), PayloadOf("UserPromptSubmit", "s-2", ""), prepared.Environment);
        await Log.SeenAsync<AgentObservation.PromptTaken>(Two);
        await File.WriteAllTextAsync(Path.Combine(Options.Folder, ClaudeCodeFeed.PersonsSession, "lost"), "");
        await Log.SeenAsync<AgentObservation.NewsLost>(One);
        Pass(TimeSpan.Zero);
        Assert.DoesNotContain(Log.Seen(Two), seen => seen is AgentObservation.NewsLost);
    }

    [Fact]
    public async Task Nothing_is_told_after_the_end()
    {
        var feed = Feed();
        await PromptAsync("go");
        await StopAsync("Done.");
        await Log.SeenAsync<AgentObservation.TurnEnded>(One);
        await feed.DisposeAsync();
        var told = Log.News.Count;
        Pass(TimeSpan.FromSeconds(10));
        feed.Tell(One, new AgentObservation.EscapePressed(AgentSource.Host, DateTimeOffset.UtcNow));
        feed.Know("cmux", Both);
        Assert.Equal(told, Log.News.Count);
    }

    /// <summary>What was told before this was heard: a hook behind it is, from a place without a name.</summary>
    private async Task SettledAsync(ClaudeCodeFeed feed)
    {
        var known = Log.News.Count(told => told.Id == Two);
        feed.Know("other", [Both[1] with { Id = Two }]);
        await HookAsync("Notification", ",\"notification_type\":\"idle_prompt\"", "s-9", OtherSurface);
        await Log.UntilAsync(() => Log.News.Count(told => told.Id == Two) > known);
    }
}
