using CallActors.Tests.Postgres;
using Kernel.Actor;
using Kernel.Persistence.Query;
using Npgsql;

namespace Kernel.Tests.Persistence;

/// <summary>Queries over a database into which others write too.</summary>
public abstract class SharedJournalSpec(StorageKind storage) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ActorSystem _writing = storage.NewSystem();
    private readonly ActorSystem _reading = storage.NewSystem($"{ReadJournal.SqlIdentifier}.refresh-interval = 20ms\n");
    private readonly CancellationTokenSource _patience = new(Patience);

    public void Dispose()
    {
        Assert.True(Task.WhenAll(_writing.Terminate(), _reading.Terminate()).Wait(Patience));
        _patience.Dispose();
        storage.Dispose();
        GC.SuppressFinalize(this);
    }

    protected IAsyncEnumerator<EventEnvelope> Tail(string tag) => PersistenceQuery.Get(_reading)
        .ReadJournalFor<ReadJournal>(ReadJournal.SqlIdentifier).EventsByTag(tag, Offset.NoOffset(), _patience.Token).GetAsyncEnumerator();

    protected async Task Store(string id, params string[] texts)
    {
        var asker = new Recorder(_writing);
        var tagger = _writing.ActorOf(Props.Create(() => new JournalQuerySpec.Tagger(id)));
        foreach (var text in texts) asker.Send(tagger, text);
        Assert.Equal(texts, await asker.Texts(texts.Length));
    }

    [StorageFact]
    public async Task What_another_process_stores_is_found_by_looking_again()
    {
        await Store("a", "#red 1");
        await using var tail = Tail("red");
        Assert.True(await tail.MoveNextAsync());
        var next = tail.MoveNextAsync();
        await Store("b", "#red 2");
        Assert.True(await next);
        Assert.Equal("b", tail.Current.PersistenceId);
    }
}

public sealed class SqliteSharedJournalSpec() : SharedJournalSpec(new SqliteStorage());

[NeedsPostgres]
public sealed class PostgresSharedJournalSpec : SharedJournalSpec
{
    private readonly PostgresStorage _storage;

    public PostgresSharedJournalSpec() : this(new PostgresStorage())
    {
    }

    private PostgresSharedJournalSpec(PostgresStorage storage) : base(storage) => _storage = storage;

    [StorageFact]
    public async Task A_tail_passes_over_no_event_that_is_committed_after_a_later_one()
    {
        await Store("a", "#red 1");
        await using var tail = Tail("red");
        Assert.True(await tail.MoveNextAsync());

        await using var slow = new NpgsqlConnection(_storage.ConnectionString + ";Pooling=false");
        await slow.OpenAsync();
        await using var transaction = await slow.BeginTransactionAsync();
        await using (var insert = new NpgsqlCommand(
            """
            INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier)
                VALUES (0, FALSE, 'slow', 1, 'x', 'noted-v1', 7700);
            INSERT INTO tags SELECT ordering, 'red', 1, 'slow' FROM journal WHERE persistence_id = 'slow';
            """,
            slow,
            transaction))
        {
            await insert.ExecuteNonQueryAsync();
        }

        await Store("b", "#red 2");
        var next = tail.MoveNextAsync().AsTask();
        await transaction.CommitAsync();
        Assert.True(await next);
        Assert.Equal("slow", tail.Current.PersistenceId);
        Assert.True(await tail.MoveNextAsync());
        Assert.Equal("b", tail.Current.PersistenceId);
    }
}
