namespace Kernel.Actor;

/// <summary>
/// The slots of a <see cref="TimerWheel"/>, one a millisecond of the lap. Entries lie in arrays, so that a full slot is read in
/// one pass; arrays of emptied slots serve the next ones, so that a steady flow of timers allocates nothing. Not thread-safe.
/// </summary>
internal sealed class TimerSlots
{
    public const int Count = 1024;

    private const int FirstCapacity = 8;
    private const int KeptArrays = 64;

    private readonly Slot[] _slots = new Slot[Count];
    private readonly Stack<TimerEntry[]> _free = new(KeptArrays);

    /// <summary>Entries in all slots.</summary>
    public int Entries { get; private set; }

    public bool IsEmpty(long slot) => _slots[slot & (Count - 1)].Count == 0;

    /// <summary>Puts an entry where its <see cref="TimerEntry.DueSlot"/> says.</summary>
    public void Add(TimerEntry entry)
    {
        ref var slot = ref _slots[entry.DueSlot & (Count - 1)];
        slot.Entries ??= _free.TryPop(out var emptied) ? emptied : new TimerEntry[FirstCapacity];
        if (slot.Count == slot.Entries.Length)
            Array.Resize(ref slot.Entries, slot.Count * 2);
        slot.Entries[slot.Count] = entry;
        entry.Position = slot.Count++;
        Entries++;
    }

    public void Remove(TimerEntry entry)
    {
        ref var slot = ref _slots[entry.DueSlot & (Count - 1)];
        var last = slot.Entries![--slot.Count];
        slot.Entries[slot.Count] = null!;
        if (!ReferenceEquals(last, entry))
        {
            slot.Entries[entry.Position] = last;
            last.Position = entry.Position;
        }

        entry.Position = TimerEntry.Nowhere;
        Entries--;
        if (slot.Count == 0)
            GiveBack(ref slot);
    }

    /// <summary>Moves out what a slot holds of this lap and earlier ones.</summary>
    /// <param name="at">The slot.</param>
    /// <param name="latest">The last slot that is due; entries of later laps stay.</param>
    /// <param name="due">Receives the entries, in no particular order.</param>
    public void TakeDue(long at, long latest, List<TimerEntry> due)
    {
        ref var slot = ref _slots[at & (Count - 1)];
        if (slot.Count == 0)
            return;
        var entries = slot.Entries!;
        var kept = 0;
        for (var i = 0; i < slot.Count; i++)
        {
            var entry = entries[i];
            if (entry.DueSlot <= latest)
            {
                entry.Position = TimerEntry.Nowhere;
                due.Add(entry);
                continue;
            }

            entries[kept] = entry;
            entry.Position = kept++;
        }

        Array.Clear(entries, kept, slot.Count - kept);
        Entries -= slot.Count - kept;
        slot.Count = kept;
        if (kept == 0)
            GiveBack(ref slot);
    }

    /// <summary>Removes every entry of one owner and marks it.</summary>
    public void RemoveAll(object owner)
    {
        foreach (ref var slot in _slots.AsSpan())
        {
            for (var i = slot.Count - 1; i >= 0; i--)
            {
                var entry = slot.Entries![i];
                if (!ReferenceEquals(entry.Owner, owner))
                    continue;
                entry.IsRemoved = true;
                Remove(entry);
            }
        }
    }

    private void GiveBack(ref Slot slot)
    {
        if (_free.Count < KeptArrays)
            _free.Push(slot.Entries!);
        slot.Entries = null;
    }

    private struct Slot
    {
        public TimerEntry[]? Entries;
        public int Count;
    }
}
