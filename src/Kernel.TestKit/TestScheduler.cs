using Kernel.Actor;
using Kernel.Configuration;
using Kernel.Event;

namespace Kernel.TestKit;

/// <summary>
/// A scheduler whose clocks move only when a test says so. Enabled by
/// <c>kernel.scheduler.implementation = "Kernel.TestKit.TestScheduler, CallActors.Kernel.TestKit"</c>.
/// One advance delivers each thing that is due once: what repeats is due again one interval after the new time, and what
/// is scheduled meanwhile waits for the next advance.
/// </summary>
public class TestScheduler(Config schedulerConfig, ILoggingAdapter log) : SchedulerBase(schedulerConfig, log)
{
    private readonly PriorityQueue<Item, (DateTimeOffset Due, long Order)> _items = new();
    private readonly DateTimeOffset _start = DateTimeOffset.UtcNow;
    private readonly Lock _gate = new();
    private TimeSpan _elapsed;
    private long _order;

    public override TimeSpan MonotonicClock
    {
        get
        {
            lock (_gate)
                return _elapsed;
        }
    }

    public override TimeSpan HighResMonotonicClock => MonotonicClock;

    protected override DateTimeOffset TimeNow => _start + MonotonicClock;

    /// <summary>Moves time and delivers what is due by the new time, in the order in which it is due, on this thread.</summary>
    public void Advance(TimeSpan offset)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(offset, TimeSpan.Zero);
        List<Item> due = [];
        lock (_gate)
        {
            _elapsed += offset;
            var now = _start + _elapsed;
            while (_items.TryPeek(out var item, out var key) && key.Due <= now)
            {
                _items.Dequeue();
                due.Add(item);
            }
        }

        foreach (var item in due)
        {
            if (item.IsCancelled)
                continue;
            item.Run();
            if (item.Interval is { } interval && !item.IsCancelled)
                Add(interval, item);
        }
    }

    /// <summary>Moves time to a moment.</summary>
    /// <exception cref="InvalidOperationException">The moment has passed.</exception>
    public void AdvanceTo(DateTimeOffset when)
    {
        var now = Now;
        if (when < now)
            throw new InvalidOperationException("You can't reverse time...");
        Advance(when - now);
    }

    protected override void InternalScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Add(delay, new Item(() => receiver.Tell(message, sender), null, cancelable));

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Add(initialDelay, new Item(() => receiver.Tell(message, sender), interval, cancelable));

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) =>
        Add(delay, new Item(action, null, cancelable));

    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        Add(initialDelay, new Item(action, interval, cancelable));

    private void Add(TimeSpan delay, Item item)
    {
        lock (_gate)
            _items.Enqueue(item, (_start + _elapsed + delay, _order++));
    }

    private sealed record Item(Action Run, TimeSpan? Interval, ICancelable? Cancelable)
    {
        public bool IsCancelled => Cancelable is { IsCancellationRequested: true };
    }
}
