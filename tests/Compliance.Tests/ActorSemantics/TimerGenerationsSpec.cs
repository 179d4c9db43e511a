namespace CallActors.Compliance.Tests.ActorSemantics;

/// <summary>What a timer has already queued is discarded when the timer is not the same any more.</summary>
public sealed class TimerGenerationsSpec : ActorSpec
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_queued_tick_is_discarded_when_the_actor_restarts_and_starts_the_same_key_again()
    {
        var instances = new Instances();
        var actor = Sys.ActorOf(Props.Create(() => new Ticking(TestActor, instances)));
        ExpectMsg("start 1");
        using var gate = new ManualResetEventSlim();
        actor.Tell(gate);
        ExpectMsg("held");
        actor.Tell(new FormatException());
        Time.Advance(Second);
        gate.Set();
        ExpectMsg("start 2");
        actor.Tell("mark");
        ExpectMsg("mark");
        Time.Advance(Second);
        ExpectMsg("tick of 2");
    }

    [Fact]
    public void Timers_are_gone_before_PreRestart_and_before_PostStop()
    {
        var instances = new Instances();
        var actor = Sys.ActorOf(Props.Create(() => new Ticking(TestActor, instances, true)));
        ExpectMsg("start 1");
        actor.Tell(new FormatException());
        ExpectMsg("pre-restart with 0 timers");
        ExpectMsg("start 2");
        Sys.Stop(actor);
        ExpectMsg("post-stop with 0 timers");
    }

    [Fact]
    public void A_timer_that_its_own_message_starts_again_goes_on()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Rearming(TestActor)));
        for (var i = 1; i <= 3; i++)
        {
            actor.Tell("settle");
            ExpectMsg("settle");
            Time.Advance(Second);
            ExpectMsg(i);
        }
    }

    [Fact]
    public void Keys_that_are_equal_are_one_timer_and_active_ones_can_be_listed()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Keyed(TestActor)));
        ExpectMsg("(1, a),(2, b)");
        Time.Advance(Second);
        ExpectMsgAllOf("second", "other");
    }

    [Fact]
    public void A_timer_s_message_that_is_built_in_is_handled_by_the_runtime()
    {
        var actor = Sys.ActorOf(Props.Create(() => new EndsItself()));
        actor.Tell("settle");
        ExpectMsg("settle");
        Watch(actor);
        Time.Advance(Second);
        ExpectTerminated(actor);
    }

    [Fact]
    public void Messages_of_timers_count_for_the_receive_timeout_unless_they_are_marked()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Waiting(TestActor)));
        foreach (var (seconds, seen) in new[] { (6, "marked tick"), (4, "silence") })
        {
            Settle(actor);
            Time.Advance(seconds * Second);
            ExpectMsg(seen);
        }

        actor.Tell(new Rearm());
        Settle(actor);
        Time.Advance(6 * Second);
        ExpectMsg("tick");
        Settle(actor);
        Time.Advance(4 * Second);
        Settle(actor);
        Time.Advance(6 * Second);
        ExpectMsg("silence");
    }

    private void Settle(IActorRef actor)
    {
        // Twice: a check of the timeout that an advance has queued comes before the second one.
        for (var i = 0; i < 2; i++)
        {
            actor.Tell(new Unnoticed());
            ExpectMsg("settled");
        }
    }

    private sealed class Instances
    {
        public int Made { get; set; }
    }

    private sealed class Ticking : ReceiveActor, IWithTimers
    {
        private readonly IActorRef _test;
        private readonly int _instance;
        private readonly bool _reportsTimers;

        public Ticking(IActorRef test, Instances instances, bool reportsTimers = false)
        {
            _test = test;
            _instance = ++instances.Made;
            _reportsTimers = reportsTimers;
            Receive<ManualResetEventSlim>(gate =>
            {
                test.Tell("held");
                gate.Wait(TimeSpan.FromSeconds(5));
            });
            Receive<Exception>(cause => throw cause);
            Receive<string>(text => test.Tell(text));
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart()
        {
            Timers.StartPeriodicTimer("key", $"tick of {_instance}", Second);
            _test.Tell($"start {_instance}");
        }

        protected override void PreRestart(Exception reason, object? message) => Report("pre-restart");

        protected override void PostStop() => Report("post-stop");

        private void Report(string hook)
        {
            if (_reportsTimers)
                _test.Tell($"{hook} with {Timers.ActiveTimers.Count} timers");
        }
    }

    private sealed class Rearming : ReceiveActor, IWithTimers
    {
        public Rearming(IActorRef test)
        {
            Timers.StartSingleTimer("key", 1, Second);
            Receive<int>(number =>
            {
                Timers.StartSingleTimer("key", number + 1, Second);
                test.Tell(number);
            });
            ReceiveAny(message => Sender.Tell(message));
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }

    private sealed class Keyed : ReceiveActor, IWithTimers
    {
        public Keyed(IActorRef test)
        {
            Timers.StartSingleTimer((1, "a"), "first", Second);
            Timers.StartSingleTimer((2, "b"), "other", Second);
            Timers.StartSingleTimer((1, "a"), "second", Second);
            Receive<string>(text => test.Tell(text));
            test.Tell(string.Join(',', Timers.ActiveTimers.Select(key => $"{key}").Order(StringComparer.Ordinal)));
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }

    private sealed class EndsItself : ReceiveActor, IWithTimers
    {
        public EndsItself()
        {
            Timers.StartSingleTimer("key", PoisonPill.Instance, Second);
            ReceiveAny(message => Sender.Tell(message));
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }

    private sealed record Unnoticed : INotInfluenceReceiveTimeout;

    private sealed record MarkedTick : INotInfluenceReceiveTimeout;

    private sealed record Tick;

    private sealed record Rearm;

    private sealed class Waiting : ReceiveActor, IWithTimers
    {
        public Waiting(IActorRef test)
        {
            SetReceiveTimeout(10 * Second);
            Timers.StartSingleTimer("key", new MarkedTick(), 6 * Second);
            Receive<Rearm>(_ => Timers.StartSingleTimer("key", new Tick(), 6 * Second));
            Receive<MarkedTick>(_ => test.Tell("marked tick"));
            Receive<Tick>(_ => test.Tell("tick"));
            Receive<Unnoticed>(_ => test.Tell("settled"));
            Receive<ReceiveTimeout>(_ => test.Tell("silence"));
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }
}
