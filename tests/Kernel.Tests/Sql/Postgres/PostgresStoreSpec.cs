using CallActors.Tests.Postgres;
using Kernel.Configuration;
using Kernel.Sql.Journal;
using Kernel.Sql.Postgres;
using Kernel.Sql.Store;
using Npgsql;
using static Kernel.Tests.Sql.TestAppend;

namespace Kernel.Tests.Sql.Postgres;

[NeedsPostgres]
public sealed class PostgresStoreSpec : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<IDisposable> _opened = [];
    private readonly string _database = PostgresServer.Shared.NewDatabase();

    public void Dispose()
    {
        foreach (var one in Enumerable.Reverse(_opened)) one.Dispose();
    }

    private static PostgresSettings Settings(string connectionString, string more = "") =>
        PostgresSettings.From(ConfigurationFactory.ParseString($"connection-string = \"{connectionString}\"\n{more}"), "test");

    private PostgresStore Open(string? database = null, string more = "")
    {
        var store = (PostgresStore)SqlStore.Acquire(
            Settings(database ?? _database, more), cause => throw new InvalidOperationException("No fault was expected.", cause));
        _opened.Add(store);
        return store;
    }

    private NpgsqlConnection Session()
    {
        var connection = new NpgsqlConnection(_database + ";Pooling=false");
        _opened.Add(connection);
        connection.Open();
        return connection;
    }

    private static object? Sql(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    private static async Task<List<EventRow>> Read(SqlStore store, string id) =>
        (await store.ReadEvents(id, 1, long.MaxValue, 1000, row => row).WaitAsync(Patience)).Events;

    private static async Task<SqlStoreException> FailureOf(Task append) => await Assert.ThrowsAsync<SqlStoreException>(() => append.WaitAsync(Patience));

    /// <summary>Keeps the writer in its next commit until the session ends its transaction.</summary>
    private static async Task<Task> Hold(PostgresStore store, NpgsqlConnection session, string id)
    {
        Sql(session, "BEGIN; LOCK TABLE journal IN ACCESS EXCLUSIVE MODE");
        var held = To(store, Row(id, 1));
        using var patience = new CancellationTokenSource(Patience);
        while ((long)Sql(session, "SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND relation = 'journal'::regclass")! == 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        return held;
    }

    [StorageFact]
    public async Task A_number_below_the_highest_is_taken_by_nobody_also_when_its_event_was_deleted()
    {
        var store = Open();
        await To(store, Row("a", 1), Row("a", 2), Row("a", 3), Row("a", 4));
        await store.DeleteEvents("a", 4).WaitAsync(Patience);
        // Only the highest is still there, marked. A process that has slept since the first event asks for the second.
        Assert.Equal(1L, Sql(Session(), "SELECT COUNT(*) FROM journal"));
        Assert.Equal(SqlStoreFault.Conflict, (await FailureOf(To(store, Row("a", 2)))).Fault);
        Assert.Equal(SqlStoreFault.Conflict, (await FailureOf(To(store, Row("a", 3), Row("a", 4), Row("a", 5)))).Fault);
        await To(store, Row("a", 5));
        Assert.Equal([5L], (await Read(store, "a")).Select(row => row.SequenceNr));
    }

    [StorageFact]
    public async Task What_was_written_is_read_back_as_it_was()
    {
        var store = Open();
        await To(store, Row("a", 1, [0, 255, 7]), Row("a", 2, []));
        var read = await Read(store, "a");
        Assert.Equal([1L, 2L], read.Select(row => row.SequenceNr));
        Assert.Equal([0, 255, 7], read[0].Message);
        Assert.Empty(read[1].Message);
        Assert.Equal((77, "order-placed-v1", "writer", 1_700_000_000_000), (read[0].SerializerId, read[0].Manifest, read[0].WriterUuid, read[0].Created));
    }

    [StorageFact]
    public async Task Requests_that_gather_during_a_commit_share_the_next_one()
    {
        var store = Open();
        await To(store, Row("first", 1));
        var session = Session();
        var held = await Hold(store, session, "held");
        var before = store.Writer.Commits;
        var appends = Enumerable.Range(0, 500).Select(i => To(store, Row($"entity-{i}", 1))).ToList();
        Sql(session, "COMMIT");
        await held;
        await Task.WhenAll(appends).WaitAsync(Patience);
        Assert.Equal(2, store.Writer.Commits - before);
    }

    [StorageFact]
    public async Task A_number_already_stored_fails_its_own_request_wholly_and_no_other_of_the_batch()
    {
        var store = Open();
        await To(store, Row("a", 5));
        var session = Session();
        var held = await Hold(store, session, "held");
        var others = Enumerable.Range(0, 20).Select(i => To(store, Row($"before-{i}", 1))).ToList();
        var twice = To(store, Row("a", 4), Row("a", 5));
        others.AddRange(Enumerable.Range(0, 20).Select(i => To(store, Row($"after-{i}", 1))));
        Sql(session, "COMMIT");
        await held;
        await Task.WhenAll(others).WaitAsync(Patience);
        Assert.Equal(SqlStoreFault.Conflict, (await FailureOf(twice)).Fault);
        Assert.Equal([5L], (await Read(store, "a")).Select(row => row.SequenceNr));
        Assert.Single(await Read(store, "after-19"));
    }

    [StorageFact]
    public async Task A_value_that_the_server_cannot_hold_fails_its_own_request_alone()
    {
        var store = Open();
        await To(store, Row("first", 1));
        var session = Session();
        var held = await Hold(store, session, "held");
        var zero = To(store, Row("z\0", 1));
        var fine = To(store, Row("fine", 1));
        Sql(session, "COMMIT");
        await held;
        await fine.WaitAsync(Patience);
        Assert.Equal(SqlStoreFault.Refused, (await FailureOf(zero)).Fault);
    }

    [StorageFact]
    public async Task Tags_are_kept_with_their_events_and_go_with_them()
    {
        var store = Open();
        await To(store, Row("a", 1, null, "red", "blue", "red"), Row("a", 2, null, "red"));
        Assert.Equal("blue:1:a,red:1:a,red:2:a", Sql(Session(), """
            SELECT string_agg(tag || ':' || sequence_nr || ':' || t.persistence_id, ',' ORDER BY tag, sequence_nr)
            FROM tags t JOIN journal ON ordering = ordering_id
            """));
        await store.DeleteEvents("a", 2);
        Assert.Equal(100L, Sql(Session(), "SELECT (SELECT COUNT(*) FROM journal) * 100 + (SELECT COUNT(*) FROM tags)"));
        Assert.Equal(2, (await store.ReadEvents("a", 1, long.MaxValue, 10, row => row)).HighestSequenceNr);
    }

    [StorageFact]
    public async Task A_server_that_went_away_fails_requests_and_is_used_again_when_it_is_back()
    {
        using var server = new PostgresServer();
        var store = Open(server.NewDatabase());
        await To(store, Row("a", 1));
        server.Stop();
        Assert.Equal(SqlStoreFault.Unreachable, (await FailureOf(To(store, Row("a", 2)))).Fault);
        Assert.Equal(SqlStoreFault.Unreachable, (await Assert.ThrowsAsync<SqlStoreException>(() => Read(store, "a"))).Fault);

        server.StartAgain();
        await To(store, Row("a", 2)).WaitAsync(Patience);
        Assert.Equal(2, (await Read(store, "a")).Count);
    }

    [StorageFact]
    public async Task A_session_that_the_server_ended_is_replaced_and_its_other_sessions_go_on()
    {
        var store = Open();
        await To(store, Row("a", 1));
        await Read(store, "a");
        Sql(Session(), "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        // What was under way or comes upon the dead session fails; what comes after does not.
        await Task.WhenAny(To(store, Row("b", 1)));
        await To(store, Row("c", 1)).WaitAsync(Patience);
    }

    [StorageFact]
    public async Task A_password_is_in_no_message()
    {
        var store = Open("Host=127.0.0.1;Port=1;Username=me;Password=geheim;Database=calls;Timeout=5");
        var failure = await FailureOf(To(store, Row("a", 1)));
        Assert.Equal(SqlStoreFault.Unreachable, failure.Fault);
        Assert.DoesNotContain("geheim", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", Settings("Host=h;Password=geheim;Database=d").ToString(), StringComparison.Ordinal);
        foreach (var broken in new[] { "Host=h;Password=geheim", "Host=h;Pasword=geheim;Database=d", "geheim" })
        {
            var fault = Assert.Throws<ConfigurationException>(() => Settings(broken, "batch-size = 0\ntag-write-mode = Csv"));
            Assert.DoesNotContain("geheim", fault.ToString(), StringComparison.Ordinal);
            foreach (var key in new[] { "connection-string", "batch-size", "tag-write-mode" })
                Assert.Contains($"test.{key}", fault.Message, StringComparison.Ordinal);
        }
    }

    [StorageFact]
    public async Task Without_initialisation_missing_tables_are_a_clear_fault()
    {
        var failure = await FailureOf(To(Open(more: "auto-initialize = off"), Row("a", 1)));
        Assert.Equal(SqlStoreFault.Unreachable, failure.Fault);
        Assert.Contains("auto-initialize", failure.Message, StringComparison.Ordinal);
    }

    [StorageFact]
    public async Task An_event_still_being_stored_by_another_holds_later_ones_back()
    {
        var store = Open();
        await To(store, Row("a", 1, null, "red"));
        var other = Session();
        Sql(other, """
            BEGIN;
            INSERT INTO journal (created, deleted, persistence_id, sequence_number, message) VALUES (0, FALSE, 'other', 1, '\x00');
            INSERT INTO tags SELECT ordering, 'red', 1, 'other' FROM journal WHERE persistence_id = 'other';
            """);
        await To(store, Row("a", 2, null, "red"));

        var page = await store.ReadTagged("red", 0, 10, row => row.PersistenceId + row.SequenceNr);
        Assert.Equal(["a1"], page.Events);
        Assert.Equal(["a1"], (await store.ReadTagged("red", 0, 10, row => row.PersistenceId + row.SequenceNr)).Events);

        Sql(other, "COMMIT");
        Assert.Equal(["other1", "a2"], (await store.ReadTagged("red", page.Upto, 10, row => row.PersistenceId + row.SequenceNr)).Events);
    }

    [StorageFact]
    public async Task An_event_that_was_given_up_holds_nothing_back_any_longer()
    {
        var store = Open();
        await To(store, Row("a", 1, null, "red"));
        var other = Session();
        Sql(other, "BEGIN; INSERT INTO journal (created, deleted, persistence_id, sequence_number, message) VALUES (0, FALSE, 'other', 1, '\\x00')");
        await To(store, Row("a", 2, null, "red"));
        Assert.Single((await store.ReadTagged("red", 0, 10, row => row)).Events);
        Sql(other, "ROLLBACK");
        Assert.Equal(2, (await store.ReadTagged("red", 0, 10, row => row)).Events.Count);
    }

    [StorageFact]
    public async Task A_stream_of_short_transactions_holds_nothing_back_for_long()
    {
        var store = Open();
        await To(store, Row("b", 1));
        var others = new[] { Session(), Session() };
        // A number that is never used: what lies behind it needs more to be trusted than that nothing is missing.
        Sql(others[0], "SELECT nextval(pg_get_serial_sequence('journal', 'ordering'))");
        await To(store, Row("a", 1, null, "red"));
        // At every moment one of the two is writing, but never the same one for long.
        Sql(others[0], "BEGIN; UPDATE journal SET deleted = FALSE WHERE sequence_number = 0");
        Assert.Empty((await store.ReadTagged("red", 0, 10, row => row)).Events);
        Sql(others[1], "BEGIN; UPDATE journal SET deleted = FALSE WHERE sequence_number = 0");
        Sql(others[0], "COMMIT");
        Assert.Single((await store.ReadTagged("red", 0, 10, row => row)).Events);
    }
}
