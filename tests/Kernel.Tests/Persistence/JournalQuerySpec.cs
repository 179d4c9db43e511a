using CallActors.Tests.Postgres;
using Kernel.Actor;
using Kernel.Persistence;
using Kernel.Persistence.Journal;
using Kernel.Persistence.Query;

namespace Kernel.Tests.Persistence;

/// <summary>What the queries promise, on every journal.</summary>
public abstract class JournalQuerySpec : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly StorageKind _storage;
    private readonly ActorSystem _system;
    private readonly Recorder _asker;
    private readonly ReadJournal _queries;
    private readonly CancellationTokenSource _patience = new(Patience);

    protected JournalQuerySpec(StorageKind storage)
    {
        _storage = storage;
        var id = storage is MemoryStorage ? ReadJournal.InMemoryIdentifier : ReadJournal.SqlIdentifier;
        // So long an interval that a live query lives by being woken.
        _system = storage.NewSystem($"{id} {{ max-buffer-size = 3, refresh-interval = 1h }}\n");
        _asker = new Recorder(_system);
        _queries = PersistenceQuery.Get(_system).ReadJournalFor<ReadJournal>(id);
    }

    public void Dispose()
    {
        Assert.True(_system.Terminate().Wait(Patience));
        _patience.Dispose();
        _storage.Dispose();
        GC.SuppressFinalize(this);
    }

    private IActorRef Start(string id) => _system.ActorOf(Props.Create(() => new Tagger(id)));

    private async Task Note(IActorRef tagger, params string[] texts)
    {
        foreach (var text in texts) _asker.Send(tagger, text);
        Assert.Equal(texts, await _asker.Texts(texts.Length));
    }

    private async Task<List<T>> All<T>(IAsyncEnumerable<T> sequence)
    {
        var all = new List<T>();
        await foreach (var one in sequence.WithCancellation(_patience.Token)) all.Add(one);
        return all;
    }

    private static string Told(EventEnvelope envelope) => $"{envelope.PersistenceId}{envelope.SequenceNr} {((Noted)envelope.Event).Text}";

    [StorageFact]
    public async Task Every_entity_is_named_once()
    {
        foreach (var id in new[] { "c", "a", "e", "b", "d" }) await Note(Start(id), "x", "y");
        Assert.Equal(["a", "b", "c", "d", "e"], await All(_queries.CurrentPersistenceIds()));
    }

    [StorageFact]
    public async Task The_events_of_one_entity_come_in_order_between_two_numbers()
    {
        await Note(Start("a"), "1", "2", "3", "4", "5", "6", "7", "8");
        await Note(Start("b"), "other");
        var envelopes = await All(_queries.CurrentEventsByPersistenceId("a", 2, 7));
        Assert.Equal(["a2 2", "a3 3", "a4 4", "a5 5", "a6 6", "a7 7"], envelopes.Select(Told));
        Assert.All(envelopes, one => Assert.InRange(one.Timestamp, 1_700_000_000_000, 4_000_000_000_000));
        Assert.Empty(await All(_queries.CurrentEventsByPersistenceId("nobody", 0, long.MaxValue)));
        Assert.Empty(await All(_queries.CurrentEventsByPersistenceId("a", 5, 4)));
    }

    [StorageFact]
    public async Task The_events_of_one_entity_go_on_as_they_are_stored_up_to_the_last_number()
    {
        var tagger = Start("a");
        await Note(tagger, "1", "2");
        await using var live = _queries.EventsByPersistenceId("a", 1, 4, _patience.Token).GetAsyncEnumerator();
        foreach (var expected in new[] { "a1 1", "a2 2" })
        {
            Assert.True(await live.MoveNextAsync());
            Assert.Equal(expected, Told(live.Current));
        }

        var next = live.MoveNextAsync();
        Assert.False(next.IsCompleted);
        await Note(tagger, "3", "4");
        Assert.True(await next);
        Assert.True(await live.MoveNextAsync());
        Assert.Equal("a4 4", Told(live.Current));
        Assert.False(await live.MoveNextAsync());
    }

    [StorageFact]
    public async Task The_events_of_a_tag_come_over_all_entities_and_go_on_after_an_offset()
    {
        var (a, b) = (Start("a"), Start("b"));
        await Note(a, "#red 1");
        await Note(b, "#red 2", "plain", "#blue 3");
        await Note(a, "#red 4");
        await Note(b, "#red 5", "#red 6");
        var envelopes = await All(_queries.CurrentEventsByTag("red", Offset.NoOffset()));
        Assert.Equal(["a1 #red 1", "b1 #red 2", "a2 #red 4", "b4 #red 5", "b5 #red 6"], envelopes.Select(Told));
        Assert.Equal(envelopes.Select(one => one.Offset).Order(), envelopes.Select(one => one.Offset));
        Assert.Equal(["b4 #red 5", "b5 #red 6"], (await All(_queries.CurrentEventsByTag("red", envelopes[2].Offset))).Select(Told));
        Assert.Equal(["b3 #blue 3"], (await All(_queries.CurrentEventsByTag("blue", Offset.Sequence(0)))).Select(Told));
        Assert.Empty(await All(_queries.CurrentEventsByTag("green", Offset.NoOffset())));
    }

    [StorageFact]
    public async Task A_live_tail_misses_nothing_and_repeats_nothing_while_many_write()
    {
        const int Writers = 20, Each = 25;
        await Note(Start("first"), "#red 0");
        var tail = Task.Run(async () =>
        {
            var seen = new List<EventEnvelope>();
            await foreach (var one in _queries.EventsByTag("red", Offset.NoOffset(), _patience.Token))
            {
                seen.Add(one);
                if (seen.Count == 1 + (Writers * Each)) break;
            }

            return seen;
        });
        var writers = Enumerable.Range(0, Writers).Select(i => Start($"w{i}")).ToList();
        for (var i = 0; i < Each; i++)
        {
            foreach (var writer in writers) _asker.Send(writer, $"#red {i}");
        }

        await _asker.Texts(Writers * Each);
        var found = await tail;
        Assert.Equal(found.Count, found.Select(one => (one.PersistenceId, one.SequenceNr)).Distinct().Count());
        Assert.Equal(found.Select(one => one.Offset).Order(), found.Select(one => one.Offset));
        Assert.All(found.GroupBy(one => one.PersistenceId), entity => Assert.Equal(entity.Select(one => one.SequenceNr).Order(), entity.Select(one => one.SequenceNr)));
    }

    [StorageFact]
    public async Task A_reader_stops_a_live_tail_by_its_token_and_the_end_of_the_system_ends_it()
    {
        await Note(Start("a"), "#red 1");
        using var stop = new CancellationTokenSource();
        await using var stopped = _queries.EventsByTag("red", Offset.NoOffset(), stop.Token).GetAsyncEnumerator();
        await using var ended = _queries.EventsByPersistenceId("a", 2, long.MaxValue, _patience.Token).GetAsyncEnumerator();
        Assert.True(await stopped.MoveNextAsync());
        var waiting = stopped.MoveNextAsync();
        var end = ended.MoveNextAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
        Assert.False(end.IsCompleted);
        await _system.Terminate().WaitAsync(Patience);
        Assert.False(await end);
    }

    [StorageFact]
    public async Task Deleted_events_are_found_by_no_query()
    {
        var tagger = Start("a");
        await Note(tagger, "#red 1", "#red 2", "#red 3");
        _asker.Send(tagger, 2L);
        await _asker.Next<DeleteMessagesSuccess>();
        Assert.Equal(["a3 #red 3"], (await All(_queries.CurrentEventsByPersistenceId("a", 1, long.MaxValue))).Select(Told));
        Assert.Equal(["a3 #red 3"], (await All(_queries.CurrentEventsByTag("red", Offset.NoOffset()))).Select(Told));
    }

    /// <summary>Tags a text by its first word when that begins with #.</summary>
    internal sealed class Tagger : ReceivePersistentActor
    {
        private IActorRef? _forgetting;

        public Tagger(string id)
        {
            PersistenceId = id;
            Recover<Noted>(_ => { });
            Command<string>(text => Persist<object>(
                text.StartsWith('#') ? new Tagged(new Noted(text), [text.Split(' ')[0][1..]]) : new Noted(text), _ => Sender.Tell(text)));
            Command<long>(to =>
            {
                _forgetting = Sender;
                DeleteMessages(to);
            });
            Command<DeleteMessagesSuccess>(done => _forgetting!.Tell(done));
        }

        public override string PersistenceId { get; }
    }
}

public sealed class MemoryJournalQuerySpec() : JournalQuerySpec(new MemoryStorage());

public sealed class SqliteJournalQuerySpec() : JournalQuerySpec(new SqliteStorage());

[NeedsPostgres]
public sealed class PostgresJournalQuerySpec() : JournalQuerySpec(new PostgresStorage());
