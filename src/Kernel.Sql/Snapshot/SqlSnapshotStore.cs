using Kernel.Actor;
using Kernel.Configuration;
using Kernel.Persistence;
using Kernel.Persistence.Snapshot;
using Kernel.Sql.Store;

namespace Kernel.Sql.Snapshot;

/// <summary>The snapshot store on SQLite or PostgreSQL: <c>kernel.persistence.snapshot-store.plugin = "kernel.persistence.snapshot-store.sql"</c>.</summary>
public sealed class SqlSnapshotStore : SnapshotStore
{
    private readonly ExtendedActorSystem _system;
    private readonly SqlStore _store;

    public SqlSnapshotStore(ExtendedActorSystem system, Config section, string path)
    {
        ArgumentNullException.ThrowIfNull(system);
        _system = system;
        _store = SqlStore.Acquire(SqlSettings.From(section, path), Report);
    }

    public override async Task<SelectedSnapshot?> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria) =>
        await _store.LatestSnapshot(RangeOf(persistenceId, criteria)).ConfigureAwait(false) is { } row ? SnapshotOf(row) : null;

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

        return _store.SaveSnapshot(row);
    }

    public override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria) =>
        _store.DeleteSnapshots(RangeOf(persistenceId, criteria));

    public override bool IsOutage(Exception cause) => cause is SqlStoreException { IsOfTheRequest: false };

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
            throw SqlStoreException.Unreadable($"{row.PersistenceId}, snapshot {row.SequenceNr}", row.SerializerId, row.Manifest, cause);
        }
    }

    private void Report(Exception cause) => Event.LoggingExtensions.Error(_system.Log, cause, "The SQL snapshot store met a fault that concerns no entity.");
}
