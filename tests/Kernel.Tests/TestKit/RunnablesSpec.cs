using Kernel.Actor;
using Kernel.Dispatch;
using Kernel.TestKit;

namespace Kernel.Tests.TestKit;

public sealed class RunnablesSpec() : Kernel.TestKit.Xunit2.TestKit(
    """kernel.scheduler.implementation = "Kernel.TestKit.TestScheduler, CallActors.Kernel.TestKit" """)
{
    private readonly Counter _counter = new();

    private IRunnableScheduler Runnables => Sys.Scheduler.Advanced;

    [Fact]
    public void An_object_runs_once_after_its_delay()
    {
        Runnables.ScheduleOnce(TimeSpan.FromSeconds(1), _counter);
        Assert.Equal([0, 1, 1], [After(0.9), After(0.1), After(5)]);
    }

    [Fact]
    public void An_object_runs_repeatedly_until_it_is_cancelled()
    {
        using var cancelable = new Cancelable(Sys.Scheduler);
        Runnables.ScheduleRepeatedly(TimeSpan.Zero, TimeSpan.FromSeconds(1), _counter, cancelable);
        Assert.Equal([1, 2, 3], [After(0), After(1), After(1)]);
        cancelable.Cancel();
        Assert.Equal(3, After(1));
    }

    private int After(double seconds)
    {
        ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromSeconds(seconds));
        return _counter.Runs;
    }

    private sealed class Counter : IRunnable
    {
        public int Runs { get; private set; }

        public void Run() => Runs++;
    }
}
