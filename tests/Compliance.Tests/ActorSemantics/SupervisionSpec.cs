using System.Diagnostics;

namespace CallActors.Compliance.Tests.ActorSemantics;

public sealed class SupervisionSpec : ActorSpec
{
    [Fact]
    public void Hooks_run_in_their_order_around_a_restart()
    {
        var child = Child(_ => Directive.Restart);
        ExpectMsg("pre-start 1");
        child.Tell(new FormatException("a"));
        ExpectMsg("pre-restart 1 FormatException for FormatException");
        ExpectMsg("post-stop 1");
        ExpectMsg("post-restart 2 FormatException");
        ExpectMsg("pre-start 2");
        child.Tell("state");
        ExpectMsg("2");
        child.Tell(PoisonPill.Instance);
        ExpectMsg("post-stop 2");
    }

    [Fact]
    public void Resume_keeps_the_instance_and_goes_on_with_the_next_message()
    {
        var child = Child(_ => Directive.Resume);
        ExpectMsg("pre-start 1");
        child.Tell(new FormatException());
        child.Tell("state");
        ExpectMsg("1");
    }

    [Fact]
    public void Stop_ends_the_child()
    {
        var child = Child(_ => Directive.Stop);
        ExpectMsg("pre-start 1");
        Watch(child);
        child.Tell(new FormatException());
        ExpectMsg("post-stop 1");
        ExpectTerminated(child);
    }

    [Fact]
    public void Messages_queued_behind_a_failure_are_processed_by_the_next_instance()
    {
        var child = Child(_ => Directive.Restart);
        child.Tell(new FormatException());
        child.Tell("state");
        FishForMessage<string>(text => text == "2");
    }

