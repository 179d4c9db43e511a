namespace CallActors.Compliance.Tests.ActorSemantics;

/// <summary>An actor that fails for ever is restarted for ever; nobody else pays for it.</summary>
public sealed class EndlessRestartSpec : ActorSpec
{
    [Fact]
    public void Others_get_their_turn()
    {
        using var quiet = EventFilter.Exception<FormatException>().And.DeadLetter<string>().Mute();
        var restless = Enumerable.Range(0, Environment.ProcessorCount * 4).Select(_ => Sys.ActorOf<Restless>()).ToList();
        var echo = Sys.ActorOf<Echo>();
        for (var i = 0; i < 20; i++)
        {
            echo.Tell(i);
            ExpectMsg(i, TimeSpan.FromSeconds(20));
        }

        End(restless);
    }

    [Fact]
    public void Others_get_their_turn_when_not_even_a_constructor_succeeds()
    {
        using var quiet = EventFilter.Exception<FormatException>().Mute();
        var restless = Enumerable.Range(0, Environment.ProcessorCount * 4)
            .Select(i => ChildActorOf(Props.Create(() => new Unmade()), $"unmade-{i}", new OneForOneStrategy(_ => Directive.Restart)))
            .ToList();
        var echo = Sys.ActorOf<Echo>();
        for (var i = 0; i < 20; i++)
        {
            echo.Tell(i);
            ExpectMsg(i, TimeSpan.FromSeconds(20));
        }

        End(restless);
    }

    [Fact]
    public void Nothing_of_earlier_instances_is_left()
    {
        const int Restarts = 1000;
        var earlier = new List<WeakReference>();
        var actor = Sys.ActorOf(Props.Create(() => new Burdened(TestActor, earlier)));
        using (EventFilter.Exception<FormatException>().Mute())
        {
            for (var i = 0; i < Restarts; i++)
                actor.Tell("fail");
            actor.Tell("burden");
            Assert.Equal((Restarts + 1, 1, 1), ExpectMsg<(int, int, int)>(TimeSpan.FromSeconds(20)));
        }

        // One tick, of the one timer that the last instance has started.
        Time.Advance(TimeSpan.FromSeconds(1));
        ExpectMsg("tick");
        actor.Tell("burden");
        ExpectMsg<(int, int, int)>();
        AwaitAssert(() =>
        {
            GC.Collect();
            Assert.InRange(earlier.Count(instance => instance.IsAlive), 1, 3);
        });
    }

    private void End(List<IActorRef> actors)
    {
        foreach (var actor in actors)
        {
            Watch(actor);
            Sys.Stop(actor);
            ExpectTerminated(actor, TimeSpan.FromSeconds(20));
        }
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }

    private sealed class Restless : ReceiveActor
    {
        public Restless() => ReceiveAny(_ => throw new FormatException());

        protected override void PreStart() => Self.Tell("again");
    }

    private sealed class Unmade : ReceiveActor
    {
        public Unmade() => throw new FormatException();
    }

    private sealed class Burdened : ReceiveActor, IWithTimers
    {
        private readonly byte[] _weight = new byte[10_000];

        public Burdened(IActorRef test, List<WeakReference> earlier)
        {
            earlier.Add(new WeakReference(_weight));
            Context.ActorOf<Echo>("child");
            Timers.StartPeriodicTimer("key", "tick", TimeSpan.FromSeconds(1));
            Receive<string>(text => text == "fail", _ => throw new FormatException());
            Receive<string>(text => text == "burden", _ => test.Tell((earlier.Count, Context.GetChildren().Count(), Timers.ActiveTimers.Count)));
            Receive<string>(text => test.Tell(text));
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }
}
