namespace CallActors.Compliance.Tests.ActorSemantics;

/// <summary>The messages that the runtime handles itself, and in which order they come.</summary>
public sealed class PoisonSpec : ActorSpec
{
    [Fact]
    public void A_poison_pill_waits_its_turn_and_what_is_behind_it_is_dead()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var actor = Sys.ActorOf(Props.Create(() => new Holding(TestActor)));
        using var gate = new ManualResetEventSlim();
        actor.Tell(gate);
        actor.Tell("before");
        actor.Tell(PoisonPill.Instance);
        actor.Tell("behind");
        Watch(actor);
        gate.Set();
        ExpectMsg("held");
        ExpectMsg("before");
        var last = ReceiveN(2, TimeSpan.FromSeconds(3));
        Assert.Contains(last, message => message is Terminated end && end.ActorRef.Equals(actor));
        Assert.Contains(last, message => message is DeadLetter { Message: "behind" });
    }

    [Fact]
    public void A_stop_overtakes_what_waits()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var actor = Sys.ActorOf(Props.Create(() => new Holding(TestActor)));
        using var gate = new ManualResetEventSlim();
        actor.Tell(gate);
        ExpectMsg("held");
        actor.Tell("waiting");
        Sys.Stop(actor);
        gate.Set();
        FishForMessage<DeadLetter>(letter => letter.Message is "waiting");
    }

    [Fact]
    public void A_kill_is_a_failure_that_the_default_strategy_answers_by_stopping()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Holding(TestActor)));
        Watch(actor);
        EventFilter.Exception<ActorKilledException>("Kill").ExpectOne(() => actor.Tell(Kill.Instance));
        ExpectTerminated(actor);
    }

    [Fact]
    public void A_kill_may_be_answered_by_a_restart()
    {
        var actor = ChildActorOf(Props.Create(() => new Holding(TestActor)), "killed", new OneForOneStrategy(_ => Directive.Restart));
        EventFilter.Exception<ActorKilledException>().ExpectOne(() => actor.Tell(Kill.Instance));
        actor.Tell("alive");
        ExpectMsg("alive");
    }

    [Fact]
    public void Neither_reaches_a_behaviour_and_who_asks_for_identity_is_told()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Holding(TestActor)));
        actor.Tell(new Identify("who?"));
        var identity = ExpectMsg<ActorIdentity>();
        Assert.Equal(("who?", actor), (identity.MessageId, identity.Subject));
        actor.Tell("only this");
        ExpectMsg("only this");
    }

    [Fact]
    public void A_stop_that_is_sent_twice_stops_once()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Holding(TestActor)));
        Watch(actor);
        Sys.Stop(actor);
        Sys.Stop(actor);
        actor.Tell(PoisonPill.Instance);
        ExpectTerminated(actor);
        Sys.Stop(actor);
        TestActor.Tell("last");
        ExpectMsg("last");
    }

    private sealed class Holding : ReceiveActor
    {
        public Holding(IActorRef test)
        {
            Receive<ManualResetEventSlim>(gate =>
            {
                test.Tell("held");
                gate.Wait(TimeSpan.FromSeconds(5));
            });
            ReceiveAny(message => test.Tell(message));
        }
    }
}
