using Kernel.Actor;

namespace Kernel.Tests.Actor;

public sealed class SchedulerSpec : Kernel.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);

    [Fact]
    public void Nothing_comes_before_its_time()
    {
        var start = Sys.Scheduler.MonotonicClock;
        Sys.Scheduler.ScheduleTellOnce(Short, TestActor, "due", TestActor);
        ExpectMsg("due");
        Assert.True(Sys.Scheduler.MonotonicClock - start >= Short);
    }

    [Fact]
    public void Entries_beyond_a_turn_of_the_wheel_wait_for_theirs()
    {
        var start = Sys.Scheduler.MonotonicClock;
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(1200), TestActor, "long", TestActor);
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(176), TestActor, "short", TestActor);
        ExpectMsg("short");
        ExpectMsg("long");
        Assert.True(Sys.Scheduler.MonotonicClock - start >= TimeSpan.FromMilliseconds(1200));
    }

    [Fact]
    public void What_is_due_at_the_same_time_comes_in_the_order_of_its_scheduling()
    {
        const int Count = 500;
        for (var i = 0; i < Count; i++)
            Sys.Scheduler.ScheduleTellOnce(Short, TestActor, i, TestActor);
        Assert.Equal(Enumerable.Range(0, Count), ReceiveN(Count, TimeSpan.FromSeconds(10)).Cast<int>());
    }

    [Fact]
    public void An_actor_that_blocks_in_its_tick_holds_up_no_other_timer()
    {
        using var gate = new ManualResetEventSlim();
        var blocked = Sys.ActorOf(Props.Create(() => new Blocking(TestActor)));
        Sys.Scheduler.ScheduleTellOnce(Short, blocked, gate, TestActor);
        ExpectMsg("blocked");
        var cancel = Sys.Scheduler.ScheduleTellRepeatedlyCancelable(Short, Short, ActorOf(Props.Create(() => new Passing(TestActor))), "tick", TestActor);
        ReceiveN(3, TimeSpan.FromSeconds(10));
        cancel.Cancel();
        gate.Set();
    }

    [Fact]
    public void Repetition_keeps_its_phase()
    {
        var start = Sys.Scheduler.MonotonicClock;
        var cancel = Sys.Scheduler.ScheduleTellRepeatedlyCancelable(Short, Short, TestActor, "tick", TestActor);
        ReceiveN(20, TimeSpan.FromSeconds(10));
        cancel.Cancel();
        var elapsed = Sys.Scheduler.MonotonicClock - start;
        Assert.True(elapsed >= 20 * Short, $"{elapsed}");
    }

    [Fact]
    public void What_is_cancelled_does_not_come()
    {
        var cancelled = Sys.Scheduler.ScheduleTellOnceCancelable(Short, TestActor, "cancelled", TestActor);
        Sys.Scheduler.ScheduleTellOnce(3 * Short, TestActor, "kept", TestActor);
        cancelled.Cancel();
        Assert.True(cancelled.Token.IsCancellationRequested);
        ExpectMsg("kept");
    }

    [Fact]
    public void A_failing_action_is_logged_and_repeats()
    {
        var runs = 0;
        EventFilter.Exception<FormatException>().Mute(() =>
        {
            var cancel = Sys.Scheduler.Advanced.ScheduleRepeatedlyCancelable(TimeSpan.Zero, TimeSpan.FromMilliseconds(1), () =>
            {
                if (Interlocked.Increment(ref runs) == 1)
                    throw new FormatException();
                TestActor.Tell("again", ActorRefs.NoSender);
            });
            ExpectMsg("again");
            cancel.Cancel();
        });
    }

    [Fact]
    public void Lengths_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Sys.Scheduler.ScheduleTellOnce(-Short, TestActor, "m", TestActor));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sys.Scheduler.ScheduleTellRepeatedly(Short, TimeSpan.Zero, TestActor, "m", TestActor));
    }

    private sealed class Blocking : ReceiveActor
    {
        public Blocking(IActorRef test) => Receive<ManualResetEventSlim>(gate =>
        {
            test.Tell("blocked");
            gate.Wait(TimeSpan.FromSeconds(20));
        });
    }

    private sealed class Passing : ReceiveActor
    {
        public Passing(IActorRef test) => ReceiveAny(test.Tell);
    }
}
