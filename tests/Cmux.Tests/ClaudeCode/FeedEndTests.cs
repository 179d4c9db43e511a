using System.Diagnostics;
using CallActors.Cmux.ClaudeCode;
using CallActors.Contracts.Agents;

namespace CallActors.Cmux.Tests.ClaudeCode;

/// <summary>How replies and agents end without a word of their own, and what is known after our own end.</summary>
public sealed class FeedEndTests : FeedTest
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    [Fact]
    public async Task After_Escape_the_reply_is_over_though_the_agent_never_says_so()
    {
        var feed = Feed();
        await BeginReplyAsync();
        feed.Tell(One, new AgentObservation.EscapePressed(AgentSource.Host, Now));
        Pass(TimeSpan.FromSeconds(1.9));
        Assert.Equal(["1 Transcript: I begin."], Log.Told(One));
        Pass(TimeSpan.FromSeconds(0.1));
        Assert.Equal(["1 Transcript: I begin.", "1 ended: Interrupted"], Log.Told(One));
    }

    [Fact]
    public async Task What_was_refused_ends_the_reply_and_what_was_granted_does_not()
    {
        var feed = Feed();
        await BeginReplyAsync();
        feed.Tell(One, new AgentObservation.Answered(AgentSource.Host, Now, IsGranted: true));
        Pass(TimeSpan.FromSeconds(3));
        Assert.Single(Log.Told(One));
        feed.Tell(One, new AgentObservation.Answered(AgentSource.Host, Now, IsGranted: false));
        Pass(TimeSpan.FromSeconds(3));
        Assert.Equal("1 ended: Interrupted", Log.Told(One)[^1]);
    }

    [Fact]
    public async Task An_agent_that_goes_on_after_Escape_is_heard_to_its_own_end()
    {
        var feed = Feed();
        await BeginReplyAsync();
        feed.Tell(One, new AgentObservation.EscapePressed(AgentSource.Host, Now));
        WriteWords("I go on.", "tool_use");
        await Log.ToldAsync(One, "1 Transcript: I go on.");
        Pass(TimeSpan.FromSeconds(3));
        await StopAsync("I go on.");
        await Log.ToldAsync(One, "1 ended: Complete");
        Assert.DoesNotContain("1 ended: Interrupted", Log.Told(One));
    }

    [Fact]
    public async Task A_process_that_is_killed_is_told_to_be_gone()
    {
        Feed();
        using var claude = await StartAsync(PayloadOf("UserPromptSubmit", "s-1", ",\"prompt\":\"go\""));
        await Log.SeenAsync<AgentObservation.PromptTaken>(One);
        Pass(TimeSpan.FromSeconds(3));
        Assert.Empty(Log.Seen(One).OfType<AgentObservation.ProcessExited>());
        claude.Kill();
        await claude.WaitForExitAsync();
        Pass(TimeSpan.FromSeconds(1));
        var exited = Assert.Single(Log.Seen(One).OfType<AgentObservation.ProcessExited>());
        Assert.Equal((AgentSource.Process, "s-1"), (exited.Source, exited.Session?.Id.Value));
        Assert.Equal(["1 ended: Interrupted"], Log.Told(One));
        Pass(TimeSpan.FromSeconds(3));
        Assert.Single(Log.Seen(One).OfType<AgentObservation.ProcessExited>());
    }

    [Fact]
    public async Task Of_several_one_after_the_other_each_end_is_told_and_a_farewell_is_enough()
    {
        Feed();
        using (var first = await StartAsync(PayloadOf("SessionStart", "s-1", "")))
        {
            await Log.SeenAsync<AgentObservation.SessionStarted>(One);
            await HookAsync("SessionEnd", ",\"reason\":\"prompt_input_exit\"");
            await Log.SeenAsync<AgentObservation.SessionEnded>(One);
            first.Kill();
            await first.WaitForExitAsync();
        }
        Pass(TimeSpan.FromSeconds(2));
        Assert.Empty(Log.Seen(One).OfType<AgentObservation.ProcessExited>());
        using var second = await StartAsync(PayloadOf("SessionStart", "s-2", ""));
        await Log.SeenAsync<AgentObservation.SessionStarted>(One, 2);
        second.Kill();
        await second.WaitForExitAsync();
        Pass(TimeSpan.FromSeconds(2));
        Assert.Equal("s-2", Assert.Single(Log.Seen(One).OfType<AgentObservation.ProcessExited>()).Session?.Id.Value);
    }

    [Fact]
    public void A_number_that_was_given_to_another_process_since_is_not_the_agents()
    {
        var own = Environment.ProcessId;
        var now = DateTimeOffset.UtcNow;
        Assert.False(AgentProcess.That(own, now, now)!.HasEnded);
        Assert.True(AgentProcess.That(own, now - TimeSpan.FromDays(1), now)!.HasEnded);
        Assert.True((AgentProcess.That(own, now, now)! with { StartedAt = now - TimeSpan.FromDays(1) }).HasEnded);
    }

    [Fact]
    public void Of_a_process_that_tells_and_cannot_be_seen_no_end_is_told()
    {
        var now = DateTimeOffset.UtcNow;
        Assert.Null(AgentProcess.That(int.MaxValue, now, now));
        Assert.True(AgentProcess.That(int.MaxValue, now - TimeSpan.FromMinutes(1), now)!.HasEnded);
    }

    [Fact]
    public async Task What_was_told_while_nobody_heard_is_told_with_its_own_time_and_followed_from_where_it_is()
    {
        await using (Feed(new FeedLog()))
        {
        }
        await HookAsync("SessionStart", ",\"source\":\"startup\"");
        await PromptAsync("go");
        WritePrompt("go");
        WriteWords("Meanwhile.");
        await StopAsync("Meanwhile.");
        await Task.WhenAll(Directory.GetFiles(Path.Combine(Options.Folder, ClaudeCodeFeed.PersonsSession), "*.hook").Select(Older));
        // The clock of this one is ahead of the hooks' files: they are old.
        Pass(DateTimeOffset.UtcNow - Time.GetUtcNow());
        Feed();
        await Log.SeenAsync<AgentObservation.TurnEnded>(One);
        Assert.All(Log.Seen(One), seen => Assert.True(seen.At < DateTimeOffset.UtcNow - TimeSpan.FromMinutes(59)));
        Pass(TimeSpan.FromMilliseconds(300));
        Assert.Equal(["1 Hook: Meanwhile.", "1 ended: Complete"], Log.Told(One));

        static Task Older(string file)
        {
            File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file) - TimeSpan.FromHours(1));
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task The_last_reply_of_a_conversation_that_we_come_to_is_told_before_its_next()
    {
        WritePrompt("go");
        WriteWords("I look.", "tool_use");
        WriteWords("All is well.");
        WritePrompt("stop there");
        WriteWords("I will not finish.", "tool_use");
        Write("s-1", "{\"type\":\"user\",\"message\":{\"content\":\"[Request interrupted by user]\"}}\n");
        Write("s-1", "{\"type\":\"system\",\"subtype\":\"turn_duration\"}\n");
        Feed();
        await PromptAsync("and now?");
        await StopAsync("Still well.");
        await Log.SeenAsync<AgentObservation.TurnEnded>(One);
        Pass(TimeSpan.FromMilliseconds(300));
        Assert.Equal(["0 Transcript: I look.\n\nAll is well.", "0 ended: Complete", "1 Hook: Still well.", "1 ended: Complete"], Log.Told(One));
    }

    [Fact]
    public void The_last_reply_is_looked_for_at_the_end_of_a_long_transcript_alone()
    {
        WritePrompt("long ago");
        WriteWords("Old words.");
        for (var i = 0; i < 300; i++) Write("s-1", $"{{\"type\":\"progress\",\"data\":\"{new string('x', 1000)}\"}}\n");
        Assert.Equal("", LastReply.Read(TranscriptOf("s-1"), DateTimeOffset.MaxValue));
        WritePrompt("now");
        WriteWords("New words.");
        Write("s-1", WordsLine("Being written.")[..50]);
        Assert.Equal("New words.", LastReply.Read(TranscriptOf("s-1"), DateTimeOffset.MaxValue));
        Assert.Equal("", LastReply.Read(TranscriptOf("s-1"), DateTimeOffset.UtcNow - TimeSpan.FromHours(1)));
        Assert.Equal("", LastReply.Read(TranscriptOf("none"), DateTimeOffset.MaxValue));
    }

    private async Task BeginReplyAsync()
    {
        await HookAsync("SessionStart");
        await PromptAsync("go");
        WritePrompt("go");
        WriteWords("I begin.", "tool_use");
        await Log.ToldAsync(One, "1 Transcript: I begin.");
    }

    /// <summary>A process that runs a hook, as Claude Code does, and goes on.</summary>
    private async Task<Process> StartAsync(string payload)
    {
        var command = Command(HookSession.Open(ClaudeCodeFeed.PersonsSession, Options), HookKind.Stop);
        var file = Path.Combine(Folder, "payload");
        await File.WriteAllTextAsync(file, payload);
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"/bin/sh -c \"$HOOK\" <'{file}'; exec sleep 600"]) { Environment = { ["HOOK"] = command } };
        foreach (var variable in (string[])["TMUX", "TMUX_PANE", "CALLACTORS_WORKSPACE"]) start.Environment.Remove(variable);
        foreach (var (name, value) in In(Surface)) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