    [Fact]
    public void Escalation_fails_the_parent_and_restarts_the_subtree()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Parent(TestActor, new OneForOneStrategy(_ => Directive.Escalate))));
        var child = SpawnedBy(parent);
        Watch(child);
        child.Tell(new FormatException());
        ExpectMsg("post-stop 1");
        var seen = ReceiveN(2);
        Assert.Contains("parent post-restart FormatException", seen);
        Assert.Contains(seen, message => message is Terminated ended && ended.ActorRef.Equals(child));
    }

    [Fact]
    public void All_for_one_restarts_the_siblings_too()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Parent(TestActor, new AllForOneStrategy(_ => Directive.Restart))));
        var children = Enumerable.Range(0, 2).Select(_ => SpawnedBy(parent)).ToList();
        children[0].Tell(new FormatException());
        var seen = ReceiveN(8).Cast<string>().ToList();
        Assert.Equal(2, seen.Count(text => text == "post-restart 2 FormatException"));
        children[1].Tell("state");
        ExpectMsg("2");
    }

    [Fact]
    public void More_failures_than_allowed_in_the_window_stop_the_child()
    {
        var child = Child(new OneForOneStrategy(2, 1000, _ => Directive.Restart));
        Watch(child);
        for (var i = 0; i < 3; i++)
            child.Tell(new FormatException());
        FishForMessage<Terminated>(ended => ended.ActorRef.Equals(child));
    }

    [Fact]
    public void A_window_that_has_passed_is_forgotten()
    {
        var window = TimeSpan.FromMilliseconds(40);
        var child = Child(new OneForOneStrategy(1, window, _ => Directive.Restart));
        for (var i = 2; i < 6; i++)
        {
            child.Tell(new FormatException());
            FishForMessage<string>(text => text == $"pre-start {i}");

            // Real time too: on Akka.NET it measures the window, also under a test scheduler.
            var since = Stopwatch.GetTimestamp();
            Time.Advance(window * 2);
            SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(since) > window * 2);
        }

        child.Tell("state");
        ExpectMsg("5");
    }

    [Fact]
    public void A_decider_that_throws_fails_the_supervisor()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Parent(
            TestActor, new OneForOneStrategy(_ => ThrowFrom<Directive>(new NotSupportedException("decider"))))));
        var child = SpawnedBy(parent);
        EventFilter.Exception<NotSupportedException>("decider").ExpectOne(() => child.Tell(new FormatException()));
        FishForMessage<string>(text => text == "parent post-restart NotSupportedException");
    }

    [Fact]
    public void A_failure_is_logged_under_the_childs_path()
    {
        var child = Child(_ => Directive.Restart);
        EventFilter.Error("told so", source: child.Path.ToString()).ExpectOne(() => child.Tell(new FormatException("told so")));
    }

    [Fact]
    public void By_default_kill_stops_and_other_failures_restart()
    {
        var child = Child(SupervisorStrategy.DefaultStrategy);
        ExpectMsg("pre-start 1");
        child.Tell(new FormatException());
        FishForMessage<string>(text => text == "pre-start 2");
        Watch(child);
        child.Tell(Kill.Instance);
        ExpectMsg("post-stop 2");
        ExpectTerminated(child);
    }

    [Fact]
    public void A_constructor_that_fails_in_a_restart_goes_to_the_supervisor_again()
    {
        var attempts = new Attempts();
        var child = ChildActorOf(
            Props.Create(() => new FailsSecondTime(TestActor, attempts)), null, new OneForOneStrategy(cause => cause is PostRestartException ? Directive.Stop : Directive.Restart));
        Watch(child);
        child.Tell("fail");
        ExpectTerminated(child);
        Assert.Equal(2, attempts.Made);
    }

    [Fact]
    public void A_pre_restart_that_throws_is_logged_and_the_restart_goes_on()
    {
        var child = ChildActorOf(Props.Create(() => new ThrowingHooks()), null, new OneForOneStrategy(_ => Directive.Restart));
        EventFilter.Exception<PreRestartException>().ExpectOne(() => child.Tell("fail"));
        child.Tell("alive?", TestActor);
        ExpectMsg("alive");
        Watch(child);
        EventFilter.Exception<NotSupportedException>("post-stop").ExpectOne(() => Sys.Stop(child));
        ExpectTerminated(child);
    }

    [Fact]
    public void Children_are_stopped_before_the_fresh_instance_starts()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Parent(TestActor, SupervisorStrategy.DefaultStrategy)));
        SpawnedBy(parent);
        parent.Tell(new FormatException());
        ExpectMsg("post-stop 1");
        ExpectMsg("parent post-restart FormatException");
    }

    /// <summary>The parent tells the reference of its child and the child that it starts: two senders, in either order.</summary>
    private IActorRef SpawnedBy(IActorRef parent)
    {
        parent.Tell("spawn");
        var told = ReceiveN(2, RemainingOrDefault);
        Assert.Contains("pre-start 1", told);
        return Assert.Single(told.OfType<IActorRef>());
    }

    private static T ThrowFrom<T>(Exception cause) => throw cause;

    private IActorRef Child(Func<Exception, Directive> decider) => Child(new OneForOneStrategy(decider));

    private IActorRef Child(SupervisorStrategy strategy)
    {
        var runs = new Attempts();
        return ChildActorOf(Props.Create(() => new Hooked(TestActor, runs)), null, strategy);
    }

    private sealed class Attempts
    {
        public int Made { get; set; }
    }

    private sealed class Hooked : ReceiveActor
    {
        private readonly IActorRef _test;
        private readonly int _run;

        public Hooked(IActorRef test, Attempts runs)
        {
            _test = test;
            _run = ++runs.Made;
            Receive<Exception>(cause => throw cause);
            Receive<string>(_ => test.Tell($"{_run}"));
        }

        protected override void PreStart() => _test.Tell($"pre-start {_run}");

        protected override void PostStop() => _test.Tell($"post-stop {_run}");

        protected override void PreRestart(Exception reason, object? message)
        {
            _test.Tell($"pre-restart {_run} {reason.GetType().Name} for {message?.GetType().Name}");
            base.PreRestart(reason, message);
        }

        protected override void PostRestart(Exception reason)
        {
            _test.Tell($"post-restart {_run} {reason.GetType().Name}");
            base.PostRestart(reason);
        }
    }

    private sealed class Parent : ReceiveActor
    {
        private readonly IActorRef _test;
        private readonly SupervisorStrategy _strategy;

        public Parent(IActorRef test, SupervisorStrategy strategy)
        {
            _test = test;
            _strategy = strategy;
            Receive<string>(_ =>
            {
                var runs = new Attempts();
                test.Tell(Context.ActorOf(Props.Create(() => new Hooked(test, runs))));
            });
            Receive<Exception>(cause => throw cause);
        }

        protected override SupervisorStrategy SupervisorStrategy() => _strategy;

        protected override void PostRestart(Exception reason) => _test.Tell($"parent post-restart {reason.GetType().Name}");
    }

    private sealed class FailsSecondTime : ReceiveActor
    {
        public FailsSecondTime(IActorRef test, Attempts attempts)
        {
            if (++attempts.Made == 2)
                throw new InvalidOperationException("second time");
            ReceiveAny(_ => throw new FormatException());
            _ = test;
        }
    }

    private sealed class ThrowingHooks : ReceiveActor
    {
        public ThrowingHooks()
        {
            Receive<string>(text => text == "fail", _ => throw new FormatException());
            Receive<string>(_ => Sender.Tell("alive"));
        }

        protected override void PreRestart(Exception reason, object? message) => throw new InvalidOperationException("pre-restart");

        protected override void PostStop() => throw new NotSupportedException("post-stop");
    }
}
