using Kernel.Sql.Journal;
using Kernel.Sql.Snapshot;

namespace Kernel.Sql.Store;

/// <summary>One database as this process uses it: one writer, some readers, shared by all plugins with equal settings.</summary>
internal abstract class SqlStore(SqlSettings settings, Action<Exception> report) : IDisposable
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<SqlSettings, SqlStore> Shared = [];

    private int _users;

    /// <summary>What waits to be written.</summary>
    protected WriteQueue Queue { get; } = new(settings, report);

    /// <summary>The store of these settings; every taker disposes it once, the last one closes the database.</summary>
    /// <param name="settings">The database and how it is used.</param>
    /// <param name="report">Told of faults that concern no entity.</param>
    public static SqlStore Acquire(SqlSettings settings, Action<Exception> report)
    {
        lock (Gate)
        {
            if (!Shared.TryGetValue(settings, out var store)) Shared[settings] = store = settings.NewStore(report);
            store._users++;
            return store;
        }
    }

    public void Append(JournalAppend append) => Queue.Enqueue(append);

    /// <summary>Reads events in order of their numbers, including everything asked for before this call.</summary>
    /// <param name="decode">Runs off the caller's thread; what it throws is the task's failure.</param>
    public abstract Task<RowPage<T>> ReadEvents<T>(string persistenceId, long from, long to, int max, Func<EventRow, T> decode);

    public abstract Task DeleteEvents(string persistenceId, long to);

    /// <summary>Entities in the order of the database's own collation, from after the given one on.</summary>
    public abstract Task<IReadOnlyList<string>> PersistenceIds(string after, int max);

    /// <summary>Events of a tag in the order of <c>ordering</c>, none of which can still be preceded by one that is not stored yet.</summary>
    public abstract Task<TaggedRows<T>> ReadTagged<T>(string tag, long after, int max, Func<EventRow, T> decode);

    public abstract Task SaveSnapshot(SnapshotRow row);

    public abstract Task<SnapshotRow?> LatestSnapshot(SnapshotRange range);

    public abstract Task DeleteSnapshots(SnapshotRange range);

    public void Dispose()
    {
        lock (Gate)
        {
            if (--_users > 0) return;
            Shared.Remove(settings);
        }

        Queue.Close();
        Close();
    }

    /// <summary>Ends writer and readers; what waits is still written.</summary>
    protected abstract void Close();
}

/// <summary>One stretch of an entity's past, as <see cref="Persistence.Journal.EventPage"/> describes it.</summary>
internal sealed record RowPage<T>(List<T> Events, long HighestSequenceNr, bool IsLast);

/// <summary>One stretch of a tag's events, as <see cref="Persistence.Journal.TaggedPage"/> describes it.</summary>
internal sealed record TaggedRows<T>(List<T> Events, long Upto, long Highest, bool IsLast);
