using CallActors.Contracts.Schedules;
using CallActors.Contracts.Switchboard;
using CallActors.Engine.Schedules;

namespace CallActors.Engine.Tests.Schedules;

/// <summary>A schedule in virtual time, with a probe for the switchboard; restarted on the same journal.</summary>
public sealed class ScheduleActorSpec : EngineSpec
{
    private static readonly PersonId Ada = PersonId.Of("ada");

    private readonly TestProbe _shard;
    private readonly TestProbe _switchboard;
    private readonly TestProbe _client;
    private IActorRef _schedule;

    public ScheduleActorSpec()
    {
        (_shard, _switchboard, _client) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        _schedule = Begin();
    }

    [Fact]
    public void The_switchboard_is_asked_to_ring_at_the_time_and_not_before_and_once()
    {
        var call = Order("a", TimeSpan.FromMinutes(20));
        Pass(TimeSpan.FromMinutes(20) - TimeSpan.FromSeconds(1));
        NothingAsked();
        Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(new SwitchboardCommands.CallAbout(Ada, call.CallId, "a"), _switchboard.ExpectMsg<SwitchboardCommands.CallAbout>());
        Answer(call, CallOutAnswer.Placed);
        Assert.Equal([ScheduledCallState.Rung], Listing().Select(c => c.State));
        Pass(TimeSpan.FromHours(2));
        Restart();
        Pass(TimeSpan.FromHours(2));
        NothingAsked();
    }

    [Fact]
    public void Months_ahead_is_no_other_than_minutes()
    {
        var call = Order("a", TimeSpan.FromDays(100));
        Pass(TimeSpan.FromDays(50));
        Restart();
        Pass(TimeSpan.FromDays(50) - TimeSpan.FromSeconds(1));
        NothingAsked();
        Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(call.CallId, _switchboard.ExpectMsg<SwitchboardCommands.CallAbout>().CallId);
    }

