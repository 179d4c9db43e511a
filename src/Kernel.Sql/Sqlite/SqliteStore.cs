namespace Kernel.Sql.Sqlite;

/// <summary>One database file as this process uses it: one writer, some readers, shared by everything with equal settings.</summary>
internal sealed class SqliteStore : IDisposable
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<SqliteSettings, SqliteStore> Shared = [];

    private readonly SqliteSettings _settings;
    private readonly SqliteReaders _readers;
    private int _users;

    private SqliteStore(SqliteSettings settings, Action<Exception> report)
    {
        _settings = settings;
        Writer = new SqliteWriter(settings, report);
        _readers = new SqliteReaders(settings);
    }

    public SqliteWriter Writer { get; }

    /// <summary>The store of these settings; every taker disposes it once, the last one closes the file.</summary>
    /// <param name="settings">The file and how it is used.</param>
    /// <param name="report">Told of faults that concern no entity.</param>
    public static SqliteStore Acquire(SqliteSettings settings, Action<Exception> report)
    {
        lock (Gate)
        {
            if (!Shared.TryGetValue(settings, out var store)) Shared[settings] = store = new SqliteStore(settings, report);
            store._users++;
            return store;
        }
    }

    public Task Write(Action<SqliteSession> change)
    {
        var write = new SqliteTaskWrite(change);
        Writer.Enqueue(write);
        return write.Done;
    }

    /// <summary>Reads what is stored, including everything asked for before this call.</summary>
    public async Task<T> Read<T>(Func<SqliteSession, T> read)
    {
        await Writer.Settled().ConfigureAwait(false);
        return await _readers.Read(read).ConfigureAwait(false);
    }

    public void Dispose()
    {
        lock (Gate)
        {
            if (--_users > 0) return;
            Shared.Remove(_settings);
        }

        Writer.Dispose();
        _readers.Dispose();
    }
}
