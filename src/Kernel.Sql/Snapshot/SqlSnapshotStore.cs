using Kernel.Actor;
using Kernel.Configuration;
using Kernel.Persistence;
using Kernel.Persistence.Snapshot;
using Kernel.Sql.Sqlite;

namespace Kernel.Sql.Snapshot;

/// <summary>The snapshot store on SQLite: <c>kernel.persistence.snapshot-store.plugin = "kernel.persistence.snapshot-store.sql"</c>.</summary>
public sealed class SqlSnapshotStore : SnapshotStore
{
    private readonly ExtendedActorSystem _system;
    private readonly SqliteStore _store;

    public SqlSnapshotStore(ExtendedActorSystem system, Config section, string path)
    {
        ArgumentNullException.ThrowIfNull(system);
        _system = system;
        _store = SqliteStore.Acquire(SqliteSettings.From(section, path), Report);
    }

    public override Task<SelectedSnapshot?> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria) =>
        _store.Read(session => SnapshotTable.Latest(session, RangeOf(persistenceId, criteria)) is { } row ? SnapshotOf(row) : null);

    public override Task SaveAsync(SnapshotMetadata metadata, object snapshot)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        SnapshotRow row;
        try
        {
            var serializer = _system.Serialization.FindSerializerFor(snapshot);
            row = new SnapshotRow(
                metadata.PersistenceId, metadata.SequenceNr, metadata.Timestamp.Ticks, serializer.ToBinary(snapshot),
                serializer.Identifier, Serialization.Serialization.ManifestFor(serializer, snapshot));
        }
        // What a serializer throws is this snapshot's failure, not its actor's.
        catch (Exception cause)
        {
            return Task.FromException(cause);
        }

        return _store.Write(session => SnapshotTable.Save(session, row));
    }

    public override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria) =>
        _store.Write(session => SnapshotTable.Delete(session, RangeOf(persistenceId, criteria)));

    protected override void Dispose(bool disposing)
    {
        if (disposing) _store.Dispose();
        base.Dispose(disposing);
    }

    private static SnapshotRange RangeOf(string persistenceId, SnapshotSelectionCriteria criteria) => new(
        persistenceId, criteria.MinSequenceNr, criteria.MaxSequenceNr, (criteria.MinTimestamp ?? DateTime.MinValue).Ticks, criteria.MaxTimeStamp.Ticks);

    private SelectedSnapshot SnapshotOf(SnapshotRow row)
    {
        try
        {
            var state = _system.Serialization.Deserialize(row.State, row.SerializerId, row.Manifest);
            return new SelectedSnapshot(new SnapshotMetadata(row.PersistenceId, row.SequenceNr, new DateTime(row.CreatedTicks, DateTimeKind.Utc)), state);
        }
        catch (Exception cause)
        {
            throw new SqlStoreException(
                SqlStoreFault.Unreadable,
                $"{row.PersistenceId}, snapshot {row.SequenceNr}: cannot be read by serializer {row.SerializerId} with manifest '{row.Manifest}': {cause.Message}",
                cause);
        }
    }

    private void Report(Exception cause) => Event.LoggingExtensions.Error(_system.Log, cause, "The SQLite snapshot store met a fault that concerns no entity.");
}