    [Fact]
    public void A_restart_before_the_time_changes_nothing()
    {
        var call = Order("a", TimeSpan.FromMinutes(20));
        Pass(TimeSpan.FromMinutes(10));
        Restart();
        Assert.Equal(call, OrderAgain("a", TimeSpan.FromMinutes(10)));
        Pass(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        NothingAsked();
        Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(call.CallId, _switchboard.ExpectMsg<SwitchboardCommands.CallAbout>().CallId);
    }

    [Fact]
    public void What_became_due_while_the_process_was_down_rings_when_phones_may_be_back()
    {
        var call = Order("a", TimeSpan.FromMinutes(20));
        Stop();
        Time.Advance(TimeSpan.FromMinutes(45));
        _schedule = Begin();
        Settle();
        Pass(TimeSpan.FromSeconds(9));
        NothingAsked();
        Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(call.CallId, _switchboard.ExpectMsg<SwitchboardCommands.CallAbout>().CallId);
    }

    [Fact]
    public void What_is_too_late_after_a_restart_is_missed_and_noted()
    {
        var call = Order("a", TimeSpan.FromMinutes(20));
        Stop();
        Time.Advance(TimeSpan.FromMinutes(51));
        _schedule = Begin();
        var deed = _switchboard.ExpectMsg<SwitchboardCommands.NoteDeed>();
        Assert.Equal((call.CallId, CallDeed.ScheduleMissed), (deed.CallId, deed.Deed));
        Assert.Equal([ScheduledCallState.Missed], Listing().Select(c => c.State));
        Restart();
        Pass(TimeSpan.FromMinutes(1));
        NothingAsked();
    }

    [Fact]
    public void A_process_that_dies_before_it_knows_what_became_of_the_ringing_asks_for_the_same_call()
    {
        var call = Order("a", TimeSpan.FromMinutes(20));
        Pass(TimeSpan.FromMinutes(20));
        var asked = _switchboard.ExpectMsg<SwitchboardCommands.CallAbout>();
        Restart();
        Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(asked, _switchboard.ExpectMsg<SwitchboardCommands.CallAbout>());
        Assert.Equal(call.CallId, asked.CallId);
    }

    [Fact]
    public void Not_now_is_asked_again_after_its_wait()
    {
        var call = Order("a", TimeSpan.FromMinutes(20));
        Pass(TimeSpan.FromMinutes(20));
        _switchboard.ExpectMsg<SwitchboardCommands.CallAbout>();
        Answer(call, CallOutAnswer.NotNow);
        Pass(TimeSpan.FromSeconds(4));
        NothingAsked();
        Pass(TimeSpan.FromSeconds(1));
        _switchboard.ExpectMsg<SwitchboardCommands.CallAbout>();
        Answer(call, CallOutAnswer.Placed);
        Assert.Equal([ScheduledCallState.Rung], Listing().Select(c => c.State));
    }

    [Fact]
    public void What_is_cancelled_does_not_ring_also_after_a_restart()
    {
        var call = Order("a", TimeSpan.FromMinutes(20));
        _schedule.Tell(new ScheduleCommands.Cancel(Ada, call.CallId), _client.Ref);
        Assert.Equal(call.CallId, _client.ExpectMsg<ScheduleReplies.Cancelled>().Call.CallId);
        Assert.Equal(CallDeed.Unscheduled, _switchboard.ExpectMsg<SwitchboardCommands.NoteDeed>().Deed);
        Restart();
        Pass(TimeSpan.FromHours(1));
        NothingAsked();
    }

    [Fact]
    public void Who_may_not_be_called_orders_nothing()
    {
        var nobody = PersonId.Of("bob");
        var schedule = _shard.ChildActorOf(Props.Create(() => new ScheduleActor(nobody.Value, Services())));
        schedule.Tell(new ScheduleCommands.Schedule(nobody, "a", Sys.Scheduler.Now.AddHours(1), "a"), _client.Ref);
        Assert.Equal(ScheduleRefusal.NotCallable, _client.ExpectMsg<ScheduleReplies.Refused>().Reason);
    }

    [Fact]
    public void A_schedule_with_nothing_pending_leaves_memory_and_one_with_something_stays()
    {
        Settle();
        Pass(TimeSpan.FromMinutes(5));
        _shard.ExpectMsg<Passivate>();
        Order("a", TimeSpan.FromMinutes(20));
        Pass(TimeSpan.FromMinutes(19));
        Assert.False(_shard.HasMessages);
    }

    [Fact]
    public void Many_orders_are_kept_in_a_snapshot_and_are_all_there_after_a_restart()
    {
        for (var i = 0; i < 60; i++)
        {
            var call = Order($"k{i}", TimeSpan.FromHours(20 + i));
            if (i >= 20) continue;
            _schedule.Tell(new ScheduleCommands.Cancel(Ada, call.CallId), _client.Ref);
            _client.ExpectMsg<ScheduleReplies.Cancelled>();
            _switchboard.ExpectMsg<SwitchboardCommands.NoteDeed>();
        }

        var before = Listing();
        Restart();
        Assert.Equal(before, Listing());
        Assert.Equal(40, before.Count(c => c.State is ScheduledCallState.Pending));
    }

    /// <summary>Orders under a key whose words are the same, and waits until that is kept.</summary>
    private ScheduledCall Order(string key, TimeSpan ahead)
    {
        _schedule.Tell(new ScheduleCommands.Schedule(Ada, key, Sys.Scheduler.Now + ahead, key), _client.Ref);
        Assert.Equal(CallDeed.Scheduled, _switchboard.ExpectMsg<SwitchboardCommands.NoteDeed>().Deed);
        return _client.ExpectMsg<ScheduleReplies.Scheduled>().Call;
    }

    /// <summary>The same order once more: nothing is noted.</summary>
    private ScheduledCall OrderAgain(string key, TimeSpan ahead)
    {
        _schedule.Tell(new ScheduleCommands.Schedule(Ada, key, Sys.Scheduler.Now + ahead, key), _client.Ref);
        return _client.ExpectMsg<ScheduleReplies.Scheduled>().Call;
    }

    /// <summary>Of the switchboard, by a schedule that has settled: whatever it was sent comes before this.</summary>
    private void NothingAsked()
    {
        _switchboard.Ref.Tell("nothing", ActorRefs.NoSender);
        _switchboard.ExpectMsg("nothing");
    }

    private void Answer(ScheduledCall call, CallOutAnswer answer)
    {
        _schedule.Tell(new SwitchboardReplies.Rang(Ada, call.CallId, answer), _switchboard.Ref);
        Settle();
    }

    /// <summary>Time goes on, as in life, without leaping over timers that are set meanwhile.</summary>
    private void Pass(TimeSpan time)
    {
        while (time > TimeSpan.Zero)
        {
            var step = time < TimeSpan.FromHours(1) ? time : TimeSpan.FromHours(1);
            Time.Advance(step);
            time -= step;
            Settle();
        }
    }

    private void Settle() => Listing();

    private IReadOnlyList<ScheduledCall> Listing()
    {
        var probe = CreateTestProbe();
        _schedule.Tell(new ScheduleCommands.List(Ada), probe.Ref);
        var calls = probe.ExpectMsg<ScheduleReplies.Listing>().Calls;
        Sys.Stop(probe.Ref);
        return calls;
    }

    private IActorRef Begin() => _shard.ChildActorOf(Props.Create(() => new ScheduleActor(Ada.Value, Services())));

    private ScheduleServices Services() => new(_switchboard.Ref, person => person == Ada, ScheduleRules.Default);

    private void Stop()
    {
        Watch(_schedule);
        Sys.Stop(_schedule);
        ExpectTerminated(_schedule);
    }

    private void Restart()
    {
        Stop();
        _schedule = Begin();
        Settle();
    }
}
