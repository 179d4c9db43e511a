using Kernel.Event;

namespace Kernel.Actor;

/// <summary>
/// One start of a timer, and what it sends to its actor; the cell unwraps it. A periodic timer sends the same object each time.
/// It is its own entry of the wheel: one object instead of three at every tick. Other schedulers send it as any message.
/// </summary>
internal sealed class TimerMessage(ActorCell cell, IScheduler scheduler, object key, object payload, TimeSpan interval, IActorRef sender)
    : TimerEntry(scheduler, interval, null), INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    private Cancelable? _elsewhere;

    public object Key { get; } = key;

    public object Payload { get; } = payload;

    public bool Repeats => Interval != TimeSpan.Zero;

    public void Start(TimeSpan delay)
    {
        if (scheduler is HashedWheelTimerScheduler wheel)
        {
            wheel.Add(this, delay);
            return;
        }

        _elsewhere = new Cancelable(scheduler);
        if (Repeats)
            scheduler.ScheduleTellRepeatedly(delay, Interval, cell.Self, this, sender, _elsewhere);
        else
            scheduler.ScheduleTellOnce(delay, cell.Self, this, sender, _elsewhere);
    }

    public void Cancel()
    {
        Remove();
        _elsewhere?.Cancel();
    }

    public override void Warm() => cell.Warm();

    protected override void Run() => cell.SendMessage(this, sender);
}

/// <summary>
/// The timers of one instance of an actor. Each start is a generation with a message object of its own, which dies with the
/// timer that sends it: replacing, cancelling, restarting and stopping all cancel the old one.
/// </summary>
internal sealed class TimerScheduler(ActorCell cell) : ITimerScheduler
{
    private readonly Dictionary<object, TimerMessage> _timers = [];

    public IReadOnlyCollection<object> ActiveTimers => [.. _timers.Keys];

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval) =>
        Start(key, msg, interval, interval, cell.Self);

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef sender) =>
        Start(key, msg, interval, interval, sender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval) =>
        Start(key, msg, initialDelay, interval, cell.Self);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef sender) =>
        Start(key, msg, initialDelay, interval, sender);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout) => Start(key, msg, timeout, null, cell.Self);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef sender) =>
        Start(key, msg, timeout, null, sender);

    public bool IsTimerActive(object key) => _timers.ContainsKey(key);

    public void Cancel(object key)
    {
        if (_timers.Remove(key, out var timer))
            timer.Cancel();
    }

    public void CancelAll()
    {
        foreach (var timer in _timers.Values)
            timer.Cancel();
        _timers.Clear();
    }

    /// <summary>The payload of a live timer's message; null when the timer was cancelled or replaced meanwhile.</summary>
    public object? Intercept(TimerMessage message)
    {
        if (message.IsRemoved)
            return null;
        if (!message.Repeats)
            _timers.Remove(message.Key);
        return message.Payload;
    }

    private void Start(object key, object payload, TimeSpan delay, TimeSpan? interval, IActorRef sender)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(payload);
        Cancel(key);
        SchedulerBase.CheckDelay(delay);
        if (interval is { } every)
            SchedulerBase.CheckInterval(every);
        var timer = new TimerMessage(cell, cell.System.Scheduler, key, payload, interval ?? TimeSpan.Zero, sender);
        timer.Start(delay);
        _timers.Add(key, timer);
    }
}
