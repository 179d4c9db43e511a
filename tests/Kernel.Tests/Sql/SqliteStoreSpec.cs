using Kernel.Configuration;
using Kernel.Sql.Journal;
using Kernel.Sql.Snapshot;
using Kernel.Sql.Sqlite;
using Kernel.Sql.Store;
using Microsoft.Data.Sqlite;
using static Kernel.Tests.Sql.TestAppend;

namespace Kernel.Tests.Sql;

public sealed class SqliteStoreSpec : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sqlite").FullName;
    private readonly List<SqliteStore> _stores = [];

    private string File => Path.Combine(_folder, "journal.db");

    public void Dispose()
    {
        foreach (var store in _stores) store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private SqliteSettings Settings(string more = "", string? file = null) =>
        SqliteSettings.From(ConfigurationFactory.ParseString($"connection-string = \"Data Source={file ?? File}\"\n{more}"), "test");

    private SqliteStore Open(string more = "", string? file = null)
    {
        var store = (SqliteStore)SqlStore.Acquire(Settings(more, file), cause => throw new InvalidOperationException("No fault was expected.", cause));
        _stores.Add(store);
        return store;
    }

    private static Task Append(SqliteStore store, params EventRow[] rows) => To(store, rows);

    private static Task<List<EventRow>> Read(SqliteStore store, string id) =>
        store.Read(session => JournalTable.Read(session, id, 1, long.MaxValue, 1000, row => row));

    [Fact]
    public async Task What_was_written_is_read_back_as_it_was()
    {
        var store = Open();
        await Append(store, Row("a", 1, [0, 255, 7]), Row("a", 2, []));
        var read = await Read(store, "a");
        Assert.Equal([1L, 2L], read.Select(row => row.SequenceNr));
        Assert.Equal([0, 255, 7], read[0].Message);
        Assert.Empty(read[1].Message);
        Assert.Equal((77, "order-placed-v1", "writer", 1_700_000_000_000), (read[0].SerializerId, read[0].Manifest, read[0].WriterUuid, read[0].Created));
    }

    [Fact]
    public async Task Requests_that_gather_during_a_commit_share_the_next_one()
    {
        var store = Open();
        await Append(store, Row("first", 1));
        using var gate = new ManualResetEventSlim();
        var slow = store.Write(_ => gate.Wait(TimeSpan.FromSeconds(30)));
        var before = store.Writer.Commits;
        var appends = Enumerable.Range(0, 500).Select(i => Append(store, Row($"entity-{i}", 1))).ToList();
        gate.Set();
        await slow;
        await Task.WhenAll(appends);
        await store.Write(_ => { });
        Assert.InRange(store.Writer.Commits - before, 2, 5);
    }

    [Fact]
    public async Task A_number_already_stored_fails_its_own_request_wholly_and_no_other_of_the_batch()
    {
        var store = Open();
        await Append(store, Row("a", 5));
        using var gate = new ManualResetEventSlim();
        var slow = store.Write(_ => gate.Wait(TimeSpan.FromSeconds(30)));
        var before = Append(store, Row("b", 1));
        var twice = Append(store, Row("a", 4), Row("a", 5));
        var after = Append(store, Row("c", 1));
        gate.Set();
        await slow;
        await before;
        var failure = await Assert.ThrowsAsync<SqlStoreException>(() => twice);
        await after;
        Assert.Equal(SqlStoreFault.Conflict, failure.Fault);
        Assert.Equal([5L], (await Read(store, "a")).Select(row => row.SequenceNr));
        Assert.Single(await Read(store, "b"));
        Assert.Single(await Read(store, "c"));
    }

    [Fact]
    public async Task Deleted_events_are_gone_and_the_highest_number_is_remembered()
    {
        var store = Open();
        await Append(store, Row("a", 1, null, "red"), Row("a", 2), Row("a", 3, null, "red", "blue"));
        await store.Write(session => JournalTable.Delete(session, "a", 2));
        Assert.Equal([3L], (await Read(store, "a")).Select(row => row.SequenceNr));
        await store.Write(session => JournalTable.Delete(session, "a", long.MaxValue));
        Assert.Empty(await Read(store, "a"));
        Assert.Equal(3, await store.Read(session => JournalTable.Highest(session, "a")));
        var rows = await store.Read(session => (long)session.Prepare("SELECT (SELECT COUNT(*) FROM journal) * 100 + (SELECT COUNT(*) FROM tags)").ExecuteScalar()!);
        Assert.Equal(100, rows);
    }

    [Fact]
    public async Task Tags_are_kept_with_their_events()
    {
        var store = Open();
        await Append(store, Row("a", 1, null, "red", "blue", "red"));
        var tags = await store.Read(session => (string)session.Prepare(
            "SELECT group_concat(tag || ':' || sequence_nr || ':' || t.persistence_id) FROM (SELECT * FROM tags ORDER BY tag) t JOIN journal ON ordering = ordering_id").ExecuteScalar()!);
        Assert.Equal("blue:1:a,red:1:a", tags);
    }

    [Fact]
    public async Task Ids_come_in_order_and_in_pages()
    {
        var store = Open();
        foreach (var id in new[] { "c", "a", "b" }) await Append(store, Row(id, 1), Row(id, 2));
        Assert.Equal(["a", "b"], await store.Read(session => JournalTable.PersistenceIds(session, "", 2)));
        Assert.Equal(["c"], await store.Read(session => JournalTable.PersistenceIds(session, "b", 2)));
    }

    [Fact]
    public async Task The_youngest_snapshot_within_the_bounds_is_found_and_bounds_choose_what_is_deleted()
    {
        var store = Open();
        foreach (var nr in new long[] { 3, 9, 6 })
            await store.Write(session => SnapshotTable.Save(session, new SnapshotRow("a", nr, nr * 100, [(byte)nr], 77, "state")));
        await store.Write(session => SnapshotTable.Save(session, new SnapshotRow("a", 9, 900, [99], 77, "state")));

        Assert.Equal([99], (await Latest(store, 0, long.MaxValue, 0, long.MaxValue))!.State);
        Assert.Equal(6, (await Latest(store, 0, 8, 0, long.MaxValue))!.SequenceNr);
        Assert.Equal(3, (await Latest(store, 0, long.MaxValue, 0, 500))!.SequenceNr);
        await store.Write(session => SnapshotTable.Delete(session, new SnapshotRange("a", 4, 9, 0, long.MaxValue)));
        Assert.Equal(3, (await Latest(store, 0, long.MaxValue, 0, long.MaxValue))!.SequenceNr);

        static Task<SnapshotRow?> Latest(SqliteStore from, long minNr, long maxNr, long minTicks, long maxTicks) =>
            from.Read(session => SnapshotTable.Latest(session, new SnapshotRange("a", minNr, maxNr, minTicks, maxTicks)));
    }

    [Fact]
    public async Task A_missing_folder_fails_the_request_and_is_used_once_it_is_there()
    {
        var file = Path.Combine(_folder, "later", "journal.db");
        var store = Open(file: file);
        var failure = await Assert.ThrowsAsync<SqlStoreException>(() => Append(store, Row("a", 1)));
        Assert.Equal(SqlStoreFault.Unreachable, failure.Fault);
        Assert.Equal(SqlStoreFault.Unreachable, (await Assert.ThrowsAsync<SqlStoreException>(() => Read(store, "a"))).Fault);

        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await Append(store, Row("a", 1));
        Assert.Single(await Read(store, "a"));
    }

    [Fact]
    public async Task A_file_that_is_no_database_fails_the_request()
    {
        await System.IO.File.WriteAllTextAsync(File, new string('x', 8192));
        var failure = await Assert.ThrowsAsync<SqlStoreException>(() => Append(Open(), Row("a", 1)));
        Assert.Equal(SqlStoreFault.Corrupt, failure.Fault);
    }

    [Fact]
    public async Task A_full_file_fails_what_does_not_fit_and_takes_what_does()
    {
        var store = Open("max-size = 128KiB");
        await Append(store, Row("a", 1));
        using var gate = new ManualResetEventSlim();
        var slow = store.Write(_ => gate.Wait(TimeSpan.FromSeconds(30)));
        var big = Append(store, Row("big", 1, new byte[1_000_000]));
        var small = Append(store, Row("a", 2));
        gate.Set();
        await slow;
        Assert.Equal(SqlStoreFault.Full, (await Assert.ThrowsAsync<SqlStoreException>(() => big)).Fault);
        await small;
        Assert.Equal(2, (await Read(store, "a")).Count);
        Assert.Empty(await Read(store, "big"));
    }

    [Fact]
    public async Task A_lock_held_too_long_by_another_fails_the_request_and_the_next_one_succeeds()
    {
        var store = Open("busy-timeout = 50ms");
        await Append(store, Row("a", 1));
        using (var other = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            other.Open();
            using var command = other.CreateCommand();
            command.CommandText = "BEGIN IMMEDIATE";
            command.ExecuteNonQuery();
            Assert.Equal(SqlStoreFault.Locked, (await Assert.ThrowsAsync<SqlStoreException>(() => Append(store, Row("a", 2)))).Fault);
            Assert.Single(await Read(store, "a"));
        }

        await Append(store, Row("a", 2));
    }

    [Fact]
    public async Task More_requests_than_the_buffer_holds_are_refused_at_once()
    {
        var store = Open("buffer-size = 2");
        using var started = new ManualResetEventSlim();
        using var gate = new ManualResetEventSlim();
        var slow = store.Write(_ =>
        {
            started.Set();
            gate.Wait(TimeSpan.FromSeconds(30));
        });
        Assert.True(started.Wait(TimeSpan.FromSeconds(30)));
        var waiting = new[] { Append(store, Row("a", 1)), Append(store, Row("a", 2)) };
        var refused = Append(store, Row("a", 3));
        Assert.Equal(SqlStoreFault.Overloaded, (await Assert.ThrowsAsync<SqlStoreException>(() => refused)).Fault);
        gate.Set();
        await slow;
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task What_was_acknowledged_is_in_the_files_though_nothing_was_closed()
    {
        var store = Open();
        for (var nr = 1; nr <= 50; nr++) await Append(store, Row("a", nr));

        // The files as they are at this moment are all that a killed process leaves.
        var left = Path.Combine(_folder, "left.db");
        foreach (var suffix in new[] { "", "-wal" }) System.IO.File.Copy(File + suffix, left + suffix);
        Assert.Equal(50, (await Read(Open(file: left), "a")).Count);
    }

    [Fact]
    public void Every_fault_of_the_section_is_reported_at_once()
    {
        var fault = Assert.Throws<ConfigurationException>(() => SqliteSettings.From(
            ConfigurationFactory.ParseString("connection-string = \"Data Source=:memory:\", synchronous = maybe, readers = 0"), "kernel.journal"));
        foreach (var key in new[] { "connection-string", "synchronous", "readers" })
            Assert.Contains($"kernel.journal.{key}", fault.Message, StringComparison.Ordinal);
    }
}
