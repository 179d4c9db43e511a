using CallActors.Contracts.Agents;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Calls;
using CallActors.Engine.Switchboard;

namespace CallActors.Engine.Tests.Switchboard;

/// <summary>A reception's actor in virtual time, with all others played by the spec.</summary>
public sealed class ReceptionActorSpec : EngineSpec
{
    private static readonly PersonId Ada = PersonId.Of("Ada");
    private static readonly WorkspaceId Kunduz = WorkspaceId.Of("tmux", "%1");
    private static readonly Workspace Workspace = new(Kunduz, "kunduz", "/work/kunduz", "claude", 42);

    private readonly CallId _id = CallId.New();
    private readonly TestProbe _call;
    private readonly TestProbe _switchboard;
    private readonly TestProbe _workspaces;
    private readonly TestProbe _directory;
    private readonly IActorRef _reception;

    public ReceptionActorSpec()
    {
        (_call, _switchboard, _workspaces, _directory) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        var services = new ReceptionServices(_switchboard.Ref, _workspaces.Ref, _directory.Ref, ReceptionRules.Default with { ShowsNotices = false }) { Chance = _ => 0 };
        _reception = _call.ChildActorOf(ReceptionActor.PropsFor(new ReceptionOrder(_id, Ada, Inbound: true, "quiet", "+15551234567", "en-US"), services));
        _call.ExpectMsg<CallCommands.GetCall>();
        _switchboard.ExpectMsg<SwitchboardCommands.TakeCall>();
    }

    [Fact]
    public void A_switchboard_that_does_not_answer_in_ten_seconds_ends_the_call()
    {
        Settle();
        EventFilter.Warning(contains: $"Call {_id}: the person's switchboard does not answer").ExpectOne(() => Time.Advance(TimeSpan.FromSeconds(10)));
        // It was asked again before.
        _switchboard.ExpectMsg<SwitchboardCommands.TakeCall>();
        var end = _call.ExpectMsg<CallCommands.EndCall>();
        Watch(_reception);
        _reception.Tell(new CallReplies.Ended(_id, TimeSpan.FromSeconds(12), CallEndReason.AgentEnded, end.Message), _call.Ref);
        _switchboard.ExpectMsg<SwitchboardCommands.EndCall>();
        ExpectTerminated(_reception);
    }

    [Fact]
    public void A_person_who_hangs_up_at_the_PIN_ends_it()
    {
        _switchboard.Reply(new SwitchboardReplies.Admitted(Ada, _id, IsUnlocked: false, null, null));
        var asked = _call.ExpectMsg<CallCommands.ContinueCall>();
        Watch(_reception);
        _reception.Tell(new CallReplies.TurnTaken(_id, asked.OperationId, "", false, "", TurnTimings.None, CallEndReason.HungUp), _call.Ref);
        _switchboard.ExpectMsg<SwitchboardCommands.EndCall>();
        ExpectTerminated(_reception);
    }

    [Fact]
    public void Work_that_goes_on_is_told_of_again_after_a_minute()
    {
        _switchboard.Reply(new SwitchboardReplies.Admitted(Ada, _id, IsUnlocked: true, Kunduz, null));
        _directory.ExpectMsg<WorkspaceDirectory.Observe>();
        var now = Sys.Scheduler.Now;
        _directory.Reply(new WorkspaceDirectory.Listing([new WorkspaceSummary(Workspace, null, true, new AgentState.Idle(), now, true, null, 0)], []));
        _workspaces.ExpectMsg<WorkspaceCommands.Observe>();
        _workspaces.Reply(new WorkspaceReplies.Standing(Kunduz, new WorkspaceStanding(
            WorkspaceReach.Here, Workspace, new AgentState.UsingTool("Bash", "npm test"), AgentSource.Hook, now, true, null, WorkspaceFacts.None, "", AgentSource.Transcript, null, 0)));
        var moved = _call.FishForMessage<CallCommands.Speak>(_ => true);
        _reception.Tell(new CallReplies.Spoken(_id, moved.OperationId, Interrupted: false, moved.Message, TurnTimings.None), _call.Ref);
        // How it stands is said next: it has been told.
        _call.FishForMessage<CallCommands.AbandonOperation>(_ => true);
        Settle();
        Time.Advance(TimeSpan.FromSeconds(61));
        Assert.StartsWith("Still at it: kunduz is running npm test", _call.FishForMessage<CallCommands.ReportProgress>(_ => true).Line, StringComparison.Ordinal);
    }

    /// <summary>It has done all that it was told, so that its timers run: it answers this behind that.</summary>
    private void Settle()
    {
        _reception.Tell(new Identify("settled"), TestActor);
        ExpectMsg<ActorIdentity>();
    }
}
