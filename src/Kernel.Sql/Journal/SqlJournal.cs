using Kernel.Actor;
using Kernel.Configuration;
using Kernel.Persistence.Journal;
using Kernel.Sql.Store;

namespace Kernel.Sql.Journal;

/// <summary>
/// The journal on SQLite or PostgreSQL: <c>kernel.persistence.journal.plugin = "kernel.persistence.journal.sql"</c>. Events are
/// turned into bytes on their actor's own thread and stored by the database's one writer; an event that no serializer takes is
/// rejected, and everything else that goes wrong fails that entity alone.
/// </summary>
public sealed class SqlJournal : EventJournal
{
    private const int LongestId = 255;

    private readonly ExtendedActorSystem _system;
    private readonly SqlStore _store;
    private readonly Func<EventRow, PersistentEvent> _decode;

    public SqlJournal(ExtendedActorSystem system, Config section, string path)
    {
        ArgumentNullException.ThrowIfNull(system);
        _system = system;
        _decode = EventOf;
        _store = SqlStore.Acquire(SqlSettings.From(section, path), Report);
    }

    public override void Write(EventWrite write)
    {
        ArgumentNullException.ThrowIfNull(write);
        if (write.PersistenceId.Length > LongestId)
        {
            write.Complete(new ArgumentException($"A persistence id has at most {LongestId} characters: {write.PersistenceId}"));
            return;
        }

        var rows = RowsOf(write);
        if (rows.Count == 0) write.Complete(null);
        else _store.Append(new Append(this, write, rows));
    }

    public override async Task<EventPage> ReadAsync(string persistenceId, long from, long to, int max)
    {
        var page = await _store.ReadEvents(persistenceId, from, to, max, _decode).ConfigureAwait(false);
        return new EventPage(page.Events, page.IsLast ? page.HighestSequenceNr : page.Events[^1].SequenceNr, page.IsLast);
    }

    public override Task DeleteAsync(string persistenceId, long toSequenceNr) => _store.DeleteEvents(persistenceId, toSequenceNr);

    public override Task<IReadOnlyList<string>> PersistenceIdsAsync(string after, int max) => _store.PersistenceIds(after, max);

    public override async Task<TaggedPage> ReadTaggedAsync(string tag, long after, int max)
    {
        var page = await _store.ReadTagged(tag, after, max, _decode).ConfigureAwait(false);
        return new TaggedPage(page.Events, page.Upto, page.Highest, page.IsLast);
    }

    public override bool IsOutage(Exception cause) => cause is not (ArgumentException or SqlStoreException { IsOfTheRequest: true });

    protected override void Dispose(bool disposing)
    {
        if (disposing) _store.Dispose();
        base.Dispose(disposing);
    }

    private List<EventRow> RowsOf(EventWrite write)
    {
        var rows = new List<EventRow>();
        foreach (var group in write.Groups)
        {
            var before = rows.Count;
            try
            {
                foreach (var @event in group.Events) rows.Add(RowOf(@event));
            }
            // What a serializer throws concerns these events alone: they are rejected, the entity goes on.
            catch (Exception cause)
            {
                rows.RemoveRange(before, rows.Count - before);
                group.Rejection = cause;
            }
        }

        return rows;
    }

    private EventRow RowOf(PersistentEvent @event)
    {
        var serializer = _system.Serialization.FindSerializerFor(@event.Payload);
        return new EventRow(
            @event.PersistenceId, @event.SequenceNr, @event.Timestamp, serializer.ToBinary(@event.Payload), serializer.Identifier,
            Serialization.Serialization.ManifestFor(serializer, @event.Payload), @event.WriterGuid, @event.Tags);
    }

    private PersistentEvent EventOf(EventRow row)
    {
        try
        {
            var payload = _system.Serialization.Deserialize(row.Message, row.SerializerId, row.Manifest);
            return new PersistentEvent(row.PersistenceId, row.SequenceNr, payload, row.Manifest, row.WriterUuid, row.Created) { Ordering = row.Ordering };
        }
        catch (Exception cause)
        {
            throw SqlStoreException.Unreadable($"{row.PersistenceId}, event {row.SequenceNr}", row.SerializerId, row.Manifest, cause);
        }
    }

    private void Report(Exception cause) => Event.LoggingExtensions.Error(_system.Log, cause, "The SQL journal met a fault that concerns no entity.");

    private sealed class Append(SqlJournal journal, EventWrite write, List<EventRow> rows) : JournalAppend(rows)
    {
        public override void Complete(SqlStoreException? failure)
        {
            write.Complete(failure is null ? null : Explain(failure));
            if (failure is null) journal.OnStored();
        }

        // The writer knows the database and not whose events they were.
        private SqlStoreException Explain(SqlStoreException failure) =>
            new(failure.Fault, $"{write.PersistenceId}, event {Rows[0].SequenceNr}: {failure.Message}", failure.InnerException);
    }
}
