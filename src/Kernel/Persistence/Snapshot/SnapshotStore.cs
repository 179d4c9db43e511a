namespace Kernel.Persistence.Snapshot;

/// <summary>
/// Where snapshots are kept. Chosen and constructed as journals are (see <see cref="Journal.EventJournal"/>), by
/// <c>kernel.persistence.snapshot-store.plugin</c>. No method may block the caller.
/// </summary>
public abstract class SnapshotStore : IDisposable
{
    /// <summary>The youngest snapshot that matches; null when there is none.</summary>
    public abstract Task<SelectedSnapshot?> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria);

    /// <summary>Stores, replacing one of the same sequence number.</summary>
    public abstract Task SaveAsync(SnapshotMetadata metadata, object snapshot);

    public abstract Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria);

    /// <summary>Whether a failure says that the store is out of order, rather than that this one request cannot be done.</summary>
    public virtual bool IsOutage(Exception cause) => true;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
