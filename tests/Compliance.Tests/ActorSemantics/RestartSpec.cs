namespace CallActors.Compliance.Tests.ActorSemantics;

/// <summary>What one instance leaves behind, what the next one finds, and which hooks see it.</summary>
public sealed class RestartSpec : ActorSpec
{
    [Fact]
    public void Each_hook_runs_inside_its_around_hook_and_a_restart_calls_the_inner_ones_of_start_and_stop()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Hooked(TestActor)));
        ExpectInOrder("around-pre-start", "pre-start");
        actor.Tell("message");
        ExpectInOrder("around-receive", "receive");
        EventFilter.Exception<FormatException>().ExpectOne(() => actor.Tell(new FormatException()));
        ExpectInOrder("around-receive", "around-pre-restart", "pre-restart", "post-stop", "around-post-restart", "post-restart", "pre-start");
        Sys.Stop(actor);
        ExpectInOrder("around-post-stop", "post-stop");
    }

    [Fact]
    public void The_failed_instance_is_told_the_cause_the_message_and_who_sent_it()
    {
        var actor = Sys.ActorOf(Props.Create(() => new RepliesItsFailure()));
        var asker = CreateTestProbe();
        EventFilter.Exception<FormatException>("no").ExpectOne(() => actor.Tell("fail", asker.Ref));
        asker.ExpectMsg("fail failed: no");
    }

    [Fact]
    public void A_behaviour_that_was_become_does_not_outlive_its_instance()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Moody()));
        actor.Tell("become angry");
        actor.Tell("mood");
        ExpectMsg("angry");
        EventFilter.Exception<FormatException>().ExpectOne(() => actor.Tell(new FormatException()));
        actor.Tell("mood");
        ExpectMsg("calm");
    }

    [Fact]
    public void Children_are_stopped_unwatched_and_gone_before_the_next_instance_starts()
    {
        var made = new Attempts();
        var actor = Sys.ActorOf(Props.Create(() => new WatchingParent(TestActor, made)));
        ExpectMsg("child of 1 starts");
        EventFilter.Exception<FormatException>().ExpectOne(() => actor.Tell(new FormatException()));
        ExpectMsg("child of 1 ends");
        ExpectMsg("child of 2 starts");
        actor.Tell("anything?");
        ExpectMsg("anything?");
    }

    [Fact]
    public void Children_that_PreRestart_keeps_are_restarted_themselves_under_their_old_references()
    {
        var parent = Sys.ActorOf(Props.Create(() => new KeepingParent(TestActor)));
        var child = ExpectMsg<IActorRef>();
        child.Tell("count");
        ExpectMsg(1);
        EventFilter.Exception<FormatException>().ExpectOne(() => parent.Tell(new FormatException()));
        ExpectMsg("child restarts for FormatException");
        parent.Tell("children");
        ExpectMsg(child);
        child.Tell("count");
        ExpectMsg(1);
    }

    [Fact]
    public void Messages_that_wait_are_kept_and_the_one_that_failed_is_not_tried_again()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Hooked(TestActor)));
        using var gate = new ManualResetEventSlim();
        actor.Tell(gate);
        actor.Tell(new FormatException());
        actor.Tell("kept");
        gate.Set();
        FishForMessage<string>(text => text == "post-restart");
        ExpectInOrder("pre-start", "around-receive", "receive");
        AssertQuiet(actor);
    }

    [Fact]
    public void Disposable_instances_are_disposed_when_they_are_let_go()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Disposable(TestActor)));
        EventFilter.Exception<FormatException>().ExpectOne(() => actor.Tell(new FormatException()));
        ExpectInOrder("post-stop", "disposed");
        Sys.Stop(actor);
        ExpectInOrder("post-stop", "disposed");
    }

    [Fact]
    public void A_failed_dispose_is_logged_and_stops_nobody()
    {
        var actor = Sys.ActorOf(Props.Create(() => new BadlyDisposable()));
        EventFilter.Exception<NotSupportedException>("dispose").ExpectOne(() => actor.Tell(new FormatException()));
        actor.Tell("alive?");
        ExpectMsg("alive?");
    }

    [Fact]
    public void An_actor_that_could_not_start_may_be_told_to_try_again()
    {
        var attempts = new Attempts();
        var actor = ChildActorOf(
            Props.Create(() => new StartsTheThirdTime(attempts)), "late", new OneForOneStrategy(_ => Directive.Restart));
        actor.Tell("alive?");
        ExpectMsg("alive? 3");
    }

    [Fact]
    public void A_failure_to_post_restart_goes_to_the_supervisor_with_both_causes()
    {
        var causes = CreateTestProbe();
        var actor = ChildActorOf(Props.Create(() => new FailsPostRestart()), "fails", new OneForOneStrategy(cause =>
        {
            causes.Ref.Tell(cause, ActorRefs.NoSender);
            return cause is PostRestartException ? Directive.Stop : Directive.Restart;
        }));
        Watch(actor);
        actor.Tell(new FormatException("first"));
        causes.ExpectMsg<FormatException>();
        var second = causes.ExpectMsg<PostRestartException>();
        Assert.Equal(("first", "second"), (second.OriginalCause.Message, second.InnerException!.Message));
        ExpectTerminated(actor);
    }

    private void ExpectInOrder(params string[] texts)
    {
        foreach (var text in texts)
            ExpectMsg(text);
    }

    private void AssertQuiet(IActorRef hooked)
    {
        hooked.Tell("last");
        ExpectInOrder("around-receive", "receive");
    }

    private sealed class Attempts
    {
        public int Made { get; set; }
    }

    private sealed class Hooked : ReceiveActor
    {
        private readonly IActorRef _test;

        public Hooked(IActorRef test)
        {
            _test = test;
            Receive<ManualResetEventSlim>(gate => gate.Wait(TimeSpan.FromSeconds(5)));
            Receive<Exception>(cause => throw cause);
            ReceiveAny(_ => test.Tell("receive"));
        }

        public override void AroundPreStart()
        {
            _test.Tell("around-pre-start");
            base.AroundPreStart();
        }

        public override void AroundPostStop()
        {
            _test.Tell("around-post-stop");
            base.AroundPostStop();
        }

        public override void AroundPreRestart(Exception cause, object? message)
        {
            _test.Tell("around-pre-restart");
            base.AroundPreRestart(cause, message);
        }

        public override void AroundPostRestart(Exception cause, object? message)
        {
            _test.Tell("around-post-restart");
            base.AroundPostRestart(cause, message);
        }

        protected override bool AroundReceive(Receive receive, object message)
        {
            _test.Tell("around-receive");
            return base.AroundReceive(receive, message);
        }

        protected override void PreStart() => _test.Tell("pre-start");

        protected override void PostStop() => _test.Tell("post-stop");

        protected override void PreRestart(Exception reason, object? message)
        {
            _test.Tell("pre-restart");
            base.PreRestart(reason, message);
        }

        protected override void PostRestart(Exception reason)
        {
            _test.Tell("post-restart");
            base.PostRestart(reason);
        }
    }

    private sealed class RepliesItsFailure : ReceiveActor
    {
        public RepliesItsFailure() => ReceiveAny(_ => throw new FormatException("no"));

        protected override void PreRestart(Exception reason, object? message) => Sender.Tell($"{message} failed: {reason.Message}");
    }

    private sealed class Moody : ReceiveActor
    {
        public Moody() => Mood("calm");

        private void Mood(string mood)
        {
            Receive<string>(text => text == "mood", _ => Sender.Tell(mood));
            Receive<string>(text => Become(() => Mood(text["become ".Length..])));
            Receive<Exception>(cause => throw cause);
        }
    }

    private sealed class WatchingParent : ReceiveActor
    {
        private readonly IActorRef _test;
        private readonly int _instance;

        public WatchingParent(IActorRef test, Attempts made)
        {
            _test = test;
            _instance = ++made.Made;
            Receive<Exception>(cause => throw cause);
            ReceiveAny(message => test.Tell(message));
        }

        protected override void PreStart()
        {
            var (test, instance) = (_test, _instance);
            Context.Watch(Context.ActorOf(Props.Create(() => new SaysItsLife(test, $"child of {instance}")), "child"));
        }
    }

    private sealed class SaysItsLife(IActorRef test, string name) : ReceiveActor
    {
        protected override void PreStart() => test.Tell($"{name} starts");

        protected override void PostStop() => test.Tell($"{name} ends");
    }

    private sealed class KeepingParent : ReceiveActor
    {
        private readonly IActorRef _test;

        public KeepingParent(IActorRef test)
        {
            _test = test;
            Receive<Exception>(cause => throw cause);
            Receive<string>(_ => test.Tell(Context.GetChildren().Single()));
        }

        protected override void PreStart()
        {
            var test = _test;
            test.Tell(Context.ActorOf(Props.Create(() => new Counting(test))));
        }

        protected override void PreRestart(Exception reason, object? message)
        {
        }

        protected override void PostRestart(Exception reason)
        {
        }
    }

    private sealed class Counting : ReceiveActor
    {
        private readonly IActorRef _test;
        private int _count;

        public Counting(IActorRef test)
        {
            _test = test;
            ReceiveAny(_ => test.Tell(++_count));
        }

        protected override void PreRestart(Exception reason, object? message) => _test.Tell($"child restarts for {reason.GetType().Name}");
    }

    private sealed class Disposable : ReceiveActor, IDisposable
    {
        private readonly IActorRef _test;

        public Disposable(IActorRef test)
        {
            _test = test;
            Receive<Exception>(cause => throw cause);
        }

        public void Dispose() => _test.Tell("disposed", ActorRefs.NoSender);

        protected override void PostStop() => _test.Tell("post-stop");
    }

    private sealed class BadlyDisposable : ReceiveActor, IDisposable
    {
        public BadlyDisposable()
        {
            Receive<Exception>(cause => throw cause);
            ReceiveAny(message => Sender.Tell(message));
        }

        public void Dispose() => throw new NotSupportedException("dispose");
    }

    private sealed class StartsTheThirdTime : ReceiveActor
    {
        private readonly Attempts _attempts;

        public StartsTheThirdTime(Attempts attempts)
        {
            _attempts = attempts;
            ReceiveAny(message => Sender.Tell($"{message} {attempts.Made}"));
        }

        protected override void PreStart()
        {
            if (++_attempts.Made < 3)
                throw new InvalidOperationException("not yet");
        }
    }

    private sealed class FailsPostRestart : ReceiveActor
    {
        public FailsPostRestart() => Receive<Exception>(cause => throw cause);

        protected override void PostRestart(Exception reason) => throw new InvalidOperationException("second");
    }
}
