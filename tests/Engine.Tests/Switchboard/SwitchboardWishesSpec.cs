using CallActors.Contracts.Agents;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Switchboard;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Tests.Switchboard;

/// <summary>The workspace that is remembered, calls when work is done, and the audit.</summary>
public sealed class SwitchboardWishesSpec : SwitchboardSpec
{
    [Fact]
    public void The_workspace_that_was_talked_to_last_is_remembered_over_calls_and_restarts()
    {
        var call = Unlocked();
        Assert.Null(Admitted(call).Workspace);
        Tell(new SwitchboardCommands.EnterWorkspace(Ada, call, Kunduz, "kunduz"));
        Tell(new SwitchboardCommands.EndCall(Ada, call));
        Restart();
        Assert.Equal(Kunduz, Admitted(CallId.New()).Workspace);
    }

    [Fact]
    public void A_call_that_has_not_shown_the_pin_does_nothing()
    {
        var call = TakeCall();
        Tell(new SwitchboardCommands.EnterWorkspace(Ada, call, Kunduz, "kunduz"));
        Tell(new SwitchboardCommands.NoteDeed(Ada, call, CallDeed.Submitted, Kunduz, "12 characters"));
        Tell(new SwitchboardCommands.CallWhenDone(Ada, call, Kunduz, "kunduz"));
        Assert.Contains("PIN", Reception.ExpectMsg<SwitchboardReplies.CannotCall>().Detail, StringComparison.Ordinal);
        Assert.Null(Admitted(CallId.New()).Workspace);
        Assert.Equal([CallDeed.CameIn, CallDeed.CameIn], Deeds());
        Assert.False(Workspaces.HasMessages);
    }

