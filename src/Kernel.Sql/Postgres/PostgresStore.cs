using Kernel.Sql.Journal;
using Kernel.Sql.Snapshot;
using Kernel.Sql.Store;
using Npgsql;

namespace Kernel.Sql.Postgres;

/// <summary>A database on a PostgreSQL server, which several processes may share.</summary>
internal sealed class PostgresStore : SqlStore
{
    private readonly PostgresDatabase _database;
    private readonly PostgresFrontier _frontier = new();

    public PostgresStore(PostgresSettings settings, Action<Exception> report) : base(settings, report)
    {
        _database = new PostgresDatabase(settings);
        Writer = new PostgresWriter(settings, _database, Queue);
    }

    public PostgresWriter Writer { get; }

    public override Task<RowPage<T>> ReadEvents<T>(string persistenceId, long from, long to, int max, Func<EventRow, T> decode) => Read(async connection =>
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { PostgresStatements.Events(persistenceId, from, to, max), PostgresStatements.Highest(persistenceId) },
        };
        await using var reader = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        var events = await Rows(reader, decode).ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        await reader.ReadAsync().ConfigureAwait(false);
        return new RowPage<T>(events, reader.GetInt64(0), events.Count < max || max == 0);
    });

    public override Task DeleteEvents(string persistenceId, long to) => Write(PostgresStatements.Delete(persistenceId, to));

    public override Task<IReadOnlyList<string>> PersistenceIds(string after, int max) => Read<IReadOnlyList<string>>(async connection =>
    {
        var ids = new List<string>();
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { PostgresStatements.Ids(after, max) } };
        await using var reader = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false)) ids.Add(reader.GetString(0));
        return ids;
    });

    public override Task<TaggedRows<T>> ReadTagged<T>(string tag, long after, int max, Func<EventRow, T> decode) => Read(async connection =>
    {
        var (settled, highest) = await _frontier.Advance(connection).ConfigureAwait(false);
        var ordering = after;
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { PostgresStatements.Tagged(tag, after, settled, max) } };
        await using var reader = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        var rows = await Rows(reader, row =>
        {
            ordering = row.Ordering;
            return decode(row);
        }).ConfigureAwait(false);
        var isLast = rows.Count < max;
        return new TaggedRows<T>(rows, isLast ? Math.Max(after, settled) : ordering, highest, isLast);
    });

    public override Task SaveSnapshot(SnapshotRow row) => Write(PostgresStatements.Save(row));

    public override Task<SnapshotRow?> LatestSnapshot(SnapshotRange range) => Read(async connection =>
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { PostgresStatements.Latest(range) } };
        await using var reader = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        return await reader.ReadAsync().ConfigureAwait(false) ? PostgresStatements.SnapshotOf(reader, range.PersistenceId) : null;
    });

    public override Task DeleteSnapshots(SnapshotRange range) => Write(PostgresStatements.Delete(range));

    // On the pool, so that a caller's context cannot keep the last writes from being made.
    protected override void Close() => Task.Run(async () =>
    {
        await Writer.Ended.ConfigureAwait(false);
        await _database.DisposeAsync().ConfigureAwait(false);
        _frontier.Dispose();
    }).GetAwaiter().GetResult();

    private static async Task<List<T>> Rows<T>(NpgsqlDataReader reader, Func<EventRow, T> decode)
    {
        var rows = new List<T>();
        while (await reader.ReadAsync().ConfigureAwait(false)) rows.Add(decode(PostgresStatements.EventOf(reader)));
        return rows;
    }

    private async Task<T> Read<T>(Func<NpgsqlConnection, Task<T>> read)
    {
        await Queue.Settled().ConfigureAwait(false);
        return await _database.Read(read).ConfigureAwait(false);
    }

    private Task Write(IEnumerable<NpgsqlBatchCommand> commands)
    {
        var write = new PostgresChange(commands);
        Queue.Enqueue(write);
        return write.Done;
    }
}
