using Kernel.Actor;
using Kernel.TestKit;

namespace Kernel.Tests.TestKit;

public sealed class TestSchedulerSpec() : Kernel.TestKit.Xunit2.TestKit(Config)
{
    private const string Config = """kernel.scheduler.implementation = "Kernel.TestKit.TestScheduler, CallActors.Kernel.TestKit" """;

    private TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void Nothing_is_delivered_before_its_time()
    {
        Scheduler.ScheduleTellOnce(TimeSpan.FromSeconds(2), TestActor, "due", TestActor);
        Scheduler.Advance(TimeSpan.FromSeconds(1.999));
        Assert.False(HasMessages);
        Scheduler.Advance(TimeSpan.FromMilliseconds(1));
        ExpectMsg("due");
    }

    [Fact]
    public void What_is_due_comes_in_order_of_time()
    {
        Scheduler.ScheduleTellOnce(TimeSpan.FromSeconds(2), TestActor, "second", TestActor);
        Scheduler.ScheduleTellOnce(TimeSpan.FromSeconds(1), TestActor, "first", TestActor);
        Scheduler.Advance(TimeSpan.FromSeconds(5));
        ExpectMsg("first");
        ExpectMsg("second");
    }

    [Fact]
    public void What_repeats_is_delivered_once_an_advance_and_again_an_interval_later()
    {
        var cancel = Scheduler.ScheduleTellRepeatedlyCancelable(
            TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TestActor, "tick", TestActor);
        Scheduler.Advance(TimeSpan.FromSeconds(1));
        ExpectMsg("tick");
        Scheduler.Advance(TimeSpan.FromSeconds(1));
        Assert.False(HasMessages);
        Scheduler.Advance(TimeSpan.FromSeconds(1));
        ExpectMsg("tick");
        cancel.Cancel();
        Scheduler.Advance(TimeSpan.FromSeconds(10));
        Assert.False(HasMessages);
    }

    [Fact]
    public void All_clocks_move_with_it()
    {
        var (now, clock) = (Scheduler.Now, Scheduler.MonotonicClock);
        Scheduler.AdvanceTo(now.AddMinutes(1));
        Assert.Equal(now.AddMinutes(1), Sys.Scheduler.Now);
        Assert.Equal(clock + TimeSpan.FromMinutes(1), Sys.Scheduler.MonotonicClock);
        Assert.Throws<InvalidOperationException>(() => Scheduler.AdvanceTo(now));
    }

    [Fact]
    public void Actions_run_on_the_thread_that_advances()
    {
        var thread = 0;
        Scheduler.Advanced.ScheduleOnce(TimeSpan.FromSeconds(1), () => thread = Environment.CurrentManagedThreadId);
        Scheduler.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Environment.CurrentManagedThreadId, thread);
    }
}
