using System.Data.Common;
using CallActors.Tests.Postgres;
using Kernel.Configuration;
using Kernel.Sql.Snapshot;
using Kernel.Sql.Store;
using Kernel.Tests.Persistence;
using Microsoft.Data.Sqlite;
using Npgsql;
using static Kernel.Tests.Sql.TestAppend;

namespace Kernel.Tests.Sql;

/// <summary>How tables come about, on every database.</summary>
public abstract class SchemaSpec : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly StorageKind _storage;
    private readonly List<SqlStore> _stores = [];

    protected SchemaSpec(StorageKind storage) => _storage = storage;

    /// <summary>What Akka.Persistence.Sql makes with its defaults.</summary>
    protected abstract string AkkaTables { get; }

    /// <summary>Tables as this software made them before it had <c>kernel_schema</c>; empty when it never did.</summary>
    protected abstract string EarlierTables { get; }

    public void Dispose()
    {
        foreach (var store in _stores) store.Dispose();
        _storage.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract DbConnection Connect();

    // Not shared with others of this process: each is what another process would have.
    private SqlStore NewStore()
    {
        var section = ConfigurationFactory.ParseString(_storage.Hocon).GetConfig("kernel.persistence.journal.sql")!;
        var store = SqlSettings.From(section, "test").NewStore(cause => throw new InvalidOperationException("No fault was expected.", cause));
        lock (_stores) _stores.Add(store);
        return store;
    }

    private object? Execute(string sql)
    {
        using var connection = Connect();
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    [StorageFact]
    public async Task Eight_that_start_at_once_on_an_empty_database_all_store_and_each_step_is_taken_once()
    {
        using var start = new Barrier(8);
        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Factory.StartNew(
            async () =>
            {
                var store = NewStore();
                start.SignalAndWait(Patience);
                await To(store, Row($"starter-{i}", 1));
                return (await store.ReadEvents($"starter-{i}", 1, 9, 9, row => row.PersistenceId)).Events.Single();
            },
            TaskCreationOptions.LongRunning).Unwrap())).WaitAsync(Patience);
        Assert.Equal(8, ids.Distinct().Count());
        Assert.Equal(8L, Convert.ToInt64(Execute("SELECT COUNT(*) FROM journal"), null));
        Assert.Equal(Execute("SELECT MAX(step) FROM kernel_schema"), Execute("SELECT CAST(COUNT(*) AS INTEGER) FROM kernel_schema"));
    }

    [StorageFact]
    public async Task Tables_that_Akka_Persistence_Sql_made_are_taken_over_with_what_they_hold()
    {
        Execute(AkkaTables);
        await AnOldEventIsKept();
    }

    [StorageFact]
    public async Task Tables_of_an_earlier_version_are_taken_over_with_what_they_hold()
    {
        Execute(EarlierTables);
        await AnOldEventIsKept();
    }

    [StorageFact]
    public async Task Tables_of_a_newer_version_are_left_alone()
    {
        await To(NewStore(), Row("a", 1));
        Execute("INSERT INTO kernel_schema (step, taken) VALUES (99, 0)");
        var failure = await Assert.ThrowsAsync<SqlStoreException>(() => To(NewStore(), Row("a", 2)).WaitAsync(Patience));
        Assert.Equal(SqlStoreFault.TooNew, failure.Fault);
        Assert.Equal(1L, Convert.ToInt64(Execute("SELECT COUNT(*) FROM journal"), null));
    }

    private async Task AnOldEventIsKept()
    {
        Execute("""
            INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
            VALUES (1700000000000, FALSE, 'old', 1, 'abc', 'm', 77, 'w')
            """);
        Execute("INSERT INTO tags (ordering_id, tag, sequence_nr, persistence_id) SELECT ordering, 'red', 1, 'old' FROM journal");
        Execute("INSERT INTO snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id) VALUES ('old', 1, 5, 'xyz', 'm', 77)");
        if (_storage is SqliteStorage) Execute("UPDATE snapshot SET snapshot = CAST(snapshot AS BLOB)");
        var store = NewStore();
        await To(store, Row("old", 2, null, "red"));
        Assert.Equal([1L, 2L], (await store.ReadEvents("old", 1, 9, 9, row => row)).Events.Select(row => row.SequenceNr));
        Assert.Equal([1L, 2L], (await store.ReadTagged("red", 0, 9, row => row)).Events.Select(row => row.SequenceNr));
        Assert.Equal("xyz"u8.ToArray(), (await store.LatestSnapshot(new SnapshotRange("old", 0, 9, 0, 9)))!.State);
    }
}

public sealed class SqliteSchemaSpec : SchemaSpec
{
    private readonly SqliteStorage _storage;

