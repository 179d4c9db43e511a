namespace Kernel.Persistence.Journal;

/// <summary>The events of one entity in memory.</summary>
internal sealed class MemoryStream
{
    private readonly Lock _gate = new();
    private readonly List<PersistentEvent> _events = [];
    private long _highest;

    public bool TryAppend(EventWrite write, MemoryTags tags)
    {
        lock (_gate)
        {
            var highest = _highest;
            foreach (var group in write.Groups)
            {
                // A journal in front of this one may have rejected some.
                if (group.Rejection is not null) continue;
                foreach (var @event in group.Events)
                {
                    if (@event.SequenceNr <= highest) return false;
                    highest = @event.SequenceNr;
                }
            }

            _highest = highest;
            foreach (var group in write.Groups)
            {
                if (group.Rejection is not null) continue;
                foreach (var @event in group.Events)
                {
                    _events.Add(@event);
                    tags.Place(@event);
                }
            }

            return true;
        }
    }

    public EventPage Read(long from, long to, int max)
    {
        lock (_gate)
        {
            var start = FirstFrom(from);
            var end = start;
            while (end < _events.Count && end - start < max && _events[end].SequenceNr <= to) end++;
            return new EventPage(_events.GetRange(start, end - start), _highest, end == _events.Count || _events[end].SequenceNr > to);
        }
    }

    public void Delete(long to)
    {
        lock (_gate) _events.RemoveRange(0, to == long.MaxValue ? _events.Count : FirstFrom(to + 1));
    }

    private int FirstFrom(long number)
    {
        var (low, high) = (0, _events.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_events[middle].SequenceNr < number) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
