using Kernel.Actor;
using Kernel.Persistence;
using Kernel.Persistence.Journal;
using Kernel.TestKit;
using static Kernel.Tests.Persistence.Notebook;

namespace Kernel.Tests.Persistence;

/// <summary>What an actor does while the journal takes its time, or takes too long, or adapts.</summary>
public sealed class PersistingSpec : IDisposable
{
    private readonly MemoryStorage _storage = new();
    private ActorSystem? _system;
    private Recorder _asker = null!;
    private Recorder _observer = null!;

    public void Dispose()
    {
        Assert.True(_system!.Terminate().Wait(TimeSpan.FromSeconds(20)));
        _storage.Dispose();
    }

    private void Begin(string hocon)
    {
        _system = _storage.NewSystem(hocon);
        _asker = new Recorder(_system);
        _observer = new Recorder(_system);
    }

    private async Task<IActorRef> Start(string recovered = "recovered ")
    {
        var observer = _observer.Ref;
        var notebook = _system!.ActorOf(Props.Create(() => new Notebook("n", observer, null)));
        Assert.Equal(recovered, await _observer.Next<string>());
        return notebook;
    }

    [Fact]
    public async Task A_death_told_while_an_event_is_being_stored_is_heard_afterwards()
    {
        Begin(GatedJournal.Hocon);
        var observer = _observer.Ref;
        var friend = _system!.ActorOf(Props.Create(() => new Notebook("friend", observer, null)));
        Assert.Equal("recovered ", await _observer.Next<string>());
        var mourner = _system.ActorOf(Props.Create(() => new Mourner(friend, observer)));
        Assert.Equal("ready", await _observer.Next<string>());

        mourner.Tell("note this", ActorRefs.NoSender);
        var held = GatedJournal.Of(_system).Held();
        _asker.Watch(friend);
        _asker.Send(friend, PoisonPill.Instance);
        await _asker.Next<Terminated>();
        mourner.Tell("and this", ActorRefs.NoSender);
        GatedJournal.Of(_system).LetThrough(held);
        Assert.Equal("noted note this", await _observer.Next<string>());
        GatedJournal.Of(_system).LetThrough(GatedJournal.Of(_system).Held());
        Assert.Equal<IEnumerable<string>>(["mourning", "noted and this"], (await _observer.Texts(2)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task PersistAsync_lets_commands_go_on_and_gathers_events_up_to_the_batch_size()
    {
        Begin(GatedJournal.Hocon);
        var notebook = await Start();
        for (var i = 0; i < 6; i++) _asker.Send(notebook, new NoteAsync($"{i}"));
        _asker.Send(notebook, new Show());
        Assert.Empty((await _asker.Next<Shown>()).Texts);

        var journal = GatedJournal.Of(_system!);
        foreach (var size in new[] { 1, 3, 2 })
        {
            var held = journal.Held();
            Assert.Equal(size, held.Groups.Count);
            journal.LetThrough(held);
        }

        Assert.Equal(["0", "1", "2", "3", "4", "5"], await _asker.Texts(6));
    }

    [Fact]
    public async Task PersistAll_is_one_group()
    {
        Begin(GatedJournal.Hocon);
        _asker.Send(await Start(), new NoteAll("a", "b"));
        var held = GatedJournal.Of(_system!).Held();
        Assert.Equal(2, Assert.Single(held.Groups).Events.Count);
        GatedJournal.Of(_system!).LetThrough(held);
        Assert.Equal(["a", "b"], await _asker.Texts(2));
    }

    [Fact]
    public async Task A_journal_that_stays_silent_fails_the_recovery_after_its_time_out()
    {
        Begin(GatedJournal.Hocon + """kernel.scheduler.implementation = "Kernel.TestKit.TestScheduler, CallActors.Kernel.TestKit" """);
        GatedJournal.Of(_system!).IsSilent = true;
        var observer = _observer.Ref;
        var notebook = _system!.ActorOf(Props.Create(() => new Notebook("n", observer, null)));
        _asker.Watch(notebook);
        var scheduler = (TestScheduler)_system.Scheduler;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var failure = _observer.Next<string>();
        // The clock moves until the recovery, which another thread begins, has set its alarm and heard it.
        while (!failure.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            scheduler.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        Assert.Equal("recovery failure at 0", await failure);
        await _asker.Next<Terminated>();
    }

    [Fact]
    public async Task Event_adapters_turn_what_is_stored_and_what_is_replayed()
    {
        Begin("""
            kernel.persistence.journal.inmem {
              event-adapters.shout = "Kernel.Tests.Persistence.ShoutingAdapter, CallActors.Kernel.Tests"
              event-adapter-bindings { "Kernel.Tests.Persistence.Noted, CallActors.Kernel.Tests" = shout }
            }

            """);
        var notebook = await Start();
        _asker.Send(notebook, new Note("a"));
        Assert.Equal("a", await _asker.Next<string>());
        _asker.Send(notebook, new Note("gone"));
        Assert.Equal("gone", await _asker.Next<string>());

        var stored = (await Kernel.Persistence.Persistence.Instance.Apply(_system!).JournalFor(null).ReadAsync("n", 1, 9, 9)).Events;
        Assert.Equal(new Noted("A!"), stored[0].Payload);
        Assert.Equal("shouted", stored[0].Manifest);
        Assert.Equal(["loud"], stored[0].Tags);
        await Start("recovered A!,A!");
    }

    private sealed class Mourner : ReceivePersistentActor
    {
        public Mourner(IActorRef friend, IActorRef observer)
        {
            Context.Watch(friend);
            Recover<RecoveryCompleted>(_ => observer.Tell("ready"));
            Recover<Noted>(_ => { });
            Command<string>(text => Persist(new Noted(text), noted => observer.Tell($"noted {noted.Text}")));
            Command<Terminated>(_ => observer.Tell("mourning"));
        }

        public override string PersistenceId => "mourner";
    }
}

/// <summary>Writes events louder and with a tag; reads them twice, and the one called "GONE!" not at all.</summary>
public sealed class ShoutingAdapter : IWriteEventAdapter, IReadEventAdapter
{
    public string Manifest(object evt) => "shouted";

    public object ToJournal(object evt) => new Tagged(new Noted(((Noted)evt).Text.ToUpperInvariant() + "!"), ["loud"]);

    public IEventSequence FromJournal(object evt, string manifest) => manifest != "shouted"
        ? EventSequence.Single(evt)
        : evt is Noted { Text: "GONE!" } ? EventSequence.Empty : EventSequence.Create(evt, evt);
}