    public SqliteSchemaSpec() : this(new SqliteStorage())
    {
    }

    private SqliteSchemaSpec(SqliteStorage storage) : base(storage) => _storage = storage;

    protected override string AkkaTables => """
        CREATE TABLE [journal] ([ordering] INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, [created] BigInt NOT NULL, [deleted] Bit NOT NULL,
            [persistence_id] NVarChar(255) NOT NULL, [sequence_number] BigInt NOT NULL, [message] VarBinary NOT NULL,
            [manifest] NVarChar(500) NULL, [identifier] Int NULL, [writer_uuid] NVarChar(128) NULL);
        CREATE UNIQUE INDEX journal_uq ON journal (persistence_id, sequence_number);
        CREATE TABLE [tags] ([ordering_id] INTEGER NOT NULL, [tag] NVarChar(64) NOT NULL, [sequence_nr] INTEGER NOT NULL,
            [persistence_id] NVarChar(255) NOT NULL, CONSTRAINT [PK_tags] PRIMARY KEY ([ordering_id], [tag]));
        CREATE TABLE [snapshot] ([persistence_id] NVarChar(255) NOT NULL, [sequence_number] BigInt NOT NULL, [created] BigInt NOT NULL,
            [snapshot] VarBinary NULL, [manifest] NVarChar(500) NULL, [serializer_id] Int NULL,
            CONSTRAINT [PK_snapshot] PRIMARY KEY ([persistence_id], [sequence_number]));
        """;

    protected override string EarlierTables => """
        PRAGMA journal_mode = WAL;
        CREATE TABLE journal (ordering INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, created BIGINT NOT NULL, deleted INTEGER NOT NULL,
            persistence_id VARCHAR(255) NOT NULL, sequence_number BIGINT NOT NULL, message BLOB NOT NULL, manifest VARCHAR(500) NULL,
            identifier INTEGER NULL, writer_uuid VARCHAR(128) NULL, UNIQUE (persistence_id, sequence_number));
        CREATE TABLE tags (ordering_id BIGINT NOT NULL, tag VARCHAR(64) NOT NULL, sequence_nr BIGINT NOT NULL,
            persistence_id VARCHAR(255) NOT NULL, PRIMARY KEY (ordering_id, tag));
        CREATE TABLE snapshot (persistence_id VARCHAR(255) NOT NULL, sequence_number BIGINT NOT NULL, created BIGINT NOT NULL,
            snapshot BLOB NOT NULL, manifest VARCHAR(500) NULL, serializer_id INTEGER NULL, PRIMARY KEY (persistence_id, sequence_number));
        CREATE INDEX tags_of_entity ON tags (persistence_id, sequence_nr);
        PRAGMA user_version = 2;
        """;

    protected override DbConnection Connect() => new SqliteConnection($"Data Source={_storage.File};Pooling=False");
}

[NeedsPostgres]
public sealed class PostgresSchemaSpec : SchemaSpec
{
    private readonly PostgresStorage _storage;

    public PostgresSchemaSpec() : this(new PostgresStorage())
    {
    }

    private PostgresSchemaSpec(PostgresStorage storage) : base(storage) => _storage = storage;

    protected override string AkkaTables => """
        CREATE TABLE journal (ordering BigSerial NOT NULL, created BigInt NOT NULL, deleted Boolean NOT NULL, persistence_id VarChar(255) NOT NULL,
            sequence_number BigInt NOT NULL, message ByteA NOT NULL, manifest VarChar(500) NULL, identifier Int NULL, writer_uuid VarChar(128) NULL,
            CONSTRAINT "PK_journal" PRIMARY KEY (ordering));
        ALTER TABLE journal ADD CONSTRAINT journal_uq UNIQUE (persistence_id, sequence_number);
        CREATE TABLE tags (ordering_id BigInt NOT NULL, tag VarChar(64) NOT NULL, sequence_nr BigInt NOT NULL, persistence_id VarChar(255) NOT NULL,
            CONSTRAINT "PK_tags" PRIMARY KEY (ordering_id, tag));
        CREATE TABLE snapshot (persistence_id VarChar(255) NOT NULL, sequence_number BigInt NOT NULL, created BigInt NOT NULL, snapshot ByteA NULL,
            manifest VarChar(500) NULL, serializer_id Int NULL, CONSTRAINT "PK_snapshot" PRIMARY KEY (persistence_id, sequence_number));
        """;

    // PostgreSQL came together with kernel_schema: what there was before are the tables as they are.
    protected override string EarlierTables => AkkaTables;

    protected override DbConnection Connect() => new NpgsqlConnection(_storage.ConnectionString + ";Pooling=false");
}
