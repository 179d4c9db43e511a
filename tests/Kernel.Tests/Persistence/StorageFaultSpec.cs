using Kernel.Actor;
using Kernel.Configuration;
using Kernel.Persistence;
using Microsoft.Data.Sqlite;
using static Kernel.Tests.Persistence.Notebook;

namespace Kernel.Tests.Persistence;

/// <summary>What happens to persistent actors when their SQLite file lets them down, and what survives.</summary>
public sealed class StorageFaultSpec : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SqliteStorage _storage = new();
    private readonly List<ActorSystem> _systems = [];
    private ActorSystem _system = null!;
    private Recorder _asker = null!;
    private Recorder _observer = null!;

    public void Dispose()
    {
        foreach (var system in _systems) Assert.True(system.Terminate().Wait(Patience));
        _storage.Dispose();
    }

    private void Begin(string more = "") => Use(_storage.NewSystem(more));

    private void Use(ActorSystem system)
    {
        _systems.Add(_system = system);
        _asker = new Recorder(_system);
        _observer = new Recorder(_system);
    }

    private IActorRef Make(string id)
    {
        var observer = _observer.Ref;
        return _system.ActorOf(Props.Create(() => new Notebook(id, observer, null)));
    }

    private async Task<IActorRef> Start(string id, string recovered = "recovered ")
    {
        var notebook = Make(id);
        Assert.Equal(recovered, await _observer.Next<string>());
        return notebook;
    }

    private async Task Tell(IActorRef notebook, params string[] texts)
    {
        foreach (var text in texts) _asker.Send(notebook, new Note(text));
        Assert.Equal(texts, await _asker.Texts(texts.Length));
    }

    private void Execute(string sql, string? file = null)
    {
        using var connection = new SqliteConnection($"Data Source={file ?? _storage.File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    [Fact]
    public async Task An_event_that_no_serializer_takes_is_rejected_and_the_entity_goes_on()
    {
        Begin();
        var notebook = await Start("n");
        _asker.Send(notebook, new NoteUnwritable("x"));
        Assert.Equal("rejected 1", await _observer.Next<string>());
        await Tell(notebook, "a");
        _asker.Send(notebook, new Show());
        Assert.Equal(["a"], (await _asker.Next<Shown>()).Texts);
        await Start("n", "recovered a");
    }

    [Fact]
    public async Task An_unknown_manifest_fails_the_recovery_of_its_entity_alone()
    {
        Begin();
        await Tell(await Start("good"), "a");
        await Tell(await Start("bad"), "a", "b");
        Execute("UPDATE journal SET manifest = 'noted-v9' WHERE persistence_id = 'bad' AND sequence_number = 2");
        _asker.Watch(Make("bad"));
        Assert.Equal("recovery failure at 0", await _observer.Next<string>());
        await _asker.Next<Terminated>();
        await Start("good", "recovered a");
    }

    [Fact]
    public async Task The_log_names_actor_entity_number_and_manifest_of_an_event_that_cannot_be_read()
    {
        Begin();
        await Tell(await Start("bad"), "a", "b");
        Execute("UPDATE journal SET manifest = 'noted-v9' WHERE sequence_number = 2");
        _system.EventStream.Subscribe(_observer.Ref, typeof(Event.Error));
        _system.ActorOf(Props.Create(() => new Plain("bad")), "plain");
        var error = await _observer.Next<Event.Error>();
        Assert.Contains("/user/plain", error.LogSource, StringComparison.Ordinal);
        foreach (var named in new[] { "bad", "event 2", "noted-v9", "7700" }) Assert.Contains(named, error.Cause!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_of_a_writer_that_lost_names_actor_entity_and_number()
    {
        Begin();
        var first = await Start("n");
        var second = _system.ActorOf(Props.Create(() => new Plain("n")), "second");
        _asker.Send(second, "ready?");
        Assert.Equal("ready", await _asker.Next<string>());
        await Tell(first, "a");
        _system.EventStream.Subscribe(_observer.Ref, typeof(Event.Error));
        _asker.Watch(second);
        _asker.Send(second, new Note("b"));
        var error = await _observer.Next<Event.Error>();
        Assert.Contains("/user/second", error.LogSource, StringComparison.Ordinal);
        Assert.Contains("n, event 1", error.Cause!.Message, StringComparison.Ordinal);
        Assert.Contains("does the same persistence id run twice?", error.Cause!.Message, StringComparison.Ordinal);
        await _asker.Next<Terminated>();
    }

    [Fact]
    public async Task An_unknown_serializer_fails_the_recovery_of_its_entity_alone()
    {
        Begin();
        await Tell(await Start("good"), "a");
        await Tell(await Start("bad"), "a");
        Execute("UPDATE journal SET identifier = 4711 WHERE persistence_id = 'bad'");
        _asker.Watch(Make("bad"));
        Assert.Equal("recovery failure at 0", await _observer.Next<string>());
        await _asker.Next<Terminated>();
        await Start("good", "recovered a");
    }

    [Fact]
    public async Task A_full_file_stops_the_entity_that_wanted_to_write_and_leaves_what_was_stored()
    {
        Begin("kernel.persistence.journal.sql.max-size = 128KiB\n");
        var small = await Start("small");
        await Tell(small, "a");
        var greedy = await Start("greedy");
        _asker.Watch(greedy);
        _asker.Send(greedy, new Note(new string('x', 1_000_000)));
        Assert.Equal("failure 1", await _observer.Next<string>());
        Assert.Equal(greedy, (await _asker.Next<Terminated>()).ActorRef);
        await Tell(small, "b");
        await Start("small", "recovered a,b");
    }

    [Fact]
    public async Task A_missing_folder_fails_recovery_and_is_used_as_soon_as_it_is_there()
    {
        var folder = Path.Combine(Path.GetDirectoryName(_storage.File)!, "later");
        var file = Path.Combine(folder, "events.db");
        Use(ActorSystem.Create("spec", TextSerializer.SetupFor(ConfigurationFactory.ParseString(
            _storage.Hocon.Replace(_storage.File, file, StringComparison.Ordinal) + "\nkernel.stdout-loglevel = OFF"))));
        _asker.Watch(Make("n"));
        Assert.Equal("recovery failure at 0", await _observer.Next<string>());
        await _asker.Next<Terminated>();
        Directory.CreateDirectory(folder);
        await Tell(await Start("n"), "a");
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_for_a_new_process_though_the_old_one_closed_nothing()
    {
        Begin();
        var notebooks = new List<IActorRef>();
        for (var i = 0; i < 20; i++) notebooks.Add(await Start($"n-{i}"));
        foreach (var notebook in notebooks) await Tell(notebook, "a", "b", "c");

        // The files as they are at this moment are all that a killed process leaves.
        var left = Path.Combine(Path.GetDirectoryName(_storage.File)!, "left.db");
        foreach (var suffix in new[] { "", "-wal" }) File.Copy(_storage.File + suffix, left + suffix);
        Use(ActorSystem.Create("spec", TextSerializer.SetupFor(ConfigurationFactory.ParseString(
            _storage.Hocon.Replace(_storage.File, left, StringComparison.Ordinal) + "\nkernel.stdout-loglevel = OFF"))));
        for (var i = 0; i < 20; i++) await Start($"n-{i}", "recovered a,b,c");
    }

    [Fact]
    public async Task Journal_and_snapshots_are_read_by_the_next_system_on_the_same_file()
    {
        Begin();
        var notebook = await Start("n");
        await Tell(notebook, "a", "b");
        _asker.Send(notebook, new Save());
        await _observer.Next<SaveSnapshotSuccess>();
        await Tell(notebook, "c");
        await _system.Terminate().WaitAsync(Patience);
        Begin();
        await Start("n", "recovered a,b,offer 2,c");
    }

    [Fact]
    public async Task The_rows_are_those_that_Akka_Persistence_Sql_reads()
    {
        Begin();
        await Tell(await Start("n"), "a");
        using var connection = new SqliteConnection($"Data Source={_storage.File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT ordering, deleted, persistence_id, sequence_number, CAST(message AS TEXT), manifest, identifier, length(writer_uuid), created FROM journal";
        using var row = command.ExecuteReader();
        Assert.True(row.Read());
        Assert.Equal([1L, 0L, "n", 1L, "a", "noted-v1", 7700L, 36L], Enumerable.Range(0, 8).Select(row.GetValue));
        Assert.InRange(row.GetInt64(8), 1_700_000_000_000, 4_000_000_000_000);
        Assert.False(row.Read());
    }

    [Fact]
    public void A_plugin_without_its_settings_fails_with_the_keys_name()
    {
        Use(ActorSystem.Create("spec", ConfigurationFactory.ParseString(
            "kernel.persistence.journal.plugin = \"kernel.persistence.journal.sql\"\nkernel.stdout-loglevel = OFF")));
        var fault = Assert.Throws<ConfigurationException>(() => Kernel.Persistence.Persistence.Instance.Apply(_system).JournalFor(null));
        Assert.Contains("kernel.persistence.journal.sql.connection-string", fault.Message, StringComparison.Ordinal);
        Assert.Contains("nowhere", Assert.Throws<ConfigurationException>(
            () => Kernel.Persistence.Persistence.Instance.Apply(_system).JournalFor("nowhere")).Message, StringComparison.Ordinal);
    }

    /// <summary>Leaves failures to the runtime.</summary>
    private sealed class Plain : ReceivePersistentActor
    {
        public Plain(string id)
        {
            PersistenceId = id;
            Recover<Noted>(_ => { });
            Command<string>(_ => Sender.Tell("ready"));
            Command<Note>(note => Persist(new Noted(note.Text), _ => { }));
        }

        public override string PersistenceId { get; }
    }
}
