using System.Diagnostics;

namespace Kernel.Actor;

/// <summary>
/// The one thread of the process that waits for time, shared by all systems. A hashed wheel of one-millisecond slots:
/// adding, cancelling and firing cost the same however many entries there are; the thread sleeps until the next used slot.
/// </summary>
internal sealed class TimerWheel
{
    public static readonly TimerWheel Shared = new();

    private const int Slots = 1024;
    private const long NoWake = long.MaxValue;

    private readonly object _gate = new();
    private readonly TimerEntry?[] _slots = new TimerEntry?[Slots];
    private readonly List<TimerEntry> _due = [];
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _doneSlot;
    private long _wakeSlot = NoWake;
    private int _count;

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
                Unlink(entry);
        }
    }

    /// <summary>Drops every entry of an ended scheduler.</summary>
    public void RemoveAll(object owner)
    {
        lock (_gate)
        {
            // What is being fired now must not be put back in afterwards.
            foreach (var firing in _due)
                firing.IsRemoved |= ReferenceEquals(firing.Owner, owner);
            for (var slot = 0; slot < Slots; slot++)
            {
                for (var entry = _slots[slot]; entry is not null;)
                {
                    var next = entry.Next;
                    if (ReferenceEquals(entry.Owner, owner))
                    {
                        entry.IsRemoved = true;
                        Unlink(entry);
                    }

                    entry = next;
                }
            }
        }
    }

    private void Run()
    {
        while (true)
        {
            lock (_gate)
            {
                RepeatFired();
                while (!CollectDue())
                {
                    _wakeSlot = NextUsedSlot();
                    var wait = _wakeSlot == NoWake ? Timeout.InfiniteTimeSpan : Until(_wakeSlot);
                    Monitor.Wait(_gate, wait);
                }

                _wakeSlot = 0;
            }

            foreach (var entry in _due)
                entry.Fire();
        }
    }

    private TimeSpan Until(long slot)
    {
        var left = (slot * TimeSpan.TicksPerMillisecond) - Elapsed.Ticks;

        // Monitor waits whole milliseconds: rounded up, so as not to wake early and spin.
        return TimeSpan.FromMilliseconds(left <= 0 ? 0 : (left + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond);
    }

    /// <summary>Puts what has just fired, and repeats, back in; a period that was missed is left out, the phase kept.</summary>
    private void RepeatFired()
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
        var first = Math.Max(_doneSlot, nowSlot - Slots + 1);
        for (var slot = first; slot <= nowSlot; slot++)
        {
            for (var entry = _slots[slot & (Slots - 1)]; entry is not null;)
            {
                var next = entry.Next;
                if (entry.DueSlot <= nowSlot)
                {
                    Unlink(entry);
                    _due.Add(entry);
                }

                entry = next;
            }
        }

        _doneSlot = nowSlot;
        return _due.Count > 0;
    }

    private long NextUsedSlot()
    {
        if (_count == 0)
            return NoWake;
        for (var ahead = 0; ahead < Slots; ahead++)
        {
            if (_slots[(_doneSlot + ahead) & (Slots - 1)] is not null)
                return Math.Max(_doneSlot + ahead, _doneSlot + 1);
        }

        return _doneSlot + Slots;
    }

    private void Link(TimerEntry entry)
    {
        entry.DueSlot = Math.Max(_doneSlot, (entry.DueTicks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond);
        ref var head = ref _slots[entry.DueSlot & (Slots - 1)];
        entry.Next = head;
        entry.Previous = null;
        if (head is not null)
            head.Previous = entry;
        head = entry;
        entry.IsLinked = true;
        _count++;
    }

    private void Unlink(TimerEntry entry)
    {
        if (entry.Previous is { } previous)
            previous.Next = entry.Next;
        else
            _slots[entry.DueSlot & (Slots - 1)] = entry.Next;
        if (entry.Next is { } next)
            next.Previous = entry.Previous;
        entry.Next = entry.Previous = null;
        entry.IsLinked = false;
        _count--;
    }
}
