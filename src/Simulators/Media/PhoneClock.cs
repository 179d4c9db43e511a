using CallActors.Contracts.Audio;

namespace CallActors.Simulators.Media;

/// <summary>
/// The clock of every headless phone on one <see cref="TimeProvider"/>: ticks each of them every 20 ms on a schedule that is reckoned
/// from its start, so that nothing drifts, and waits between retries. Ticks run one after another and must not block. This is the file
/// that owns the simulators' clock.
/// </summary>
internal sealed class PhoneClock
{
    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<TimeProvider, PhoneClock> Clocks = [];

    /// <summary>Phones share the timer's firings: their schedules start on this grid.</summary>
    private static readonly TimeSpan Grid = TimeSpan.FromMilliseconds(2);

    /// <summary>A schedule that is later than this (a process that was stopped) is moved instead of caught up with.</summary>
    private static readonly TimeSpan LongestCatchUp = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly long _epoch;
    private readonly DateTimeOffset _epochUtc;
    private readonly PriorityQueue<Ticking, TimeSpan> _due = new();
    private readonly ITimer _timer;

    private PhoneClock(TimeProvider time)
    {
        _time = time;
        _epoch = time.GetTimestamp();
        _epochUtc = time.GetUtcNow();
        _timer = time.CreateTimer(_ => Run(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public static PhoneClock For(TimeProvider time) => Clocks.GetValue(time, static time => new PhoneClock(time));

    /// <summary>Ticks every 20 ms from now on, until disposed. The tick is told when it was due, however late it comes.</summary>
    public IDisposable Every20Milliseconds(Action<DateTimeOffset> tick)
    {
        var ticking = new Ticking(tick);
        lock (_lock)
        {
            var start = TimeSpan.FromTicks((Now.Ticks / Grid.Ticks + 1) * Grid.Ticks);
            _due.Enqueue(ticking, start);
            Arm();
        }
        return ticking;
    }

    public Task WaitAsync(TimeSpan duration, CancellationToken cancellationToken) => Task.Delay(duration, _time, cancellationToken);

    private TimeSpan Now => _time.GetElapsedTime(_epoch);

    private void Run()
    {
        while (TryTakeDue(out var ticking, out var due))
        {
            ticking.Tick(_epochUtc + due);
            lock (_lock)
            {
                if (ticking.IsOver) continue;
                var next = due + AudioFormat.FrameDuration;
                _due.Enqueue(ticking, Now - next > LongestCatchUp ? Now : next);
            }
        }
        lock (_lock) Arm();
    }

    private bool TryTakeDue(out Ticking ticking, out TimeSpan due)
    {
        lock (_lock)
        {
            if (!_due.TryPeek(out ticking!, out due) || due > Now) return false;
            _due.Dequeue();
            return true;
        }
    }

    private void Arm()
    {
        if (!_due.TryPeek(out _, out var due)) return;
        var wait = due - Now;
        _timer.Change(wait > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private sealed class Ticking(Action<DateTimeOffset> tick) : IDisposable
    {
        private volatile bool _over;

        public bool IsOver => _over;

        public void Tick(DateTimeOffset due)
        {
            if (!_over) tick(due);
        }

        public void Dispose() => _over = true;
    }
}
