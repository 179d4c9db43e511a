using Kernel.Actor;
using Kernel.Configuration;
using Kernel.Persistence.Journal;
using Kernel.Sql.Sqlite;

namespace Kernel.Sql.Journal;

/// <summary>
/// The journal on SQLite: <c>kernel.persistence.journal.plugin = "kernel.persistence.journal.sql"</c>. Events are turned
/// into bytes on their actor's own thread and stored by the file's one writer; an event that no serializer takes is
/// rejected, and everything else that goes wrong fails that entity alone.
/// </summary>
public sealed class SqlJournal : EventJournal
{
    private const int LongestId = 255;

    private readonly ExtendedActorSystem _system;
    private readonly SqliteStore _store;

    public SqlJournal(ExtendedActorSystem system, Config section, string path)
    {
        ArgumentNullException.ThrowIfNull(system);
        _system = system;
        _store = SqliteStore.Acquire(SqliteSettings.From(section, path), Report);
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
        else _store.Writer.Enqueue(new JournalAppend(write, rows));
    }

    public override Task<EventPage> ReadAsync(string persistenceId, long from, long to, int max) => _store.Read(session =>
    {
        var rows = JournalTable.Read(session, persistenceId, from, to, max);
        var isLast = rows.Count < max || max == 0;
        var highest = isLast ? JournalTable.Highest(session, persistenceId) : rows[^1].SequenceNr;
        return new EventPage(rows.ConvertAll(EventOf), highest, isLast);
    });

    public override Task DeleteAsync(string persistenceId, long toSequenceNr) =>
        _store.Write(session => JournalTable.Delete(session, persistenceId, toSequenceNr));

    public override Task<IReadOnlyList<string>> PersistenceIdsAsync(string after, int max) =>
        _store.Read(IReadOnlyList<string> (session) => JournalTable.PersistenceIds(session, after, max));

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
            return new PersistentEvent(row.PersistenceId, row.SequenceNr, payload, row.Manifest, row.WriterUuid, row.Created);
        }
        catch (Exception cause)
        {
            throw new SqlStoreException(
                SqlStoreFault.Unreadable,
                $"{row.PersistenceId}, event {row.SequenceNr}: cannot be read by serializer {row.SerializerId} with manifest '{row.Manifest}': {cause.Message}",
                cause);
        }
    }

    private void Report(Exception cause) => Event.LoggingExtensions.Error(_system.Log, cause, "The SQLite journal met a fault that concerns no entity.");

    private sealed class JournalAppend(EventWrite write, List<EventRow> rows) : SqliteWrite
    {
        public override int Rows => rows.Count;

        public override bool IsGuarded => rows.Count > 1 || rows[0].Tags.Count > 0;

        public override void Execute(SqliteSession session)
        {
            foreach (var row in rows) JournalTable.Insert(session, row);
        }

        public override void Complete(SqlStoreException? failure) => write.Complete(failure);
    }
}
