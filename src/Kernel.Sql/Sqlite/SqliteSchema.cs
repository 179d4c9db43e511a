using System.Data.Common;
using System.Globalization;
using Kernel.Sql.Store;

namespace Kernel.Sql.Sqlite;

/// <summary>The tables on SQLite. <c>user_version</c> repeats the last step: versions of this software that know no
/// <c>kernel_schema</c> go by it, and leave newer tables alone.</summary>
internal sealed class SqliteSchema : SqlSchema
{
    public static SqliteSchema Instance { get; } = new();

    protected override IReadOnlyList<string> Steps { get; } =
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
        "CREATE INDEX IF NOT EXISTS tags_in_order ON tags (tag, ordering_id);",
    ];

    protected override IReadOnlyList<string> BeginExclusively { get; } = ["BEGIN IMMEDIATE"];

    protected override string FindVersions => "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'kernel_schema'";

    protected override long EarlierVersion(DbConnection connection) => (long)Query(connection, "PRAGMA user_version")!;

    protected override void StepTaken(DbConnection connection, long step) =>
        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {step}"));
}
