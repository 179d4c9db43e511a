namespace Kernel.Actor;

/// <summary>What a timer sends to its actor; the cell unwraps it. A periodic timer sends the same object each time.</summary>
internal sealed class TimerMessage(object key, object payload, bool repeats)
    : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public object Key { get; } = key;

    public object Payload { get; } = payload;

    public bool Repeats { get; } = repeats;

    public Cancelable? Cancelable { get; set; }
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
            timer.Cancelable!.Cancel();
    }

    public void CancelAll()
    {
        foreach (var timer in _timers.Values)
            timer.Cancelable!.Cancel();
        _timers.Clear();
    }

    /// <summary>The payload of a live timer's message; null when the timer was cancelled or replaced meanwhile.</summary>
    public object? Intercept(TimerMessage message)
    {
        if (message.Cancelable!.IsCancellationRequested)
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
        var scheduler = cell.System.Scheduler;
        var timer = new TimerMessage(key, payload, interval is not null) { Cancelable = new Cancelable(scheduler) };
        if (interval is { } every)
            scheduler.ScheduleTellRepeatedly(delay, every, cell.Self, timer, sender, timer.Cancelable);
        else
            scheduler.ScheduleTellOnce(delay, cell.Self, timer, sender, timer.Cancelable);
        _timers.Add(key, timer);
    }
}
