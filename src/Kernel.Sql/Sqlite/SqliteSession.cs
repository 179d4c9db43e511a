using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kernel.Sql.Sqlite;

/// <summary>One connection with its prepared statements. Belongs to the one thread that opened it.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    private readonly Dictionary<string, DirectStatement> _direct = new(StringComparer.Ordinal);

    private SqliteSession(SqliteConnection connection) => _connection = connection;

    /// <summary>False as soon as SQLite itself has rolled the transaction back (disk full, input/output error).</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_connection.Handle) == 0;

    public static SqliteSession Open(SqliteSettings settings)
    {
        SqliteLibrary.EnsureBound();
        var builder = new SqliteConnectionStringBuilder(settings.ConnectionString)
        {
            Pooling = false,
            // SQLite itself waits for locks (busy_timeout): the client's own waiting loop only has to stay out of it.
            DefaultTimeout = 1,
        };
        var connection = new SqliteConnection(builder.ToString());
        try
        {
            connection.Open();
            var session = new SqliteSession(connection);
            session.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {(long)settings.BusyTimeout.TotalMilliseconds}"));
            session.Execute("PRAGMA journal_mode = WAL");
            session.Execute($"PRAGMA synchronous = {settings.Synchronous}");
            if (settings.AutoInitialize) SqliteSchema.Instance.Ensure(connection, settings.File);
            // A batch of a thousand entities changes as many pages of the index: they must fit, or SQLite writes them early and
            // reads them again. The next batch changes the same ones: copied into the file only every 16 MiB, most are copied once.
            session.Execute("PRAGMA cache_size = -32768");
            session.Execute("PRAGMA wal_autocheckpoint = 4096");
            if (settings.MaxSize > 0)
            {
                var pageSize = (long)session.Prepare("PRAGMA page_size").ExecuteScalar()!;
                session.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {Math.Max(1, settings.MaxSize / pageSize)}"));
            }

            return session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void Execute(string sql) => Prepare(sql).ExecuteNonQuery();

    /// <summary>Returns the statement, prepared once; its parameters are set anew for each use.</summary>
    public SqliteCommand Prepare(string sql)
    {
        if (_prepared.TryGetValue(sql, out var command)) return command;
        command = _connection.CreateCommand();
        command.CommandText = sql;
        _prepared[sql] = command;
        return command;
    }

    /// <summary>The same for the statement that runs once an event.</summary>
    public DirectStatement Direct(string sql)
    {
        if (!_direct.TryGetValue(sql, out var statement)) _direct[sql] = statement = new DirectStatement(_connection.Handle!, sql);
        return statement;
    }

    public void Dispose()
    {
        foreach (var statement in _direct.Values) statement.Dispose();
        foreach (var command in _prepared.Values) command.Dispose();
        _connection.Dispose();
    }
}

internal static class SqliteStatements
{
    public static SqliteCommand With(this SqliteCommand command, string name, SqliteType type, object? value)
    {
        var at = command.Parameters.IndexOf(name);
        var parameter = at < 0 ? command.Parameters.Add(name, type) : command.Parameters[at];
        parameter.Value = value ?? DBNull.Value;
        return command;
    }

    public static SqliteCommand With(this SqliteCommand command, string name, string? value) => command.With(name, SqliteType.Text, value);

    public static SqliteCommand With(this SqliteCommand command, string name, long value) => command.With(name, SqliteType.Integer, value);

    public static SqliteCommand With(this SqliteCommand command, string name, byte[] value) => command.With(name, SqliteType.Blob, value);
}
