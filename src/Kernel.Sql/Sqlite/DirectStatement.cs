using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kernel.Sql.Sqlite;

/// <summary>
/// A prepared statement without the client's parameter objects and readers: for the statements that every event passes.
/// Positions count from 1, columns from 0.
/// </summary>
internal sealed class DirectStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public DirectStatement(sqlite3 database, string sql)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v2(database, sql, out _statement));
    }

    public DirectStatement Bind(int position, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, position, value));
        return this;
    }

    public DirectStatement Bind(int position, string value)
    {
        Check(raw.sqlite3_bind_text(_statement, position, value));
        return this;
    }

    public DirectStatement Bind(int position, byte[] value)
    {
        Check(value.Length == 0 ? raw.sqlite3_bind_zeroblob(_statement, position, 0) : raw.sqlite3_bind_blob(_statement, position, value));
        return this;
    }

    /// <summary>Runs a statement that answers no rows.</summary>
    public void Run()
    {
        var result = raw.sqlite3_step(_statement);
        try
        {
            if (result != raw.SQLITE_DONE) Check(result);
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    /// <summary>Goes to the next row; false behind the last. <see cref="Reset"/> must follow in the end.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result is not (raw.SQLITE_ROW or raw.SQLITE_DONE)) Check(result);
        return result == raw.SQLITE_ROW;
    }

    public void Reset() => raw.sqlite3_reset(_statement);

    public long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    /// <summary>Empty for NULL.</summary>
    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string() ?? "";

    /// <summary>The same; the given text again when it is equal, as most are from one row to the next.</summary>
    public string Text(int column, string likely) =>
        Ascii.Equals(raw.sqlite3_column_blob(_statement, column), likely) ? likely : Text(column);

    public void Dispose() => _statement.Dispose();

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
