using CallActors.Tests.Postgres;
using static CallActors.Compliance.Tests.Journal.Notebook;

namespace CallActors.Compliance.Tests.Journal;

/// <summary>What persistent actors promise on every journal and runtime: told by actors and configuration alone.</summary>
public abstract class JournalKit : IDisposable
{
    private readonly JournalStorage _storage;
    private readonly ActorSystem _system;
    private readonly Recorder _asker;
    private readonly Recorder _observer;

    protected JournalKit(JournalStorage storage)
    {
        _storage = storage;
        _system = storage.NewSystem();
        _asker = new Recorder(_system);
        _observer = new Recorder(_system);
    }

    public void Dispose()
    {
        Assert.True(_system.Terminate().Wait(TimeSpan.FromSeconds(20)));
        _storage.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task<IActorRef> Start(string id = "n-1", Recovery? recovery = null, string expect = "recovered ")
    {
        var notebook = _system.ActorOf(Props.Create(() => new Notebook(id, _observer.Ref, recovery)));
        Assert.Equal(expect, await _observer.Next<string>());
        return notebook;
    }

    private async Task Stop(IActorRef notebook)
    {
        _asker.Watch(notebook);
        _asker.Send(notebook, PoisonPill.Instance);
        await _asker.Next<Terminated>();
    }

    private async Task<Shown> ShownBy(IActorRef notebook)
    {
        _asker.Send(notebook, new Show());
        return await _asker.Next<Shown>();
    }

    [StorageFact]
    public async Task A_handler_runs_after_storing_and_answers_the_sender_of_its_command()
    {
        var notebook = await Start();
        _asker.Send(notebook, new Note("a"));
        Assert.Equal("a", await _asker.Next<string>());
        Assert.Equal(1, (await ShownBy(notebook)).LastSequenceNr);
    }

    [StorageFact]
    public async Task Commands_wait_until_the_handlers_of_the_one_before_have_run()
    {
        var notebook = await Start();
        for (var i = 0; i < 20; i++) _asker.Send(notebook, i % 3 == 0 ? new NoteAll($"{i}", $"{i}+") : new Note($"{i}"));
        _asker.Send(notebook, new Show());
        var expected = Enumerable.Range(0, 20).SelectMany(i => i % 3 == 0 ? [$"{i}", $"{i}+"] : new[] { $"{i}" }).ToArray();
        Assert.Equal(expected, await _asker.Texts(expected.Length));
        Assert.Equal(expected, (await _asker.Next<Shown>()).Texts);
    }

    [StorageFact]
    public async Task Replay_gives_the_same_state_and_goes_on_counting()
    {
        var notebook = await Start();
        foreach (var text in new[] { "a", "b", "c" }) _asker.Send(notebook, new Note(text));
        await _asker.Texts(3);
        await Stop(notebook);

        var again = await Start(expect: "recovered a,b,c");
        _asker.Send(again, new Note("d"));
        Assert.Equal("d", await _asker.Next<string>());
        var shown = await ShownBy(again);
        Assert.Equal(["a", "b", "c", "d"], shown.Texts);
        Assert.Equal(4, shown.LastSequenceNr);
    }

    [StorageFact]
    public async Task A_past_longer_than_many_pages_is_replayed_whole_and_in_order()
    {
        var notebook = await Start();
        var texts = Enumerable.Range(0, 1001).Select(i => $"t{i}").ToArray();
        _asker.Send(notebook, new NoteAll(texts));
        Assert.Equal(texts, await _asker.Texts(texts.Length));
        await Stop(notebook);
        await Start(expect: $"recovered {string.Join(',', texts)}");
    }

    [StorageFact]
    public async Task Commands_sent_during_recovery_wait_for_its_end()
    {
        var notebook = await Start();
        _asker.Send(notebook, new Note("a"));
        await _asker.Texts(1);
        await Stop(notebook);

        var again = _system.ActorOf(Props.Create(() => new Notebook("n-1", _observer.Ref, null)));
        _asker.Send(again, new Note("b"));
        _asker.Send(again, new Show());
        Assert.Equal("b", await _asker.Next<string>());
        Assert.Equal(["a", "b"], (await _asker.Next<Shown>()).Texts);
    }

    [StorageFact]
    public async Task PersistAsync_keeps_the_order_of_handlers_and_DeferAsync_its_place_among_them()
    {
        var notebook = await Start();
        for (var i = 0; i < 5; i++) _asker.Send(notebook, new NoteAsync($"{i}"));
        _asker.Send(notebook, new NoteThenDefer("x"));
        _asker.Send(notebook, new Note("y"));
        Assert.Equal(["0", "1", "2", "3", "4", "x", "deferred", "y"], await _asker.Texts(8));
        Assert.Equal(7, (await ShownBy(notebook)).LastSequenceNr);
    }

    [StorageFact]
    public async Task A_handler_may_persist_again_before_the_next_command()
    {
        var notebook = await Start();
        _asker.Send(notebook, new NoteNested("a"));
        _asker.Send(notebook, new Note("b"));
        Assert.Equal(["a", "a'", "b"], await _asker.Texts(3));
    }

    [StorageFact]
    public async Task An_asynchronous_command_holds_back_the_next_one_until_its_events_are_stored()
    {
        var notebook = await Start();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _asker.Send(notebook, new NoteLater("slow", gate.Task));
        _asker.Send(notebook, new Note("next"));
        gate.SetResult();
        Assert.Equal(["slow", "next"], await _asker.Texts(2));
    }

    [StorageFact]
    public async Task Stashed_commands_come_back_in_order()
    {
        var notebook = await Start();
        _asker.Send(notebook, new Stay("1"));
        _asker.Send(notebook, new Note("a"));
        _asker.Send(notebook, new Stay("2"));
        _asker.Send(notebook, new Return());
        Assert.Equal(["a", "1", "2"], await _asker.Texts(3));
    }

    [StorageFact]
    public async Task Recovery_begins_at_the_latest_snapshot()
    {
        var notebook = await Start();
        _asker.Send(notebook, new NoteAll("a", "b"));
        _asker.Send(notebook, new Save());
        _asker.Send(notebook, new Note("c"));
        await _asker.Texts(3);
        Assert.Equal(2, (await _observer.Next<SaveSnapshotSuccess>()).Metadata.SequenceNr);
        await Stop(notebook);
        await Stop(await Start(expect: "recovered a,b,offer 2,c"));
        await Stop(await Start(recovery: new Recovery(SnapshotSelectionCriteria.None), expect: "recovered a,b,c"));
        await Stop(await Start(recovery: new Recovery(SnapshotSelectionCriteria.None, 2), expect: "recovered a,b"));
        await Stop(await Start(recovery: new Recovery(replayMax: 0), expect: "recovered a,b,offer 2"));
        var blank = await Start(recovery: Recovery.None);
        Assert.Equal(3, (await ShownBy(blank)).LastSequenceNr);
    }

    [StorageFact]
    public async Task Deleted_events_are_not_replayed_and_numbers_are_not_used_again()
    {
        var notebook = await Start();
        _asker.Send(notebook, new NoteAll("a", "b", "c"));
        await _asker.Texts(3);
        _asker.Send(notebook, new Forget(2));
        Assert.Equal(2, (await _observer.Next<DeleteMessagesSuccess>()).ToSequenceNr);
        _asker.Send(notebook, new Forget(99));
        Assert.Equal(99, (await _observer.Next<DeleteMessagesFailure>()).ToSequenceNr);
        await Stop(notebook);

        var again = await Start(expect: "recovered c");
        _asker.Send(again, new Forget(long.MaxValue));
        await _observer.Next<DeleteMessagesSuccess>();
        await Stop(again);
        var empty = await Start();
        _asker.Send(empty, new Note("d"));
        await _asker.Texts(1);
        Assert.Equal(4, (await ShownBy(empty)).LastSequenceNr);
    }

    [StorageFact]
    public async Task Deleted_snapshots_are_not_offered()
    {
        var notebook = await Start();
        _asker.Send(notebook, new Note("a"));
        await _asker.Texts(1);
        _asker.Send(notebook, new Save());
        await _observer.Next<SaveSnapshotSuccess>();
        _asker.Send(notebook, new ForgetSnapshots(SnapshotSelectionCriteria.Latest));
        await _observer.Next<DeleteSnapshotsSuccess>();
        await Stop(notebook);
        await Start(expect: "recovered a");
    }

    [StorageFact]
    public async Task An_event_that_cannot_be_applied_fails_the_recovery_and_stops_that_entity_alone()
    {
        var notebook = await Start();
        _asker.Send(notebook, new NoteAll("a", "poison", "b"));
        await _asker.Texts(3);
        await Stop(notebook);

        var doomed = _system.ActorOf(Props.Create(() => new Notebook("n-1", _observer.Ref, null)));
        _asker.Watch(doomed);
        Assert.Equal("recovery failure at 2", await _observer.Next<string>());
        Assert.Equal(doomed, (await _asker.Next<Terminated>()).ActorRef);
        await Start("n-2");
    }

    [StorageFact]
    public async Task The_second_writer_of_one_id_fails_and_is_stopped()
    {
        var first = await Start();
        var second = await Start();
        _asker.Send(first, new Note("a"));
        Assert.Equal("a", await _asker.Next<string>());
        _asker.Watch(second);
        _asker.Send(second, new Note("b"));
        Assert.Equal("failure 1", await _observer.Next<string>());
        Assert.Equal(second, (await _asker.Next<Terminated>()).ActorRef);
        _asker.Send(first, new Note("c"));
        Assert.Equal("c", await _asker.Next<string>());
    }

    [StorageFact]
    public async Task A_handler_that_throws_restarts_the_actor_from_its_stored_events()
    {
        var notebook = await Start();
        _asker.Send(notebook, new NoteAsync("a"));
        _asker.Send(notebook, new ThrowAfter("b"));
        _asker.Send(notebook, new Note("c"));
        Assert.Equal("a", await _asker.Next<string>());
        Assert.Equal("recovered a,b", await _observer.Next<string>());
        Assert.Equal("c", await _asker.Next<string>());
    }

    [StorageFact]
    public async Task Only_so_many_entities_recover_at_a_time_and_all_get_their_turn()
    {
        var starts = Enumerable.Range(0, 200).Select(i => _system.ActorOf(Props.Create(() => new Notebook($"many-{i}", _observer.Ref, null)))).ToList();
        Assert.All(await _observer.Texts(200), text => Assert.Equal("recovered ", text));
        foreach (var notebook in starts) _asker.Send(notebook, new Note("x"));
        await _asker.Texts(200);
    }

    [StorageFact]
    public async Task Persisting_during_recovery_is_refused()
    {
        var hasty = _system.ActorOf(Props.Create(() => new Hasty(_observer.Ref)));
        _asker.Watch(hasty);
        Assert.Contains("Cannot persist during replay", await _observer.Next<string>(), StringComparison.Ordinal);
    }

    private sealed class Hasty : ReceivePersistentActor
    {
        public Hasty(IActorRef observer)
        {
            try
            {
                Persist(new Noted("too early"), _ => { });
            }
            catch (InvalidOperationException refused)
            {
                observer.Tell(refused.Message);
            }
        }

        public override string PersistenceId => "hasty";
    }
}

public sealed class MemoryJournalSpec() : JournalKit(JournalStorage.InMemory());

public sealed class SqliteJournalSpec() : JournalKit(JournalStorage.OnSqlite());

[NeedsPostgres]
public sealed class PostgresJournalSpec() : JournalKit(JournalStorage.OnPostgres());
