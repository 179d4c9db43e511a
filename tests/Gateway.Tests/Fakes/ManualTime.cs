namespace CallActors.Gateway.Tests.Fakes;

/// <summary>A clock that stands still until it is advanced; timers that come due run on the advancing thread, in order.</summary>
public sealed class ManualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Alarm> _alarms = [];
    private DateTimeOffset _now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Timers that are set.</summary>
    public int Pending
    {
        get
        {
            lock (_lock) return _alarms.Count;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) return _now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        alarm.Change(dueTime, period);
        return alarm;
    }

    public void Advance(TimeSpan by)
    {
        DateTimeOffset until;
        lock (_lock) until = _now + by;
        while (true)
        {
            Alarm? due;
            lock (_lock)
            {
                due = _alarms.Where(a => a.DueAt <= until).MinBy(a => a.DueAt);
                _now = due is null ? until : due.DueAt > _now ? due.DueAt : _now;
                if (due is null) return;
                due.Next();
            }
            due.Ring();
        }
    }

    private sealed class Alarm(ManualTime time, Action ring) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset DueAt { get; private set; }

        public void Ring() => ring();

        /// <summary>Waits for its next turn, or for nothing. Under the clock's lock.</summary>
        public void Next()
        {
            if (_period > TimeSpan.Zero) DueAt += _period;
            else time._alarms.Remove(this);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._alarms.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                DueAt = time._now + dueTime;
                _period = period;
                time._alarms.Add(this);
            }
            return true;
        }

        public void Dispose()
        {
            lock (time._lock) time._alarms.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
