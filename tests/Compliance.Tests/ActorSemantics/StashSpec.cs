namespace CallActors.Compliance.Tests.ActorSemantics;

public sealed class StashSpec : ActorSpec
{
    [Fact]
    public void Unstashed_messages_come_in_their_order_before_all_others_and_with_their_senders()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Stashing(TestActor)));
        var other = CreateTestProbe();
        actor.Tell("stash 1", other.Ref);
        actor.Tell("stash 2", TestActor);
        actor.Tell("open", TestActor);
        actor.Tell("after", TestActor);
        ExpectMsg(("stash 1", other.Ref));
        ExpectMsg(("stash 2", TestActor));
        ExpectMsg(("after", TestActor));
    }

    [Fact]
    public void The_same_message_twice_is_refused()
    {
        var actor = ChildActorOf(Props.Create(() => new Stashing(TestActor)), SupervisorStrategy.StoppingStrategy);
        // The stash gives it back to an actor that has been stopped.
        using var stashed = EventFilter.DeadLetter<string>().Mute();
        EventFilter.Exception<IllegalActorStateException>().ExpectOne(() => actor.Tell("twice"));
    }

    [Fact]
    public void A_full_stash_refuses()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Bounded()).WithStashCapacity(2));
        EventFilter.Exception<StashOverflowException>().ExpectOne(() =>
        {
            for (var i = 0; i < 3; i++)
                actor.Tell(i);
        });
    }

    [Fact]
    public void Unstashing_by_predicate_drops_the_rest()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Stashing(TestActor)));
        foreach (var text in new[] { "stash a", "stash b", "stash a2", "open only a" })
            actor.Tell(text, TestActor);
        ExpectMsg(("stash a", TestActor));
        ExpectMsg(("stash a2", TestActor));
        actor.Tell("last", TestActor);
        ExpectMsg(("last", TestActor));
    }

    [Fact]
    public void A_restart_puts_stashed_messages_back()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Stashing(TestActor)));
        actor.Tell("stash me", TestActor);
        EventFilter.Exception<FormatException>().ExpectOne(() => actor.Tell("fail", TestActor));
        actor.Tell("open", TestActor);
        ExpectMsg(("stash me", TestActor));
    }

    [Fact]
    public void What_is_stashed_when_the_actor_ends_goes_to_dead_letters()
    {
        Sys.EventStream.Subscribe<DeadLetter>(TestActor);
        var actor = Sys.ActorOf(Props.Create(() => new Stashing(TestActor)));
        actor.Tell("stash me", TestActor);
        actor.Tell(PoisonPill.Instance);
        Assert.Equal("stash me", ExpectMsg<DeadLetter>().Message);
    }

    private sealed class Stashing : ReceiveActor, IWithUnboundedStash
    {
        public Stashing(IActorRef test)
        {
            Receive<string>(text => text.StartsWith("open", StringComparison.Ordinal), text =>
            {
                Become(() => Receive<string>(message => test.Tell((message, Sender))));
                if (text == "open only a")
                    Stash.UnstashAll(envelope => envelope.Message is string message && message.StartsWith("stash a", StringComparison.Ordinal));
                else
                    Stash.UnstashAll();
            });
            Receive<string>(text => text == "twice", _ =>
            {
                Stash.Stash();
                Stash.Stash();
            });
            Receive<string>(text => text == "fail", _ => throw new FormatException());
            ReceiveAny(_ => Stash.Stash());
        }

        public IStash Stash { get; set; } = null!;
    }

    private sealed class Bounded : ReceiveActor, IWithStash
    {
        public Bounded() => ReceiveAny(_ => Stash.Stash());

        public IStash Stash { get; set; } = null!;
    }
}
