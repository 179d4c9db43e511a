using System.Diagnostics;

namespace Kernel.Actor;

/// <summary>
/// The one thread of the process that waits for time, shared by all systems. A hashed wheel of one-millisecond slots:
/// adding, cancelling and firing cost the same however many entries there are; the thread sleeps until the next used slot.
/// What is due fires in the order of its due times, and of its scheduling where these are the same.
/// </summary>
internal sealed class TimerWheel
{
    public static readonly TimerWheel Shared = new();

    private const long NoWake = long.MaxValue;

    private static readonly Comparison<TimerEntry> ByTime = static (left, right) =>
        left.DueTicks != right.DueTicks ? left.DueTicks.CompareTo(right.DueTicks) : left.Sequence.CompareTo(right.Sequence);

    private readonly object _gate = new();
    private readonly TimerSlots _slots = new();
    private readonly List<TimerEntry> _due = [];
    private readonly TimerCrew _crew = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _doneSlot;
    private long _wakeSlot = NoWake;
    private long _sequence;

    private TimerWheel() =>
        new Thread(Run) { IsBackground = true, Name = "kernel-timer", Priority = ThreadPriority.AboveNormal }.Start();

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    public void Add(TimerEntry entry, TimeSpan delay)
    {
        lock (_gate)
        {
            if (entry.IsRemoved)
                return;
            entry.DueTicks = Elapsed.Ticks + Math.Max(0, delay.Ticks);
            entry.Sequence = _sequence++;
            Link(entry);
            if (entry.DueSlot < _wakeSlot)
                Monitor.Pulse(_gate);
        }
    }

    public void Remove(TimerEntry entry)
    {
        lock (_gate)
        {
            entry.IsRemoved = true;
            if (entry.IsLinked)
                _slots.Remove(entry);
        }
    }

    /// <summary>Drops every entry of an ended scheduler.</summary>
    public void RemoveAll(object owner)
    {
        lock (_gate)
        {
            _slots.RemoveAll(owner);
        }
    }

    private void Run()
    {
        while (true)
        {
            lock (_gate)
            {
                while (!CollectDue())
                {
                    // Work that still waits when the thread wakes next has waited for a slot's time at least.
                    _wakeSlot = _crew.HasWork ? _doneSlot + 1 : NextUsedSlot();
                    Monitor.Wait(_gate, _wakeSlot == NoWake ? Timeout.InfiniteTimeSpan : Until(_wakeSlot));
                    if (_crew.HasWork)
                        _crew.Relieve();
                }

                _wakeSlot = 0;
                foreach (var entry in _due)
                    _crew.Add(entry);
                Repeat();
            }

            _crew.EnsureWorker();
        }
    }

    private TimeSpan Until(long slot)
    {
        var left = (slot * TimeSpan.TicksPerMillisecond) - Elapsed.Ticks;

        // Monitor waits whole milliseconds: rounded up, so as not to wake early and spin.
        return TimeSpan.FromMilliseconds(left <= 0 ? 0 : (left + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond);
    }

    /// <summary>Puts what is due, and repeats, back in; a period that was missed is left out, the phase kept.</summary>
    private void Repeat()
    {
        var now = Elapsed.Ticks;
        foreach (var entry in _due)
        {
            if (entry.Interval == TimeSpan.Zero || entry.IsRemoved)
                continue;
            var next = entry.DueTicks + entry.Interval.Ticks;
            if (next <= now)
                next += (now - next) / entry.Interval.Ticks * entry.Interval.Ticks;
            entry.DueTicks = next;
            Link(entry);
        }

        _due.Clear();
    }

    private bool CollectDue()
    {
        var nowSlot = Elapsed.Ticks / TimeSpan.TicksPerMillisecond;
        for (var slot = Math.Max(_doneSlot, nowSlot - TimerSlots.Count + 1); slot <= nowSlot; slot++)
            _slots.TakeDue(slot, nowSlot, _due);
        _doneSlot = nowSlot;
        if (!IsInOrder())
            _due.Sort(ByTime);
        return _due.Count > 0;
    }

    // Entries that repeat go back in the order in which they were due: mostly nothing is to be sorted.
    private bool IsInOrder()
    {
        for (var i = 1; i < _due.Count; i++)
        {
            if (ByTime(_due[i - 1], _due[i]) > 0)
                return false;
        }

        return true;
    }

    private long NextUsedSlot()
    {
        if (_slots.Entries == 0)
            return NoWake;
        for (var ahead = 0; ahead < TimerSlots.Count; ahead++)
        {
            if (!_slots.IsEmpty(_doneSlot + ahead))
                return Math.Max(_doneSlot + ahead, _doneSlot + 1);
        }

        return _doneSlot + TimerSlots.Count;
    }

    private void Link(TimerEntry entry)
    {
        entry.DueSlot = Math.Max(_doneSlot, (entry.DueTicks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond);
        _slots.Add(entry);
    }
}
