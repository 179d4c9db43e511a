using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Workspaces;

namespace CallActors.Engine.Tests.Workspaces;

/// <summary>What is known of the agent, and what is read off its screen.</summary>
public sealed class WorkspaceDeciderAgentSpec
{
    private readonly Desk _desk = new();

    [Fact]
    public void A_change_on_the_screen_is_believed_when_two_looks_show_it()
    {
        Here("idle", ">");
        Assert.IsType<AgentState.Starting>(_desk.Standing.Agent);
        Assert.Equal(TimeSpan.FromMilliseconds(300), Armed(WorkspaceTimer.Look));
        _desk.Wait(TimeSpan.FromMilliseconds(300));
        _desk.Take(d => d.LookIsDue());
        _desk.Show("idle", ">");
        Assert.IsType<AgentState.Idle>(_desk.Standing.Agent);
        Assert.Equal(AgentSource.Screen, _desk.Standing.AgentSource);
    }

    [Fact]
    public void A_flicker_is_not_believed()
    {
        Here("idle", ">");
        _desk.Looks("idle", ">");
        _desk.Wait(TimeSpan.FromSeconds(1));
        _desk.Take(d => d.Wrote());
        _desk.Show("busy");
        _desk.Wait(TimeSpan.FromMilliseconds(300));
        _desk.Take(d => d.LookIsDue());
        _desk.Show("idle", ">");
        Assert.IsType<AgentState.Idle>(_desk.Standing.Agent);
    }

    [Fact]
    public void A_program_that_writes_without_end_is_looked_at_once_a_second()
    {
        Here("busy");
        _desk.Looks("busy");
        var looks = 0;
        for (var i = 0; i < 100; i++)
        {
            _desk.Wait(TimeSpan.FromMilliseconds(50));
            _desk.Take(d => d.Wrote());
            if (_desk.Live.LookDue is { } due && due <= _desk.Now) _desk.Take(d => d.LookIsDue());
            if (_desk.Ordered<WorkspaceOrder.Read>() is null) continue;
            looks++;
            _desk.Show("busy");
        }

        Assert.InRange(looks, 4, 5);
    }

    [Fact]
    public void A_workspace_whose_name_changes_all_the_time_is_looked_at_once_a_second()
    {
        Here("idle", ">");
        _desk.Looks("idle", ">");
        _desk.Wait(TimeSpan.FromMilliseconds(100));
        _desk.Take(d => d.Listed(Desk.Agent with { Name = "kunduz |" }));
        Assert.Null(_desk.Ordered<WorkspaceOrder.Read>());
        Assert.Equal(TimeSpan.FromMilliseconds(900), Armed(WorkspaceTimer.Look));
        _desk.Take(d => d.Listed(Desk.Agent with { Name = "kunduz /" }));
        Assert.Null(Armed(WorkspaceTimer.Look));
        Assert.Equal("kunduz /", _desk.Standing.Workspace!.Name);
    }

    [Fact]
    public void An_agent_that_tells_of_its_work_is_not_looked_at_for_what_it_writes()
    {
        Here("busy");
        _desk.Say(new AgentObservation.PromptTaken(AgentSource.Hook, _desk.Now));
        _desk.Wait(TimeSpan.FromSeconds(10));
        _desk.Take(d => d.Wrote());
        Assert.Null(_desk.Ordered<WorkspaceOrder.Read>());
    }

    [Fact]
    public void A_state_that_nobody_has_confirmed_for_long_is_looked_at()
    {
        Here("busy");
        Assert.True(AgentSessionId.TryParse("session-1", out var session));
        _desk.Say(new AgentObservation.PromptTaken(AgentSource.Hook, _desk.Now) { Session = new AgentSession(session, "") });
        _desk.Take(d => d.LookIsDue());
        _desk.Show("busy");
        _desk.Wait(TimeSpan.FromSeconds(30));
        _desk.Take(d => d.AgentIsDue());
        _desk.Show("idle", ">");
        _desk.Wait(TimeSpan.FromMilliseconds(300));
        _desk.Take(d => d.LookIsDue());
        _desk.Show("idle", ">");
        Assert.IsType<AgentState.Idle>(_desk.Standing.Agent);
    }

