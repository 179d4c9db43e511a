using CallActors.Tests.Postgres;
using Kernel.Actor;
using Kernel.Persistence.Journal;

namespace Kernel.Tests.Persistence;

/// <summary>What every journal must do, told by its own interface.</summary>
public abstract class JournalComplianceKit : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly StorageKind _storage;
    private readonly ActorSystem _system;
    private readonly EventJournal _journal;

    protected JournalComplianceKit(StorageKind storage)
    {
        _storage = storage;
        _system = storage.NewSystem();
        _journal = Kernel.Persistence.Persistence.Instance.Apply(_system).JournalFor(null);
    }

    public void Dispose()
    {
        Assert.True(_system.Terminate().Wait(Patience));
        _storage.Dispose();
        GC.SuppressFinalize(this);
    }

    private static PersistentEvent Event(string id, long nr, object? payload = null) =>
        new(id, nr, payload ?? new Noted($"{id}-{nr}"), "", "writer-1", 1_700_000_000_000 + nr);

    private async Task<TestWrite> Write(string id, params EventGroup[] groups)
    {
        var write = new TestWrite(id, groups);
        _journal.Write(write);
        await write.Done.WaitAsync(Patience);
        return write;
    }

    private Task<TestWrite> Append(string id, long from, long to)
    {
        var groups = new List<EventGroup>();
        for (var nr = from; nr <= to; nr++) groups.Add(new EventGroup([Event(id, nr)]));
        return Write(id, [.. groups]);
    }

    private Task<EventPage> Read(string id, long from = 1, long to = long.MaxValue, int max = 1000) =>
        _journal.ReadAsync(id, from, to, max).WaitAsync(Patience);

    private static long[] Numbers(EventPage page) => [.. page.Events.Select(one => one.SequenceNr)];

    [StorageFact]
    public async Task Events_come_back_as_they_were_in_order_and_only_those_of_the_entity()
    {
        await Append("a", 1, 3);
        await Append("b", 1, 1);
        var page = await Read("a");
        Assert.Equal([1, 2, 3], Numbers(page));
        Assert.Equal(new Noted("a-2"), page.Events[1].Payload);
        Assert.Equal(("a", "writer-1", 1_700_000_000_002), (page.Events[1].PersistenceId, page.Events[1].WriterGuid, page.Events[1].Timestamp));
        Assert.Equal((3, true), (page.HighestSequenceNr, page.IsLast));
    }

    [StorageFact]
    public async Task A_range_and_a_maximum_bound_what_is_read()
    {
        await Append("a", 1, 9);
        Assert.Equal<IEnumerable<long>>([3, 4, 5], Numbers(await Read("a", 3, 5)));
        var page = await Read("a", 2, 8, 3);
        Assert.Equal([2, 3, 4], Numbers(page));
        Assert.False(page.IsLast);
        Assert.Empty((await Read("a", 10)).Events);
        var nothing = await Read("a", 1, 0, 0);
        Assert.Empty(nothing.Events);
        Assert.Equal((9, true), (nothing.HighestSequenceNr, nothing.IsLast));
    }

    [StorageFact]
    public async Task An_unknown_entity_has_no_events_and_number_zero()
    {
        var page = await Read("nobody");
        Assert.Empty(page.Events);
        Assert.Equal((0, true), (page.HighestSequenceNr, page.IsLast));
    }

    [StorageFact]
    public async Task A_number_already_stored_fails_the_whole_write_and_no_other_entity()
    {
        await Append("a", 1, 2);
        var conflicting = await Write("a", new EventGroup([Event("a", 3)]), new EventGroup([Event("a", 2, new Noted("other"))]));
        Assert.NotNull(conflicting.Failure);
        Assert.Null((await Append("b", 1, 1)).Failure);
        Assert.Null((await Append("a", 3, 3)).Failure);
        Assert.Equal([new Noted("a-1"), new Noted("a-2"), new Noted("a-3")], (await Read("a")).Events.Select(one => one.Payload));
    }

    [StorageFact]
    public async Task Deleted_events_are_not_read_and_the_highest_number_stays_known()
    {
        await Append("a", 1, 5);
        await _journal.DeleteAsync("a", 3).WaitAsync(Patience);
        Assert.Equal<IEnumerable<long>>([4, 5], Numbers(await Read("a")));
        await _journal.DeleteAsync("a", 5).WaitAsync(Patience);
        var page = await Read("a");
        Assert.Empty(page.Events);
        Assert.Equal(5, page.HighestSequenceNr);
        Assert.Null((await Append("a", 6, 6)).Failure);
        Assert.Equal<IEnumerable<long>>([6], Numbers(await Read("a")));
    }

    [StorageFact]
    public async Task Gaps_are_read_over()
    {
        await Write("a", new EventGroup([Event("a", 1)]), new EventGroup([Event("a", 7)]));
        Assert.Equal<IEnumerable<long>>([1, 7], Numbers(await Read("a")));
    }

    [StorageFact]
    public async Task A_read_sees_every_write_asked_for_before_it()
    {
        var writes = new List<TestWrite>();
        for (var nr = 1; nr <= 200; nr++)
        {
            var write = new TestWrite("a", [new EventGroup([Event("a", nr)])]);
            writes.Add(write);
            _journal.Write(write);
        }

        var page = await Read("a");
        Assert.Equal(200, page.HighestSequenceNr);
        await Task.WhenAll(writes.Select(write => write.Done)).WaitAsync(Patience);
    }

    [StorageFact]
    public async Task Ids_come_in_order_and_in_pages()
    {
        foreach (var id in new[] { "c", "a", "d", "b" }) await Append(id, 1, 2);
        Assert.Equal(["a", "b", "c"], await _journal.PersistenceIdsAsync("", 3));
        Assert.Equal(["d"], await _journal.PersistenceIdsAsync("c", 3));
    }

    [StorageFact]
    public async Task Many_entities_write_at_once()
    {
        var writes = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => Append($"entity-{i}", 1, 3)));
        Assert.All(writes, write => Assert.Null(write.Failure));
        Assert.Equal<IEnumerable<long>>([1, 2, 3], Numbers(await Read("entity-299")));
    }

    private sealed class TestWrite(string id, IReadOnlyList<EventGroup> groups) : EventWrite
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Done => _done.Task;

        public Exception? Failure { get; private set; }

        public override string PersistenceId => id;

        public override IReadOnlyList<EventGroup> Groups => groups;

        public override void Complete(Exception? failure)
        {
            Failure = failure;
            _done.SetResult();
        }
    }
}

public sealed class MemoryJournalSpec() : JournalComplianceKit(new MemoryStorage());

public sealed class SqlJournalSpec() : JournalComplianceKit(new SqliteStorage());

[NeedsPostgres]
public sealed class PostgresJournalSpec() : JournalComplianceKit(new PostgresStorage());