    [Fact]
    public void The_person_is_called_once_when_the_agent_is_done_and_they_have_hung_up()
    {
        var call = Wanted();
        Tells(new AgentState.Thinking());
        Tells(new AgentState.Idle());
        Settle();
        // They are on the line.
        Assert.Empty(Calls.Rung);
        Tell(new SwitchboardCommands.EndCall(Ada, call));
        ExpectObserve();
        Tells(new AgentState.Idle());
        ExpectStop();
        Tells(new AgentState.Idle());
        Settle();
        var rung = Assert.Single(Calls.Rung);
        Assert.Equal((Ada, new CallOutReason.WorkEnded(Kunduz, "kunduz", WorkEnd.Finished)), (rung.Person, rung.Why));

        // The call knows what it is for, also after a restart, and shows the PIN like any other.
        Restart();
        var admitted = Admitted(rung.CallId);
        Assert.Equal((Kunduz, false), (admitted.CalledFor, admitted.IsUnlocked));
        Assert.Equal(Kunduz, Admitted(rung.CallId).CalledFor);
        Assert.Single(Calls.Rung);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void What_ends_the_work_is_told(AgentState agent, bool settled, int queued, WorkspaceReach reach, WorkEnd? end)
    {
        Tell(new SwitchboardCommands.EndCall(Ada, Wanted()));
        ExpectObserve();
        Board.Tell(new WorkspaceActivity.Changed(Kunduz, Standing(agent, settled, queued, reach)));
        Settle();
        Assert.Equal(end, (Calls.Rung.SingleOrDefault()?.Why as CallOutReason.WorkEnded)?.End);
    }

    public static TheoryData<AgentState, bool, int, WorkspaceReach, WorkEnd?> Ends => new()
    {
        { new AgentState.Idle(), true, 0, WorkspaceReach.Here, WorkEnd.Finished },
        { new AgentState.Idle(), false, 0, WorkspaceReach.Here, null },
        { new AgentState.Idle(), true, 1, WorkspaceReach.Here, null },
        { new AgentState.Idle(), true, 0, WorkspaceReach.Away, null },
        { new AgentState.Thinking(), true, 0, WorkspaceReach.Here, null },
        { new AgentState.UsingTool("Bash", ""), true, 0, WorkspaceReach.Here, null },
        { new AgentState.Waiting(AgentQuestion.Permission, "Bash", "rm"), true, 0, WorkspaceReach.Here, WorkEnd.NeedsPerson },
        { new AgentState.Failed("rate_limit"), true, 0, WorkspaceReach.Here, WorkEnd.Failed },
        { new AgentState.Gone(""), true, 0, WorkspaceReach.Here, WorkEnd.Gone },
        { new AgentState.Thinking(), true, 0, WorkspaceReach.Gone, WorkEnd.Gone },
    };

    [Fact]
    public void A_wish_is_taken_up_again_after_a_restart()
    {
        Tell(new SwitchboardCommands.EndCall(Ada, Wanted()));
        ExpectObserve();
        Restart();
        ExpectObserve();
        Board.Tell(new WorkspaceReplies.Standing(Kunduz, Standing(new AgentState.Idle())));
        ExpectStop();
        Assert.Single(Calls.Rung);
    }

    [Fact]
    public void A_process_that_dies_between_ringing_and_storing_rings_the_same_call()
    {
        Tell(new SwitchboardCommands.EndCall(Ada, Wanted()));
        ExpectObserve();
        // As far as the journal knows the first ring never was.
        Calls.Answer = CallOutAnswer.NotNow;
        Tells(new AgentState.Idle());
        Settle();
        Restart();
        Calls.Answer = CallOutAnswer.Placed;
        ExpectObserve();
        Tells(new AgentState.Idle());
        ExpectStop();
        Assert.Equal(2, Calls.Rung.Count);
        Assert.Single(Calls.Rung.Select(r => r.CallId).Distinct());
    }

    [Fact]
    public void Who_cannot_be_called_now_is_called_a_minute_later()
    {
        Tell(new SwitchboardCommands.EndCall(Ada, Wanted()));
        ExpectObserve();
        Calls.Answer = CallOutAnswer.NotNow;
        Tells(new AgentState.Idle());
        Settle();
        Calls.Answer = CallOutAnswer.Placed;
        Time.Advance(TimeSpan.FromSeconds(60));
        ExpectObserve();
        Tells(new AgentState.Idle());
        ExpectStop();
    }

    [Fact]
    public void Who_may_not_be_called_is_not_asked_about_again()
    {
        Tell(new SwitchboardCommands.EndCall(Ada, Wanted()));
        ExpectObserve();
        Calls.Answer = CallOutAnswer.Never;
        Tells(new AgentState.Idle());
        ExpectStop();
        Tells(new AgentState.Idle());
        Settle();
        Assert.Single(Calls.Rung);
        Assert.StartsWith("not called", Audit()[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_wish_for_the_same_workspace_replaces_the_first_and_too_many_are_refused()
    {
        var call = Wanted();
        Want(call, Kunduz);
        Tell(new SwitchboardCommands.EndCall(Ada, call));
        Tells(new AgentState.Idle());
        Settle();
        Assert.Single(Calls.Rung);

        call = Unlocked();
        for (var i = 0; i < SwitchboardState.WishesKept; i++) Want(call, WorkspaceId.Of("tmux", $"w{i}"));
        Tell(new SwitchboardCommands.CallWhenDone(Ada, call, Kunduz, "kunduz"));
        Reception.ExpectMsg<SwitchboardReplies.CannotCall>();
        Want(call, WorkspaceId.Of("tmux", "w0"));
    }

    [Fact]
    public void A_person_whom_nobody_calls_is_told_so()
    {
        Calls.CanCallAnybody = false;
        Tell(new SwitchboardCommands.CallWhenDone(Ada, Unlocked(), Kunduz, "kunduz"));
        var cannot = Reception.ExpectMsg<SwitchboardReplies.CannotCall>();
        Assert.Equal(Kunduz, cannot.WorkspaceId);
        Assert.Equal("I cannot call you. The gateway has no number of yours that it may ring.", SwitchboardPhrases.For("en").CannotCall(cannot.Detail));
    }

    [Fact]
    public void A_wish_is_given_up_after_a_week()
    {
        Tell(new SwitchboardCommands.EndCall(Ada, Wanted()));
        ExpectObserve();
        Settle();
        Time.Advance(SwitchboardRules.Default.WishLasts + TimeSpan.FromMinutes(2));
        ExpectStop();
        Tells(new AgentState.Idle());
        Settle();
        Assert.Empty(Calls.Rung);
    }

    [Fact]
    public void A_call_whose_end_was_never_told_does_not_keep_the_person_from_being_called_for_ever()
    {
        Wanted();
        Tells(new AgentState.Idle());
        Settle();
        Assert.Empty(Calls.Rung);
        Time.Advance(SwitchboardRules.Default.CallLasts);
        Tells(new AgentState.Idle());
        Settle();
        Assert.Single(Calls.Rung);
    }

    [Fact]
    public void The_audit_tells_what_a_call_did_newest_first_and_never_its_own_words_for_it()
    {
        var call = TakeCall();
        Try(call, WrongPin);
        Try(call, Pin);
        Tell(new SwitchboardCommands.EnterWorkspace(Ada, call, Kunduz, "kunduz"));
        Tell(new SwitchboardCommands.NoteDeed(Ada, call, CallDeed.Submitted, Kunduz, "12\ncharacters" + new string('x', 500)));
        // Its own deeds nobody else tells.
        Tell(new SwitchboardCommands.NoteDeed(Ada, call, CallDeed.PinRight, null, ""));
        Tell(new SwitchboardCommands.NoteDeed(Ada, call, CallDeed.TurnedAway, null, ""));
        Tell(new SwitchboardCommands.EndCall(Ada, call));
        Assert.Equal([CallDeed.Ended, CallDeed.Submitted, CallDeed.Entered, CallDeed.PinRight, CallDeed.PinWrong, CallDeed.CameIn], Deeds());
        var audit = Audit();
        Assert.Equal("from twilio …01", audit[^1].Detail);
        Assert.Equal((200, "12characters"), (audit[1].Detail.Length, audit[1].Detail[..12]));
        Assert.Equal(2, Audit(2).Count);
        Restart();
        Assert.Equal(audit, Audit());
    }

    [Fact]
    public void Who_was_turned_away_is_noted_with_the_strangers_and_the_newest_thousand_entries_are_kept()
    {
        Board = Start(PersonId.Unknown);
        for (var i = 0; i < 1010; i++) Tell(new SwitchboardCommands.NoteDeed(PersonId.Unknown, CallId.New(), CallDeed.TurnedAway, null, $"{i}"));
        var audit = Audit(person: PersonId.Unknown);
        Assert.Equal((1000, "1009", "10"), (audit.Count, audit[0].Detail, audit[^1].Detail));
        End(Board);
        Board = Start(PersonId.Unknown);
        Assert.Equal(audit, Audit(person: PersonId.Unknown));
    }

    [Fact]
    public void A_switchboard_leaves_memory_when_nothing_is_to_be_done_and_not_before()
    {
        Tell(new SwitchboardCommands.EndCall(Ada, Wanted()));
        ExpectObserve();
        Settle();
        Time.Advance(SwitchboardRules.Default.LingerFor);
        Settle();
        Assert.False(Shard.HasMessages);
        Tells(new AgentState.Idle());
        ExpectStop();
        Settle();
        Time.Advance(SwitchboardRules.Default.LingerFor);
        Shard.ExpectMsg<Passivate>();
    }

    /// <summary>A call that is up and wants to be called about a workspace.</summary>
    private CallId Wanted()
    {
        var call = Unlocked();
        Want(call, Kunduz);
        ExpectObserve();
        return call;
    }

    private void Want(CallId call, WorkspaceId workspace)
    {
        Tell(new SwitchboardCommands.CallWhenDone(Ada, call, workspace, "kunduz"));
        Assert.Equal(workspace, Reception.ExpectMsg<SwitchboardReplies.WillCall>().WorkspaceId);
    }

    private void Tells(AgentState agent) => Board.Tell(new WorkspaceActivity.Changed(Kunduz, Standing(agent)));

    private void ExpectObserve() => Assert.Equal(Kunduz, Workspaces.ExpectMsg<WorkspaceCommands.Observe>().WorkspaceId);

    private void ExpectStop() => Assert.Equal(Kunduz, Workspaces.FishForMessage<WorkspaceCommands.StopObserving>(_ => true).WorkspaceId);

    private IEnumerable<CallDeed> Deeds() => Audit().Select(e => e.Deed);
}
