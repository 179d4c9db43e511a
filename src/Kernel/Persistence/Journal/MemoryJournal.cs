using System.Collections.Concurrent;

namespace Kernel.Persistence.Journal;

/// <summary>Keeps events as the objects they are, for as long as the actor system lives. The default.</summary>
public sealed class MemoryJournal : EventJournal
{
    private readonly ConcurrentDictionary<string, Stream> _streams = new(StringComparer.Ordinal);

    public override void Write(EventWrite write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var stream = _streams.GetOrAdd(write.PersistenceId, static _ => new Stream());
        write.Complete(stream.TryAppend(write)
            ? null
            : new InvalidOperationException($"{write.PersistenceId}: the sequence number is already stored: does the same persistence id run twice?"));
    }

    public override Task<EventPage> ReadAsync(string persistenceId, long from, long to, int max) =>
        Task.FromResult(_streams.TryGetValue(persistenceId, out var stream) ? stream.Read(from, to, max) : new EventPage([], 0, true));

    public override Task DeleteAsync(string persistenceId, long toSequenceNr)
    {
        if (_streams.TryGetValue(persistenceId, out var stream)) stream.Delete(toSequenceNr);
        return Task.CompletedTask;
    }

    public override Task<IReadOnlyList<string>> PersistenceIdsAsync(string after, int max) =>
        Task.FromResult<IReadOnlyList<string>>([.. _streams.Keys.Where(id => string.CompareOrdinal(id, after) > 0).Order(StringComparer.Ordinal).Take(max)]);

    private sealed class Stream
    {
        private readonly Lock _gate = new();
        private readonly List<PersistentEvent> _events = [];
        private long _highest;

        public bool TryAppend(EventWrite write)
        {
            lock (_gate)
            {
                var before = _events.Count;
                var highest = _highest;
                foreach (var group in write.Groups)
                {
                    foreach (var @event in group.Events)
                    {
                        if (@event.SequenceNr <= highest)
                        {
                            _events.RemoveRange(before, _events.Count - before);
                            return false;
                        }

                        highest = @event.SequenceNr;
                        _events.Add(@event);
                    }
                }

                _highest = highest;
                return true;
            }
        }

        public EventPage Read(long from, long to, int max)
        {
            lock (_gate)
            {
                var start = _events.FindIndex(e => e.SequenceNr >= from);
                if (start < 0) return new EventPage([], _highest, true);
                var found = new List<PersistentEvent>();
                var at = start;
                while (at < _events.Count && found.Count < max && _events[at].SequenceNr <= to) found.Add(_events[at++]);
                return new EventPage(found, _highest, at == _events.Count || _events[at].SequenceNr > to);
            }
        }

        public void Delete(long to)
        {
            lock (_gate)
            {
                _events.RemoveAll(e => e.SequenceNr <= to);
            }
        }
    }
}
