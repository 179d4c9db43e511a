using Kernel.Sql.Journal;
using Kernel.Sql.Store;
using Npgsql;

namespace Kernel.Sql.Postgres;

/// <summary>
/// The one session of this process that writes to a database. A batch is one round trip and one transaction: all events in one
/// statement, then their tags, then the other changes. When the server refuses a batch it is halved until the request
/// that it refuses is alone, and fails alone.
/// </summary>
internal sealed class PostgresWriter
{
    private readonly PostgresSettings _settings;
    private readonly PostgresDatabase _database;
    private readonly WriteQueue _queue;
    private NpgsqlConnection? _connection;
    private long _commits;

    public PostgresWriter(PostgresSettings settings, PostgresDatabase database, WriteQueue queue)
    {
        (_settings, _database, _queue) = (settings, database, queue);
        Ended = Task.Run(Run);
    }

    /// <summary>How many commits were made; grouped requests share one.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>Completes when all that the closed queue still held is written.</summary>
    public Task Ended { get; }

    private async Task Run()
    {
        var batch = new List<SqlWrite>();
        while (await _queue.WaitAsync().ConfigureAwait(false))
        {
            _queue.TakeInto(batch);
            await Commit(batch, 0, batch.Count).ConfigureAwait(false);
        }

        if (_connection is not null) await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task Commit(List<SqlWrite> batch, int from, int count)
    {
        SqlStoreException? failure = null;
        try
        {
            _connection ??= await _database.OpenAsync().ConfigureAwait(false);
            await using var commands = CommandsOf(batch, from, count);
            if (commands.BatchCommands.Count > 0)
            {
                await commands.ExecuteNonQueryAsync().ConfigureAwait(false);
                Interlocked.Increment(ref _commits);
            }
        }
        // Whatever went wrong must end up at the entities that asked, never in this loop.
        catch (Exception cause)
        {
            failure = PostgresFaults.From(cause, _settings.Name);
            // A batch that the server refused may hold a request that is at fault: the others are tried without it.
            if (cause is PostgresException && failure.Fault != SqlStoreFault.Unreachable && count > 1)
            {
                await Commit(batch, from, count / 2).ConfigureAwait(false);
                await Commit(batch, from + (count / 2), count - (count / 2)).ConfigureAwait(false);
                return;
            }

            if (!failure.IsOfTheRequest) await Disconnect().ConfigureAwait(false);
        }

        for (var i = from; i < from + count; i++) _queue.Complete(batch[i], failure);
    }

    private NpgsqlBatch CommandsOf(List<SqlWrite> batch, int from, int count)
    {
        var rows = new List<EventRow>();
        var tags = new List<(EventRow, string)>();
        var changes = new List<PostgresChange>();
        for (var i = from; i < from + count; i++)
        {
            if (batch[i] is PostgresChange change) changes.Add(change);
            if (batch[i] is not JournalAppend append) continue;
            rows.AddRange(append.Rows);
            foreach (var row in append.Rows)
            {
                foreach (var tag in row.Tags) tags.Add((row, tag));
            }
        }

        // A batch without a transaction of its own is one: the server commits it at its end, or nothing of it.
        var commands = new NpgsqlBatch(_connection);
        if (rows.Count > 0) commands.BatchCommands.Add(PostgresStatements.Insert(rows));
        if (tags.Count > 0) commands.BatchCommands.Add(PostgresStatements.InsertTagsOf(tags));
        foreach (var command in changes.SelectMany(change => change.Commands)) commands.BatchCommands.Add(command);
        return commands;
    }

    // A fresh session after any fault of the server's: it is used again as soon as it is back.
    private async Task Disconnect()
    {
        if (_connection is not { } connection) return;
        _connection = null;
        await connection.DisposeAsync().ConfigureAwait(false);
    }
}
