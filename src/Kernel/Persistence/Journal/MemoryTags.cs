namespace Kernel.Persistence.Journal;

/// <summary>Gives events in memory their places, and finds those of a tag again.</summary>
internal sealed class MemoryTags
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<PersistentEvent>> _tagged = new(StringComparer.Ordinal);
    private long _last;

    public void Place(PersistentEvent @event)
    {
        // Only an event with a tag has to be listed in the same moment in which it gets its place.
        if (@event.Tags.Count == 0)
        {
            @event.StoredAt(Interlocked.Increment(ref _last));
            return;
        }

        lock (_gate)
        {
            @event.StoredAt(Interlocked.Increment(ref _last));
            foreach (var tag in @event.Tags.Distinct(StringComparer.Ordinal))
            {
                if (!_tagged.TryGetValue(tag, out var events)) _tagged[tag] = events = [];
                events.Add(@event);
            }
        }
    }

    public TaggedPage Read(string tag, long after, int max)
    {
        lock (_gate)
        {
            var last = Math.Max(after, Interlocked.Read(ref _last));
            if (!_tagged.TryGetValue(tag, out var events)) return new TaggedPage([], last, last, true);
            var start = events.FindLastIndex(one => one.Ordering <= after) + 1;
            var found = events.GetRange(start, Math.Min(max, events.Count - start));
            return found.Count < max ? new TaggedPage(found, last, last, true) : new TaggedPage(found, found[^1].Ordering, last, false);
        }
    }

    public void Delete(string persistenceId, long to)
    {
        lock (_gate)
        {
            foreach (var events in _tagged.Values) events.RemoveAll(one => one.PersistenceId == persistenceId && one.SequenceNr <= to);
        }
    }
}
