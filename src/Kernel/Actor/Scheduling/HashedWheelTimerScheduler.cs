using Kernel.Configuration;
using Kernel.Event;

namespace Kernel.Actor;

/// <summary>The default scheduler: real time, on the process's one <see cref="TimerWheel"/>.</summary>
public sealed class HashedWheelTimerScheduler(Config schedulerConfig, ILoggingAdapter log)
    : SchedulerBase(schedulerConfig, log), IDisposable
{
    private volatile bool _ended;

    internal bool HasEnded => _ended;

    public override TimeSpan MonotonicClock => TimerWheel.Shared.Elapsed;

    public override TimeSpan HighResMonotonicClock => TimerWheel.Shared.Elapsed;

    protected override DateTimeOffset TimeNow => DateTimeOffset.UtcNow;

    /// <summary>Ends with its system: nothing fires any more.</summary>
    public void Dispose()
    {
        _ended = true;
        TimerWheel.Shared.RemoveAll(this);
    }

    protected override void InternalScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Add(new TellEntry(this, TimeSpan.Zero, receiver, message, sender, cancelable, Log), delay, cancelable);

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Add(new TellEntry(this, interval, receiver, message, sender, cancelable, Log), initialDelay, cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) =>
        Add(new ActionEntry(this, TimeSpan.Zero, action, cancelable, Log), delay, cancelable);

    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        Add(new ActionEntry(this, interval, action, cancelable, Log), initialDelay, cancelable);

    /// <exception cref="SchedulerException">The system has ended.</exception>
    internal void Add(TimerEntry entry, TimeSpan delay)
    {
        if (_ended)
            throw new SchedulerException("The actor system has ended: nothing can be scheduled any more.");
        TimerWheel.Shared.Add(entry, delay);
    }

    private void Add(TimerEntry entry, TimeSpan delay, ICancelable? cancelable)
    {
        if (cancelable is { IsCancellationRequested: true })
            return;
        Add(entry, delay);
        (cancelable as Cancelable)?.Attach(entry);
    }
}
