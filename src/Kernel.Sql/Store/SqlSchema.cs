using System.Data.Common;
using System.Globalization;

namespace Kernel.Sql.Store;

/// <summary>
/// The tables of Akka.Persistence.Sql's default mapping, made by numbered steps. <c>kernel_schema</c> has a row for each step
/// that was taken; a step commits together with its row under a lock that only one process can have, so any number may start
/// at once. Tables that are there already, made by Akka.Persistence.Sql or by an earlier version, are taken over as they are.
/// </summary>
internal abstract class SqlSchema
{
    private const string CreateVersions = "CREATE TABLE IF NOT EXISTS kernel_schema (step INTEGER NOT NULL PRIMARY KEY, taken BIGINT NOT NULL)";

    private const string SelectVersion = "SELECT COALESCE(MAX(step), 0) FROM kernel_schema";

    public int Version => Steps.Count;

    /// <summary>From the first to the last; a step that was released never changes.</summary>
    protected abstract IReadOnlyList<string> Steps { get; }

    /// <summary>Statements that begin a transaction no second process can be in.</summary>
    protected abstract IReadOnlyList<string> BeginExclusively { get; }

    /// <summary>Answers a row when <c>kernel_schema</c> is there.</summary>
    protected abstract string FindVersions { get; }

    /// <exception cref="SqlStoreException">The tables were made by a newer version.</exception>
    public void Ensure(DbConnection connection, string name)
    {
        if (Query(connection, FindVersions) is not null && Number(Query(connection, SelectVersion)) == Version) return;
        while (TakeStep(connection, name) < Version)
        {
        }
    }

    /// <summary>Steps taken before there was a table to count them.</summary>
    protected virtual long EarlierVersion(DbConnection connection) => 0;

    /// <summary>Within the transaction of a step.</summary>
    protected virtual void StepTaken(DbConnection connection, long step)
    {
    }

    protected static object? Query(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    protected static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private long TakeStep(DbConnection connection, string name)
    {
        foreach (var statement in BeginExclusively) Execute(connection, statement);
        try
        {
            // Made before it is looked for: a server may still remember, from before it got the lock, that there was none.
            Execute(connection, CreateVersions);
            var known = Number(Query(connection, SelectVersion));
            var version = known > 0 ? known : EarlierVersion(connection);
            if (version > Version)
                throw new SqlStoreException(SqlStoreFault.TooNew, $"{name}: its tables are version {version}, this software knows {Version}: use the newer software");
            for (var earlier = known + 1; earlier <= version; earlier++) Note(connection, earlier);
            if (version < Version)
            {
                Execute(connection, Steps[(int)version++]);
                Note(connection, version);
                StepTaken(connection, version);
            }

            Execute(connection, "COMMIT");
            return version;
        }
        catch
        {
            RollBack(connection);
            throw;
        }
    }

    private static void Note(DbConnection connection, long step) => Execute(connection, string.Create(
        CultureInfo.InvariantCulture, $"INSERT INTO kernel_schema (step, taken) VALUES ({step}, {TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()})"));

    private static void RollBack(DbConnection connection)
    {
        try
        {
            Execute(connection, "ROLLBACK");
        }
        catch (DbException)
        {
            // The connection is the one that failed already: its owner drops it, and the server forgets the transaction.
        }
    }

    private static long Number(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);
}
