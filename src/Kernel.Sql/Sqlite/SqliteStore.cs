using Kernel.Sql.Journal;
using Kernel.Sql.Snapshot;
using Kernel.Sql.Store;

namespace Kernel.Sql.Sqlite;

/// <summary>A database file: one thread writes, some read.</summary>
internal sealed class SqliteStore : SqlStore
{
    private readonly SqliteReaders _readers;

    public SqliteStore(SqliteSettings settings, Action<Exception> report) : base(settings, report)
    {
        Writer = new SqliteWriter(settings, Queue, report);
        _readers = new SqliteReaders(settings);
    }

    public SqliteWriter Writer { get; }

    public Task Write(Action<SqliteSession> change)
    {
        var write = new SqliteChange(change);
        Queue.Enqueue(write);
        return write.Done;
    }

    /// <summary>Reads what is stored, including everything asked for before this call.</summary>
    public async Task<T> Read<T>(Func<SqliteSession, T> read)
    {
        await Queue.Settled().ConfigureAwait(false);
        return await _readers.Read(read).ConfigureAwait(false);
    }

    public override Task<RowPage<T>> ReadEvents<T>(string persistenceId, long from, long to, int max, Func<EventRow, T> decode) => Read(session =>
    {
        var events = max == 0 ? [] : JournalTable.Read(session, persistenceId, from, to, max, decode);
        var isLast = events.Count < max || max == 0;
        // The highest number is of interest once, at the end.
        return new RowPage<T>(events, isLast ? JournalTable.Highest(session, persistenceId) : 0, isLast);
    });

    public override Task DeleteEvents(string persistenceId, long to) => Write(session => JournalTable.Delete(session, persistenceId, to));

    public override Task<IReadOnlyList<string>> PersistenceIds(string after, int max) =>
        Read(IReadOnlyList<string> (session) => JournalTable.PersistenceIds(session, after, max));

    // SQLite has one writing transaction at a time, and a number is given within it: what is visible has no gap that fills later.
    public override Task<TaggedRows<T>> ReadTagged<T>(string tag, long after, int max, Func<EventRow, T> decode) =>
        Read(session => JournalTable.ReadTagged(session, tag, after, max, decode));

    public override Task SaveSnapshot(SnapshotRow row) => Write(session => SnapshotTable.Save(session, row));

    public override Task<SnapshotRow?> LatestSnapshot(SnapshotRange range) => Read(session => SnapshotTable.Latest(session, range));

    public override Task DeleteSnapshots(SnapshotRange range) => Write(session => SnapshotTable.Delete(session, range));

    protected override void Close()
    {
        Writer.Dispose();
        _readers.Dispose();
    }
}
