using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Kernel.Sql.Sqlite;

/// <summary>
/// The tables of Akka.Persistence.Sql's default mapping, made by numbered steps. The number of the last step is the file's
/// <c>user_version</c>; each step commits together with its number under the write lock, so any number of processes may
/// start at once.
/// </summary>
internal static class SqliteSchema
{
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE IF NOT EXISTS journal (
            ordering INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            created BIGINT NOT NULL,
            deleted INTEGER NOT NULL,
            persistence_id VARCHAR(255) NOT NULL,
            sequence_number BIGINT NOT NULL,
            message BLOB NOT NULL,
            manifest VARCHAR(500) NULL,
            identifier INTEGER NULL,
            writer_uuid VARCHAR(128) NULL,
            UNIQUE (persistence_id, sequence_number));
        CREATE TABLE IF NOT EXISTS tags (
            ordering_id BIGINT NOT NULL,
            tag VARCHAR(64) NOT NULL,
            sequence_nr BIGINT NOT NULL,
            persistence_id VARCHAR(255) NOT NULL,
            PRIMARY KEY (ordering_id, tag));
        CREATE TABLE IF NOT EXISTS snapshot (
            persistence_id VARCHAR(255) NOT NULL,
            sequence_number BIGINT NOT NULL,
            created BIGINT NOT NULL,
            snapshot BLOB NOT NULL,
            manifest VARCHAR(500) NULL,
            serializer_id INTEGER NULL,
            PRIMARY KEY (persistence_id, sequence_number));
        """,
        "CREATE INDEX IF NOT EXISTS tags_of_entity ON tags (persistence_id, sequence_nr);",
    ];

    public static int Version => Steps.Length;

    public static void Ensure(SqliteConnection connection, string file)
    {
        if (VersionOf(connection) == Version) return;
        Execute(connection, "BEGIN IMMEDIATE");
        try
        {
            var version = VersionOf(connection);
            if (version > Version)
                throw new SqlStoreException(SqlStoreFault.TooNew, $"{file}: its tables are version {version}, this software knows {Version}: use the newer software");
            for (; version < Version; version++) Execute(connection, Steps[version]);
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Version}"));
            Execute(connection, "COMMIT");
        }
        catch
        {
            Execute(connection, "ROLLBACK");
            throw;
        }
    }

    private static long VersionOf(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
