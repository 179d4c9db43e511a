namespace CallActors.Compliance.Tests.ActorSemantics;

/// <summary>What a stash holds, counts and gives back.</summary>
public sealed class StashContentsSpec : ActorSpec
{
    private static readonly object Sent = new();

    [Fact]
    public void One_object_that_was_sent_twice_is_two_messages()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Keeper(TestActor)));
        actor.Tell(Sent);
        actor.Tell(Sent);
        Check(actor, stash => stash.Count, 2);
        Do(actor, stash => stash.UnstashAll(), 0);
        Check(actor, stash => stash.Count, 2);
    }

    [Fact]
    public void Unstash_gives_back_the_oldest_alone()
    {
        var actor = Kept("a", "b", "c");
        actor.Tell(new Listen());
        Do(actor, stash => stash.Unstash(), 2);
        ExpectMsg("a");
        Do(actor, stash => stash.Unstash(), 1);
        ExpectMsg("b");
    }

    [Fact]
    public void Clearing_hands_everything_out_in_order_and_drops_it()
    {
        var actor = Kept("a", "b");
        Check(actor, stash => string.Join(',', stash.ClearStash().Select(envelope => envelope.Message)), "a,b");
        Check(actor, stash => stash.IsEmpty, true);
    }

    [Fact]
    public void Prepended_envelopes_come_first_and_in_their_order()
    {
        var actor = Kept("c");
        Do(actor, stash => stash.Prepend([new Envelope("a", TestActor), new Envelope("b", TestActor)]), 3);
        actor.Tell(new Listen());
        Do(actor, stash => stash.UnstashAll(), 0);
        ExpectMsg("a");
        ExpectMsg("b");
        ExpectMsg("c");
    }

    [Fact]
    public void A_bound_is_told_and_reached()
    {
        var actor = Sys.ActorOf(Props.Create(() => new BoundedKeeper(TestActor)).WithStashCapacity(2));
        actor.Tell("a");
        Check(actor, stash => (stash.Capacity, stash.Count, stash.IsFull, stash.NonEmpty), (2, 1, false, true));
        actor.Tell("b");
        Check(actor, stash => stash.IsFull, true);
    }

    [Fact]
    public void A_timer_s_message_is_stashed_as_its_payload()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Keeper(TestActor)));
        Check(actor, stash => stash.Count, 0);
        Time.Advance(TimeSpan.FromSeconds(1));
        Check(actor, stash => stash.Count, 1);
        Check(actor, stash => stash.ClearStash().Single().Message, "from the timer");
    }

    [Fact]
    public void A_death_that_was_stashed_is_told_when_it_comes_back()
    {
        var subject = CreateTestProbe();
        var actor = Sys.ActorOf(Props.Create(() => new Keeper(TestActor)));
        actor.Tell(new WatchOut(subject.Ref));
        Check(actor, stash => stash.Count, 0);
        var end = CreateTestProbe();
        end.Watch(subject.Ref);
        Sys.Stop(subject.Ref);
        end.ExpectTerminated(subject.Ref);
        AwaitAssert(() => Check(actor, stash => stash.Count, 1));
        actor.Tell(new Listen());
        Do(actor, stash => stash.UnstashAll(), 0);
        ExpectMsg(subject.Ref);
    }

    [Fact]
    public void What_was_stashed_outlives_a_restart_although_PreRestart_throws()
    {
        var actor = Sys.ActorOf(Props.Create(() => new FailsToRestart(TestActor)));
        actor.Tell("kept");
        EventFilter.Exception<PreRestartException>().ExpectOne(() => actor.Tell(new FormatException()));
        ExpectMsg("kept");
    }

    private IActorRef Kept(params string[] texts)
    {
        var actor = Sys.ActorOf(Props.Create(() => new Keeper(TestActor)));
        foreach (var text in texts)
            actor.Tell(text);
        Check(actor, stash => stash.Count, texts.Length);
        return actor;
    }

    /// <summary>Runs a question in the actor.</summary>
    private void Check<T>(IActorRef actor, Func<IStash, T> ask, T expected)
        where T : notnull
    {
        actor.Tell(new Question(stash => ask(stash)));
        Assert.Equal(expected, ExpectMsg<Answer>().Value);
    }

    /// <summary>Runs an action in the actor, and counts what it leaves.</summary>
    private void Do(IActorRef actor, Action<IStash> act, int left) => Check(actor, stash =>
    {
        act(stash);
        return stash.Count;
    }, left);

    private sealed record Question(Func<IStash, object> Ask);

    private sealed record Answer(object Value);

    private sealed record Listen;

    private sealed record WatchOut(IActorRef Subject);

    private sealed class Keeper : ReceiveActor, IWithUnboundedStash, IWithTimers
    {
        public Keeper(IActorRef test)
        {
            Timers.StartSingleTimer("key", "from the timer", TimeSpan.FromSeconds(1));
            Answering(test);
            Receive<Listen>(_ => Become(() =>
            {
                Answering(test);
                Receive<Terminated>(end => test.Tell(end.ActorRef));
                ReceiveAny(message => test.Tell(message));
            }));
            Receive<WatchOut>(watch => Context.Watch(watch.Subject));
            ReceiveAny(_ => Stash.Stash());
        }

        public IStash Stash { get; set; } = null!;

        public ITimerScheduler Timers { get; set; } = null!;

        private void Answering(IActorRef test) =>
            Receive<Question>(question => test.Tell(new Answer(question.Ask(Stash))));
    }

    private sealed class BoundedKeeper : ReceiveActor, IWithStash
    {
        public BoundedKeeper(IActorRef test)
        {
            Receive<Question>(question => test.Tell(new Answer(question.Ask(Stash))));
            ReceiveAny(_ => Stash.Stash());
        }

        public IStash Stash { get; set; } = null!;
    }

    private sealed class FailsToRestart : ReceiveActor, IWithUnboundedStash
    {
        private readonly IActorRef _test;

        public FailsToRestart(IActorRef test)
        {
            _test = test;
            Receive<Exception>(cause => throw cause);
            ReceiveAny(_ => Stash.Stash());
        }

        public IStash Stash { get; set; } = null!;

        protected override void PreRestart(Exception reason, object? message) => throw new NotSupportedException();

        protected override void PostRestart(Exception reason) => Become(() => ReceiveAny(message => _test.Tell(message)));
    }
}