    [Fact]
    public void The_reply_of_an_agent_that_tells_nothing_is_read_off_its_screen_once()
    {
        Here("idle", ">");
        _desk.Looks("idle", ">");
        _desk.Looks("busy");
        _desk.Looks("< all green", "idle", ">");
        Assert.Empty(Replies());
        Look("< all gre", "idle", ">");
        Assert.Empty(Replies());
        Look("< all green", "idle", ">");
        Assert.Empty(Replies());
        Look("< all green", "idle", ">");
        Assert.Equal([new AgentReply.Text(1, "all green", AgentSource.Screen), new AgentReply.Ended(1, ReplyEnd.Complete)], Replies());
        Assert.Equal("all green", _desk.Journal.OfType<WorkspaceEvents.AgentReplied>().Single().Words);
        _desk.Looks("< all green", "idle", ">");
        Assert.Empty(Replies());
    }

    [Fact]
    public void Where_no_host_tells_what_programs_write_an_agent_without_hooks_is_looked_at_all_the_same()
    {
        Here("idle", ">");
        _desk.Looks("idle", ">");
        Assert.Equal(TimeSpan.FromSeconds(5), Armed(WorkspaceTimer.Look));
        _desk.Wait(TimeSpan.FromSeconds(5));
        _desk.Take(d => d.LookIsDue());
        _desk.Answer(new OrderResult.Failed(WorkspaceFault.TimedOut, "No answer."));
        Assert.Equal(TimeSpan.FromSeconds(5), Armed(WorkspaceTimer.Look));
        _desk.Looks("busy");
        Assert.Equal(TimeSpan.FromSeconds(1), Armed(WorkspaceTimer.Look));
        _desk.Take(d => d.Wrote());
        // A reply that never shows is not looked for without end.
        for (var i = 0; i < 6; i++) _desk.Looks("idle", ">");
        Assert.False(_desk.Live.AwaitsReply);
        Assert.Null(_desk.Live.LookDue);
    }

    [Fact]
    public void Replies_are_counted_on_when_who_tells_them_begins_to_count_anew()
    {
        Assert.Equal(1, Told(new AgentReply.Text(1, "One.", AgentSource.Transcript)));
        Assert.Equal(1, Told(new AgentReply.Ended(1, ReplyEnd.Complete)));
        Assert.Equal(2, Told(new AgentReply.Text(2, "Two.", AgentSource.Transcript)));
        _desk.Take(d => d.HostAway());
        _desk.Take(d => d.Listed(Desk.Agent));
        Assert.Equal(0, Told(new AgentReply.Text(0, "Two.", AgentSource.Transcript)));
        Assert.Equal(3, Told(new AgentReply.Text(1, "Three.", AgentSource.Transcript)));
        Assert.Equal(3, Told(new AgentReply.Ended(1, ReplyEnd.Complete)));

        int Told(AgentReply reply)
        {
            Reply(reply);
            return Assert.Single(Replies()).Turn;
        }
    }

