using Kernel.Actor;
using Kernel.Event;
using Kernel.Pattern;
using Kernel.Persistence;
using Kernel.TestKit;

namespace Kernel.Tests.Persistence;

/// <summary>A journal that is down or slow: what its entities, the others and the log are told, and how it is used again.</summary>
public sealed class JournalOutageSpec : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly MemoryStorage _storage = new();
    private readonly ActorSystem _system;
    private readonly Recorder _asker;
    private readonly Recorder _errors;
    private readonly Recorder _warnings;

    public JournalOutageSpec()
    {
        _system = _storage.NewSystem(GatedJournal.Hocon + """
            kernel.scheduler.implementation = "Kernel.TestKit.TestScheduler, CallActors.Kernel.TestKit"
            kernel.persistence.journal.gated.circuit-breaker { max-failures = 2, call-timeout = 10s, reset-timeout = 30s }

            """);
        _asker = new Recorder(_system);
        _errors = new Recorder(_system);
        _warnings = new Recorder(_system);
        _system.EventStream.Subscribe(_errors.Ref, typeof(Error));
        _system.EventStream.Subscribe(_warnings.Ref, typeof(Warning));
    }

    private GatedJournal Journal => GatedJournal.Of(_system);

    public void Dispose()
    {
        Assert.True(_system.Terminate().Wait(Patience));
        _storage.Dispose();
    }

    private IActorRef Write(string id)
    {
        var writer = _system.ActorOf(Props.Create(() => new Writer(id)), id);
        _asker.Watch(writer);
        _asker.Send(writer, "x");
        return writer;
    }

    private Task<Error> LoggedError() => _errors.Next<Error>();

    /// <summary>Recovered already: a read that succeeds says that the journal works.</summary>
    private async Task<IActorRef[]> Running(params string[] ids)
    {
        var writers = ids.Select(id => _system.ActorOf(Props.Create(() => new Writer(id)), id)).ToArray();
        foreach (var writer in writers)
        {
            _asker.Send(writer, "count");
            Assert.Equal("0", await _asker.Next<string>());
            _asker.Watch(writer);
        }

        return writers;
    }

    private async Task Fail(IActorRef running, Exception cause)
    {
        _asker.Send(running, "x");
        Journal.Held().Complete(cause);
        Assert.Same(cause, (await LoggedError()).Cause);
        await _asker.Next<Terminated>();
    }

    /// <summary>Moves the clock until what another thread is about to wait for has happened.</summary>
    private async Task<T> Later<T>(Task<T> awaited)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!awaited.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            ((TestScheduler)_system.Scheduler).Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await awaited;
    }

    [Fact]
    public async Task A_write_that_is_not_answered_in_time_has_failed_and_the_log_names_actor_event_and_limit()
    {
        Write("slow");
        var held = Journal.Held();
        var error = await Later(LoggedError());
        Assert.Contains("call-timeout", Assert.IsType<TimeoutException>(error.Cause).Message, StringComparison.Ordinal);
        Assert.EndsWith("/user/slow", error.LogSource.Split('#')[0].TrimEnd(']'), StringComparison.Ordinal);
        Assert.Contains("sequence number [1] for persistenceId [slow]", error.Message.ToString(), StringComparison.Ordinal);
        await _asker.Next<Terminated>();

        // Too late: nobody is told twice. What the journal stored all the same is there at the next recovery.
        Journal.LetThrough(held);
        var again = _system.ActorOf(Props.Create(() => new Writer("slow")));
        _asker.Send(again, "count");
        Assert.Equal("1", await _asker.Next<string>());
    }

    [Fact]
    public async Task After_failures_in_a_row_writes_fail_at_once_until_one_that_is_let_through_succeeds()
    {
        var running = await Running("a", "b");
        await Fail(running[0], new IOException("down"));
        await Fail(running[1], new IOException("still down"));
        Assert.Contains("kernel.persistence.journal.gated", (await _warnings.Next<Warning>()).Message.ToString(), StringComparison.Ordinal);

        // Recovery fails at once too, so that no entity starts on a journal that is out of order.
        var refused = _system.ActorOf(Props.Create(() => new Writer("c")));
        _asker.Watch(refused);
        Assert.IsType<OpenCircuitException>((await LoggedError()).Cause);
        await _asker.Next<Terminated>();

        ((TestScheduler)_system.Scheduler).Advance(TimeSpan.FromSeconds(30));
        Write("d");
        Journal.LetThrough(Journal.Held());
        Assert.Equal("stored", await _asker.Next<string>());
        Write("e");
        Journal.LetThrough(Journal.Held());
        Assert.Equal("stored", await _asker.Next<string>());
    }

    [Fact]
    public async Task An_entity_that_is_running_is_told_at_once_and_its_write_never_reaches_the_journal()
    {
        var running = await Running("a", "b", "c");
        await Fail(running[0], new IOException("down"));
        await Fail(running[1], new IOException("down"));
        await _warnings.Next<Warning>();
        _asker.Send(running[2], "x");
        Assert.IsType<OpenCircuitException>((await LoggedError()).Cause);
        Assert.Equal(0, Journal.HeldCount);
    }

    [Fact]
    public async Task What_is_one_entitys_own_fault_does_not_count()
    {
        Journal.Own = cause => cause is InvalidOperationException;
        foreach (var running in await Running("a", "b", "c")) await Fail(running, new InvalidOperationException("conflict"));
        Write("d");
        Journal.LetThrough(Journal.Held());
        Assert.Equal("stored", await _asker.Next<string>());
    }

    private sealed class Writer : ReceivePersistentActor
    {
        private int _count;

        public Writer(string id)
        {
            PersistenceId = id;
            Recover<Noted>(_ => _count++);
            Command<string>(text => text == "count", _ => Sender.Tell($"{_count}"));
            Command<string>(text => Persist(new Noted(text), _ => Sender.Tell("stored")));
        }

        public override string PersistenceId { get; }
    }
}
