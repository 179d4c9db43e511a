using System.Collections.Concurrent;

namespace Kernel.Persistence.Journal;

/// <summary>Keeps events as the objects they are, for as long as the actor system lives. The default.</summary>
public sealed class MemoryJournal : EventJournal
{
    private readonly ConcurrentDictionary<string, MemoryStream> _streams = new(StringComparer.Ordinal);
    private readonly MemoryTags _tags = new();

    public override void Write(EventWrite write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var stream = _streams.GetOrAdd(write.PersistenceId, static _ => new MemoryStream());
        if (stream.TryAppend(write, _tags))
        {
            write.Complete(null);
            OnStored();
            return;
        }

        write.Complete(new InvalidOperationException(
            $"{write.PersistenceId}, event {write.Groups[0].Events[0].SequenceNr}: the sequence number is already stored: does the same persistence id run twice?"));
    }

    public override Task<EventPage> ReadAsync(string persistenceId, long from, long to, int max) =>
        Task.FromResult(_streams.TryGetValue(persistenceId, out var stream) ? stream.Read(from, to, max) : new EventPage([], 0, true));

    public override Task DeleteAsync(string persistenceId, long toSequenceNr)
    {
        if (_streams.TryGetValue(persistenceId, out var stream))
        {
            stream.Delete(toSequenceNr);
            _tags.Delete(persistenceId, toSequenceNr);
        }

        return Task.CompletedTask;
    }

    public override Task<IReadOnlyList<string>> PersistenceIdsAsync(string after, int max) =>
        Task.FromResult<IReadOnlyList<string>>([.. _streams.Keys.Where(id => string.CompareOrdinal(id, after) > 0).Order(StringComparer.Ordinal).Take(max)]);

    public override Task<TaggedPage> ReadTaggedAsync(string tag, long after, int max) => Task.FromResult(_tags.Read(tag, after, max));

    /// <summary>A conflict is all that can go wrong.</summary>
    public override bool IsOutage(Exception cause) => false;
}
