namespace CallActors.Compliance.Tests.ActorSemantics;

public sealed class DeadLetterSpec() : ActorSpec("log-dead-letters = 2")
{
    [Fact]
    public void A_message_to_an_ended_actor_is_a_dead_letter_with_its_sender_and_recipient()
    {
        var actor = Ended();
        Sys.EventStream.Subscribe<DeadLetter>(TestActor);
        actor.Tell("late", TestActor);
        var letter = ExpectMsg<DeadLetter>();
        Assert.Equal(("late", TestActor, actor), ((string)letter.Message, letter.Sender, letter.Recipient));
    }

    [Fact]
    public void What_waits_in_the_mailbox_when_the_actor_ends_is_not_lost_silently()
    {
        Sys.EventStream.Subscribe<DeadLetter>(TestActor);
        var actor = ActorOf<Holding>();
        using var gate = new ManualResetEventSlim();
        actor.Tell(gate);
        // Only an actor that is in mid-turn leaves something waiting: a stop overtakes every message.
        ExpectMsg("holding");
        Sys.Stop(actor);
        actor.Tell("waiting");
        gate.Set();
        FishForMessage<DeadLetter>(letter => letter.Message is "waiting");
    }

    [Fact]
    public void A_subscriber_of_dead_letters_may_end_with_some_of_them_waiting()
    {
        var subscriber = ActorOf<Holding>();
        Watch(subscriber);
        Sys.EventStream.Subscribe<DeadLetter>(subscriber);
        using var gate = new ManualResetEventSlim();
        subscriber.Tell(gate);
        ExpectMsg("holding");
        Sys.DeadLetters.Tell("lost");
        subscriber.Tell("waiting");
        EventFilter.DeadLetter<string>().ExpectOne(() =>
        {
            Sys.Stop(subscriber);
            gate.Set();
            ExpectTerminated(subscriber);
        });
        Sys.EventStream.Subscribe<DeadLetter>(TestActor);
        subscriber.Tell(new DeadLetter("again", TestActor, TestActor));
        subscriber.Tell("last");
        Assert.Equal("last", ExpectMsg<DeadLetter>().Message);
    }

    [Fact]
    public void Suppressed_messages_are_no_dead_letters()
    {
        var actor = Ended();
        Sys.EventStream.Subscribe<DeadLetter>(TestActor);
        Sys.EventStream.Subscribe<SuppressedDeadLetter>(TestActor);
        actor.Tell(new Unimportant());
        Assert.IsType<Unimportant>(ExpectMsg<SuppressedDeadLetter>().Message);
        actor.Tell("important");
        ExpectMsg<DeadLetter>();
    }

    [Fact]
    public void An_ended_actor_has_no_identity()
    {
        var actor = Ended();
        actor.Tell(new Identify(1));
        Assert.Null(ExpectMsg<ActorIdentity>().Subject);
    }

    [Fact]
    public void Only_the_first_ones_are_logged_and_never_their_content()
    {
        var actor = Ended();
        using var expected = EventFilter.DeadLetter<string>().Mute();
        EventFilter.Info(contains: "was not delivered").Expect(2, () =>
        {
            for (var i = 0; i < 5; i++)
                actor.Tell("secret");
        });
        EventFilter.Custom(entry => entry.ToString().Contains("secret", StringComparison.Ordinal)).Expect(0, TimeSpan.FromMilliseconds(50), () => actor.Tell("secret"));
    }

    private IActorRef Ended()
    {
        var actor = ActorOf<Holding>();
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        return actor;
    }

    private sealed class Unimportant : IDeadLetterSuppression;

    private sealed class Holding : ReceiveActor
    {
        public Holding() => Receive<ManualResetEventSlim>(gate =>
        {
            Sender.Tell("holding");
            gate.Wait(TimeSpan.FromSeconds(5));
        });
    }
}
