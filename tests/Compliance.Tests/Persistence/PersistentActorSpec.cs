using static CallActors.Compliance.Tests.Persistence.Ledger;

namespace CallActors.Compliance.Tests.Persistence;

/// <summary>What the journal kit cannot make a real store do: fail, and reject; and what holds before anything is stored.</summary>
public sealed class PersistentActorSpec : ActorSpec
{
    private readonly TestProbe _observer;

    public PersistentActorSpec()
        : base($$"""
            loglevel = OFF
            persistence {
              journal {
                plugin = "{{Runtime.Root}}.persistence.journal.faulty"
                faulty.class = "CallActors.Compliance.Tests.Support.FaultyJournal, CallActors.Compliance.Tests"
              }
              snapshot-store.plugin = "{{Runtime.Root}}.persistence.snapshot-store.inmem"
            }
            """) => _observer = CreateTestProbe();

    [Fact]
    public void One_object_that_is_sent_twice_while_an_event_is_stored_is_two_commands()
    {
        var ledger = Start();
        var again = new Write("again");
        ledger.Tell(new Write("first"));
        ledger.Tell(again);
        ledger.Tell(again);
        ledger.Tell(again);
        ExpectTexts("first", "again", "again", "again");
    }

    [Fact]
    public void DeferAsync_runs_at_once_when_nothing_is_pending_and_stores_nothing()
    {
        var ledger = Start();
        ledger.Tell(new Defer());
        ExpectTexts("deferred", "after it");
        ExpectRecovery("", 0, Again(ledger));
    }

    [Fact]
    public void Persisting_during_replay_is_refused_and_allowed_when_recovery_has_completed()
    {
        ExpectTold(Start(), new Write("a"), "a");
        var hasty = Sys.ActorOf(Props.Create(() => new Hasty("ledger", TestActor)));
        ExpectMsg<InvalidOperationException>();
        ExpectMsg("written after recovery");
        _ = hasty;
    }

    [Fact]
    public void A_failure_to_store_stops_the_actor_whatever_its_supervisor_would_do()
    {
        var ledger = ChildActorOf(Props.Create(() => new Ledger("ledger", _observer.Ref)), "ledger", new OneForOneStrategy(_ => Directive.Restart));
        ExpectRecovery("", 0, ledger);
        ExpectTold(ledger, new Write("a"), "a");
        Watch(ledger);
        ledger.Tell(new WriteUnstorable("b"));
        _observer.ExpectMsg("failure The journal is down. Unstorable 2");
        ExpectTerminated(ledger);
        ExpectRecovery("a", 1, Start(awaitRecovery: false));
    }

    [Fact]
    public void A_rejected_event_is_told_and_the_actor_goes_on()
    {
        var ledger = Start();
        ledger.Tell(new WriteUnacceptable("a"));
        _observer.ExpectMsg("rejection The journal does not take this. Unacceptable 1");
        ExpectTold(ledger, new Write("b"), "b");
        ExpectTold(ledger, new Show(), "b");
        ledger = Again(ledger);
        Assert.Equal("b", _observer.ExpectMsg<Recovered>().Texts);
    }

    [Fact]
    public void Events_that_are_persisted_together_are_rejected_together()
    {
        var ledger = Start();
        ledger.Tell(new WriteHalfUnacceptable("a"));
        _observer.ExpectMsg("rejection The journal does not take this. Written 1");
        _observer.ExpectMsg("rejection The journal does not take this. Unacceptable 2");
        ExpectTold(ledger, new Show(), "");
        Again(ledger);
        Assert.Equal("", _observer.ExpectMsg<Recovered>().Texts);
    }

    private IActorRef Start(bool awaitRecovery = true)
    {
        var ledger = Sys.ActorOf(Props.Create(() => new Ledger("ledger", _observer.Ref)));
        if (awaitRecovery)
            ExpectRecovery("", 0, ledger);
        return ledger;
    }

    /// <summary>Stops the actor and starts another one of the same identifier.</summary>
    private IActorRef Again(IActorRef ledger)
    {
        Watch(ledger);
        Sys.Stop(ledger);
        ExpectTerminated(ledger);
        return Start(awaitRecovery: false);
    }

    private void ExpectRecovery(string texts, long lastSequenceNr, IActorRef ledger) =>
        _observer.ExpectMsgFrom(ledger, new Recovered(texts, lastSequenceNr));

    private void ExpectTold(IActorRef ledger, object command, string text)
    {
        ledger.Tell(command);
        ExpectMsg(text);
    }

    private void ExpectTexts(params string[] texts)
    {
        foreach (var text in texts)
            ExpectMsg(text);
    }

    private sealed class Hasty : ReceivePersistentActor
    {
        public Hasty(string id, IActorRef test)
        {
            PersistenceId = id;
            Recover<Written>(_ =>
            {
                try
                {
                    Persist(new Written("too early"), _ => test.Tell("never"));
                }
                catch (InvalidOperationException refused)
                {
                    test.Tell(refused);
                }
            });
            Recover<RecoveryCompleted>(_ => Persist(new Written("in time"), _ => test.Tell("written after recovery")));
        }

        public override string PersistenceId { get; }
    }
}