    [Fact]
    public void A_reply_is_handed_on_piece_by_piece_and_kept_whole_to_a_bound()
    {
        Reply(new AgentReply.Text(1, "One.", AgentSource.Transcript));
        Reply(new AgentReply.Text(1, "Two.", AgentSource.Transcript));
        Assert.Empty(_desk.Journal);
        Reply(new AgentReply.Ended(1, ReplyEnd.Complete));
        Assert.Equal(("One.\n\nTwo.", AgentSource.Transcript), _desk.Journal.OfType<WorkspaceEvents.AgentReplied>().Select(r => (r.Words, r.Source)).Single());
        _desk.Die();
        Assert.Equal("One.\n\nTwo.", _desk.Standing.LastReply);
        for (var i = 0; i < 20; i++) Reply(new AgentReply.Text(2, new string('x', 50_000) + i, AgentSource.Hook));
        Assert.Equal(64 * 1024, _desk.Standing.LastReply.Length);
        Assert.EndsWith("19", _desk.Standing.LastReply, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_host_shows_beside_the_workspace_is_a_hint()
    {
        _desk.Take(d => d.Listed(Desk.Shell));
        var facts = new WorkspaceFacts { Branch = "main", Agent = new AgentHint(AgentHintState.UsingTool, "npm test") };
        _desk.Take(d => d.FactsShown(facts));
        Assert.Equal((new AgentState.UsingTool("npm test", ""), AgentSource.Host, "main"), (_desk.Standing.Agent, _desk.Standing.AgentSource, _desk.Standing.Facts.Branch));
    }

    [Fact]
    public void Escape_is_pressed_when_the_agent_works_and_its_sources_are_told()
    {
        Here("busy");
        _desk.Say(new AgentObservation.PromptTaken(AgentSource.Hook, _desk.Now));
        Interrupt();
        Assert.IsType<WorkspaceEvents.AgentInterrupted>(_desk.Journal[^1]);
        Assert.Equal([WorkspaceKey.Escape], _desk.Ordered<WorkspaceOrder.Press>()!.Value.What.Keys);
        _desk.Answer(new OrderResult.Pressed());
        Assert.IsType<WorkspaceReplies.Done>(_desk.Replied);
        Assert.IsType<AgentObservation.EscapePressed>(_desk.Find<WorkspaceEffect.TellFeed>()!.Seen);
        _desk.Wait(TimeSpan.FromSeconds(2));
        _desk.Take(d => d.AgentIsDue());
        Assert.IsType<AgentState.Idle>(_desk.Standing.Agent);
        Interrupt();
        Assert.Equal(WorkspaceRefusal.NothingToInterrupt, _desk.Refusal);
    }

    [Fact]
    public void An_interruption_that_the_host_does_not_take_is_refused_with_its_words()
    {
        Interrupt();
        Assert.Equal(WorkspaceRefusal.HostAway, _desk.Refusal);
        Here("busy");
        Interrupt();
        _desk.Answer(new OrderResult.Failed(WorkspaceFault.AccessDenied, "Choose automation."));
        Assert.Equal((WorkspaceRefusal.HostRefused, "Choose automation."), (_desk.Refusal!.Value, ((WorkspaceReplies.Refused)_desk.Replied!).Detail));
        Interrupt();
        _desk.Take(d => d.HostAway());
        Assert.Equal(WorkspaceRefusal.HostAway, _desk.Refusal);
    }

    [Fact]
    public void It_leaves_memory_when_it_is_not_here_and_nothing_waits()
    {
        _desk.Take(d => d.Linger());
        Assert.NotNull(_desk.Find<WorkspaceEffect.Retire>());
        _desk.Submit();
        _desk.Take(d => d.Linger());
        Assert.Null(_desk.Find<WorkspaceEffect.Retire>());
        Assert.NotNull(Armed(WorkspaceTimer.Linger));
        _desk.Take(d => d.Gone());
        Assert.NotNull(Armed(WorkspaceTimer.Linger));
        _desk.Take(d => d.Linger());
        Assert.NotNull(_desk.Find<WorkspaceEffect.Retire>());
        Here("idle", ">");
        _desk.Take(d => d.Linger());
        Assert.Null(_desk.Find<WorkspaceEffect.Retire>());
    }

    private void Here(params string[] lines)
    {
        _desk.Take(d => d.Listed(Desk.Agent));
        _desk.Show(lines);
    }

    private void Look(params string[] lines)
    {
        _desk.Wait(TimeSpan.FromMilliseconds(300));
        _desk.Take(d => d.LookIsDue());
        _desk.Show(lines);
    }

    private void Reply(AgentReply reply) => _desk.Take(d => d.Told(new AgentNews.Replied(reply)));

    private void Interrupt() => _desk.Take(d => d.Interrupt(new WorkspaceCommands.Interrupt(Desk.Id, "call-1")));

    private List<AgentReply> Replies() =>
        [.. _desk.Effects.OfType<WorkspaceEffect.Publish>().Select(p => p.Activity).OfType<WorkspaceActivity.Replied>().Select(r => r.Reply)];

    private TimeSpan? Armed(WorkspaceTimer timer) => _desk.Effects.OfType<WorkspaceEffect.Arm>().LastOrDefault(a => a.Timer == timer)?.Due;
}
