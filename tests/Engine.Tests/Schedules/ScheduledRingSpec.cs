using CallActors.Contracts.Calls;
using CallActors.Contracts.Schedules;
using CallActors.Contracts.Switchboard;
using CallActors.Engine.Schedules;
using CallActors.Engine.Tests.Switchboard;

namespace CallActors.Engine.Tests.Schedules;

/// <summary>A schedule and the person's real switchboard, which rings.</summary>
public sealed class ScheduledRingSpec : SwitchboardSpec
{
    private IActorRef? _schedule;

    [Fact]
    public void The_call_knows_what_it_is_about_over_a_restart_and_shows_the_PIN_like_any_other()
    {
        var call = Order();
        PassAMinute();
        var rung = Assert.Single(Calls.Rung);
        Assert.Equal((Ada, call.CallId, new CallOutReason.Scheduled("The release.")), (rung.Person, rung.CallId, rung.Why));
        Restart();
        var admitted = Admitted(call.CallId);
        Assert.Equal((false, "The release.", null), (admitted.IsUnlocked, admitted.About, admitted.CalledFor));
        Assert.Equal("The release.", Admitted(call.CallId).About);
        Assert.Null(Admitted(CallId.New()).About);
        // Who talks to a workspace has heard it.
        Assert.Equal(PinVerdict.Right, Try(call.CallId, Pin).Verdict);
        Tell(new SwitchboardCommands.EnterWorkspace(Ada, call.CallId, Kunduz, "kunduz"));
        Restart();
        Assert.Null(Admitted(call.CallId).About);
    }

    [Fact]
    public void The_audit_tells_of_it_without_the_words()
    {
        Order();
        PassAMinute();
        var audit = Audit();
        Assert.Equal([CallDeed.CalledAsScheduled, CallDeed.Scheduled], audit.Select(e => e.Deed));
        Assert.Single(audit.Select(e => e.CallId).Distinct());
        Assert.All(audit, e => Assert.DoesNotContain("release", e.Detail, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Who_is_on_the_phone_is_called_when_that_call_is_over()
    {
        var talking = TakeCall();
        var call = Order();
        PassAMinute();
        Assert.Empty(Calls.Rung);
        Pass(TimeSpan.FromMinutes(1));
        Assert.Empty(Calls.Rung);
        Tell(new SwitchboardCommands.EndCall(Ada, talking));
        Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(call.CallId, Assert.Single(Calls.Rung).CallId);
    }

    [Fact]
    public void A_switchboard_that_dies_after_it_has_rung_and_stored_rings_once()
    {
        var call = Order();
        PassAMinute();
        Restart();
        // As a schedule does that has heard nothing of it.
        Tell(new SwitchboardCommands.CallAbout(Ada, call.CallId, call.About));
        Assert.Equal(new SwitchboardReplies.Rang(Ada, call.CallId, CallOutAnswer.Placed), Reception.ExpectMsg<SwitchboardReplies.Rang>());
        Assert.Single(Calls.Rung);
        Assert.Equal(ScheduledCallState.Rung, Assert.Single(Listing()).State);
    }

    [Fact]
    public void A_schedule_that_dies_before_it_hears_of_the_ringing_asks_again_and_it_rings_once()
    {
        var call = Order();
        Stop(_schedule!);
        Tell(new SwitchboardCommands.CallAbout(Ada, call.CallId, call.About));
        Reception.ExpectMsg<SwitchboardReplies.Rang>();
        Time.Advance(TimeSpan.FromMinutes(1));
        _schedule = StartSchedule();
        Pass(TimeSpan.FromMinutes(1));
        Assert.Single(Calls.Rung);
        Assert.Equal(ScheduledCallState.Rung, Assert.Single(Listing()).State);
    }

    [Fact]
    public void One_that_dies_before_it_has_stored_rings_the_same_call()
    {
        Order();
        Calls.Answer = CallOutAnswer.NotNow;
        PassAMinute();
        Calls.Answer = CallOutAnswer.Placed;
        Restart();
        Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(2, Calls.Rung.Count);
        Assert.Single(Calls.Rung.Select(r => r.CallId).Distinct());
    }

    [Fact]
    public void Who_may_not_be_called_any_more_is_not_and_that_is_noted()
    {
        Order();
        Calls.Answer = CallOutAnswer.Never;
        PassAMinute();
        Assert.Equal(ScheduledCallState.Missed, Assert.Single(Listing()).State);
        Assert.Equal([CallDeed.ScheduleMissed, CallDeed.Scheduled], Audit().Select(e => e.Deed));
        Pass(TimeSpan.FromMinutes(5));
        Assert.Single(Calls.Rung);
    }

    [Fact]
    public void Nobody_else_notes_deeds_of_calls_that_were_never_taken()
    {
        Tell(new SwitchboardCommands.NoteDeed(Ada, CallId.New(), CallDeed.CalledAsScheduled, null, ""));
        Tell(new SwitchboardCommands.NoteDeed(Ada, CallId.New(), CallDeed.Submitted, null, ""));
        Assert.Empty(Audit());
    }

    private ScheduledCall Order()
    {
        _schedule ??= StartSchedule();
        _schedule.Tell(new ScheduleCommands.Schedule(Ada, "a", Sys.Scheduler.Now.AddMinutes(1), "The release."), Reception.Ref);
        var call = Reception.ExpectMsg<ScheduleReplies.Scheduled>().Call;
        Settle();
        return call;
    }

    private void PassAMinute()
    {
        Time.Advance(TimeSpan.FromMinutes(1));
        SettleAll();
    }

    /// <summary>In steps shorter than any wait, with all that comes of each.</summary>
    private void Pass(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(5))
        {
            Time.Advance(TimeSpan.FromSeconds(5));
            SettleAll();
        }
    }

    /// <summary>The schedule asks, the switchboard rings and stores, and the schedule hears of it.</summary>
    private void SettleAll()
    {
        Listing();
        Settle();
        Listing();
        Settle();
    }

    private IReadOnlyList<ScheduledCall> Listing()
    {
        var probe = CreateTestProbe();
        _schedule!.Tell(new ScheduleCommands.List(Ada), probe.Ref);
        var calls = probe.ExpectMsg<ScheduleReplies.Listing>().Calls;
        Sys.Stop(probe.Ref);
        return calls;
    }

    private IActorRef StartSchedule() => Shard.ChildActorOf(Props.Create(() => new ScheduleActor(Ada.Value, new ScheduleServices(Switchboard(), _ => true, ScheduleRules.Default))));

    /// <summary>Whichever incarnation of the switchboard there is, as a shard region finds it: what is sent there is in its mailbox.</summary>
    private IActorRef Switchboard() => Sys.ActorOf(Props.Create(() => new Region(() => Board)).WithDispatcher(SameThread));

    private void Stop(IActorRef actor)
    {
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
    }

    private sealed class Region : ReceiveActor
    {
        public Region(Func<IActorRef> entity) => ReceiveAny(m => entity().Forward(m));
    }
}
