using System.Collections.Concurrent;
using CallActors.Compliance.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Kernel.Actor;

namespace Kernel.Tests.Model;

/// <summary>The scheduler in real time, many timers at once: none early, none twice, none after its cancelling, all in the order of a sorted list.</summary>
public sealed class TimerWheelModelSpec : Kernel.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Timers_fire_as_a_sorted_list_would() => Law.Holds(AnyTimers, _ => [], Run, runs: 25);

    private static Gen<Planned[]> AnyTimers { get; } =
        from length in Gen.Choose(1, 200)
        from timers in Gen.ListOf(
            from delay in Gen.Choose(0, 30_000)
            from fate in Gen.Frequency((6, Gen.Constant(Fate.Fires)), (2, Gen.Constant(Fate.CancelledAtOnce)), (1, Gen.Constant(Fate.CancelledLate)))
            select new Planned(TimeSpan.FromMicroseconds(delay), fate), length)
        select timers.ToArray();

    private enum Fate
    {
        Fires,
        CancelledAtOnce,

        /// <summary>When all are scheduled.</summary>
        CancelledLate,
    }

    private void Run(Planned[] plan)
    {
        var scheduler = Sys.Scheduler;
        var fired = new Recorder(scheduler);
        var timers = new List<Timer>();
        foreach (var planned in plan)
        {
            var before = scheduler.MonotonicClock;
            var cancel = scheduler.ScheduleTellOnceCancelable(planned.Delay, fired, timers.Count, ActorRefs.NoSender);
            var timer = new Timer(planned, before + planned.Delay, scheduler.MonotonicClock + planned.Delay, cancel);
            timers.Add(timer);
            if (planned.Fate == Fate.CancelledAtOnce)
                timer.CancelNow(scheduler);
        }

        foreach (var timer in timers.Where(timer => timer.Planned.Fate == Fate.CancelledLate))
            timer.CancelNow(scheduler);
        var certain = timers.Count(timer => timer.Planned.Fate == Fate.Fires);
        Assert.True(SpinWait.SpinUntil(() => fired.Count(number => timers[number].Planned.Fate == Fate.Fires) >= certain, Patience), "Some timers never fired.");

        var seen = fired.All;
        Assert.Equal(seen.Count, seen.DistinctBy(one => one.Number).Count());
        Assert.All(seen, one => Assert.True(one.At >= timers[one.Number].Earliest, $"timer {one.Number} fired at {one.At}, due {timers[one.Number].Earliest}"));
        Assert.All(seen, one => Assert.False(timers[one.Number].CancelledInTime, $"timer {one.Number} fired although it was cancelled before it was due"));

        // Whoever was due earlier for certain fired earlier; whose times overlap may come in any order.
        var latestEarliest = TimeSpan.MinValue;
        foreach (var one in seen)
        {
            Assert.True(timers[one.Number].Latest >= latestEarliest, $"timer {one.Number}, due by {timers[one.Number].Latest}, fired after one due at {latestEarliest}");
            latestEarliest = timers[one.Number].Earliest > latestEarliest ? timers[one.Number].Earliest : latestEarliest;
        }
    }

    private sealed record Planned(TimeSpan Delay, Fate Fate);

    /// <summary>Due between the two: by the clock before and after the call that scheduled it.</summary>
    private sealed record Timer(Planned Planned, TimeSpan Earliest, TimeSpan Latest, ICancelable Cancel)
    {
        public bool CancelledInTime { get; private set; }

        public void CancelNow(IScheduler scheduler)
        {
            Cancel.Cancel();
            CancelledInTime = scheduler.MonotonicClock < Earliest;
        }
    }

    private sealed class Recorder(IScheduler scheduler) : ICanTell
    {
        private readonly ConcurrentQueue<(int Number, TimeSpan At)> _fired = new();

        public IReadOnlyList<(int Number, TimeSpan At)> All => [.. _fired];

        public int Count(Func<int, bool> which) => _fired.Count(one => which(one.Number));

        public void Tell(object message, IActorRef? sender) => _fired.Enqueue(((int)message, scheduler.MonotonicClock));
    }
}
