namespace CallActors.Compliance.Tests.ActorSemantics;

public sealed class DeathWatchSpec : ActorSpec
{
    [Fact]
    public void A_watcher_learns_of_the_end_once_and_of_its_existence()
    {
        var subject = ActorOf<Silent>();
        Watch(subject);
        Watch(subject);
        Sys.Stop(subject);
        Assert.True(ExpectTerminated(subject).ExistenceConfirmed);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Watching_what_has_ended_says_so_at_once()
    {
        var subject = ActorOf<Silent>();
        Watch(subject);
        Sys.Stop(subject);
        ExpectTerminated(subject);
        Watch(subject);
        Assert.False(ExpectTerminated(subject).ExistenceConfirmed);
    }

    [Fact]
    public void A_watcher_may_be_told_in_its_own_words()
    {
        var subject = ActorOf<Silent>();
        var watcher = Sys.ActorOf(Props.Create(() => new Watcher(TestActor, subject, "it is gone")));
        ExpectMsg("watching");
        Sys.Stop(subject);
        ExpectMsg("it is gone");
        _ = watcher;
    }

    [Fact]
    public void Other_words_for_the_same_subject_are_refused()
    {
        var subject = ActorOf<Silent>();
        var watcher = Sys.ActorOf(Props.Create(() => new Watcher(TestActor, subject, "it is gone")));
        ExpectMsg("watching");
        watcher.Tell("watch again");
        ExpectMsg<InvalidOperationException>();
    }

    [Fact]
    public void Who_unwatches_hears_nothing_even_of_what_is_already_queued()
    {
        var subject = ActorOf<Silent>();
        var watcher = Sys.ActorOf(Props.Create(() => new Watcher(TestActor, subject, "it is gone")));
        ExpectMsg("watching");
        using var gate = new ManualResetEventSlim();
        watcher.Tell(gate);
        // Else the end could be told before the gate is reached, and rightly be heard.
        ExpectMsg("at the gate");
        var end = CreateTestProbe();
        end.Watch(subject);
        Sys.Stop(subject);
        end.ExpectTerminated(subject);
        watcher.Tell("unwatch");
        gate.Set();
        ExpectMsg("unwatched");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void An_unhandled_end_breaks_the_watcher()
    {
        var subject = ActorOf<Silent>();
        var watcher = Sys.ActorOf(Props.Create(() => new Pact(TestActor, subject)));
        ExpectMsg("watching");
        Watch(watcher);
        EventFilter.Exception<DeathPactException>().ExpectOne(() => Sys.Stop(subject));
        ExpectTerminated(watcher);
    }

    [Fact]
    public void A_parent_ends_after_its_children_and_their_children()
    {
        var top = Sys.ActorOf(Props.Create(() => new Nested(TestActor, 3)));
        ExpectMsg("ready");
        Sys.Stop(top);
        ExpectMsg("end 0");
        ExpectMsg("end 1");
        ExpectMsg("end 2");
        ExpectMsg("end 3");
    }

    private sealed class Silent : ReceiveActor;

    private sealed class Pact : ReceiveActor
    {
        public Pact(IActorRef test, IActorRef subject)
        {
            Context.Watch(subject);
            test.Tell("watching");
        }
    }

    private sealed class Watcher : ReceiveActor
    {
        public Watcher(IActorRef test, IActorRef subject, string words)
        {
            Context.WatchWith(subject, words);
            Receive<ManualResetEventSlim>(gate =>
            {
                test.Tell("at the gate");
                gate.Wait(TimeSpan.FromSeconds(5));
            });
            Receive<string>(text => text == "unwatch", _ =>
            {
                Context.Unwatch(subject);
                test.Tell("unwatched");
            });
            Receive<string>(text => text == "watch again", _ =>
            {
                try
                {
                    Context.WatchWith(subject, "other words");
                }
                catch (InvalidOperationException refused)
                {
                    test.Tell(refused);
                }
            });
            ReceiveAny(message => test.Tell(message));
            test.Tell("watching");
        }
    }

    private sealed class Nested : ReceiveActor
    {
        private readonly IActorRef _test;
        private readonly int _depth;

        public Nested(IActorRef test, int depth)
        {
            _test = test;
            _depth = depth;
            if (depth > 0)
                Context.ActorOf(Props.Create(() => new Nested(test, depth - 1)));
            else
                test.Tell("ready");
        }

        protected override void PostStop() => _test.Tell($"end {_depth}");
    }
}
