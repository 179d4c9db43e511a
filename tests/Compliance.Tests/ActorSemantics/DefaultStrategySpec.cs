namespace CallActors.Compliance.Tests.ActorSemantics;

/// <summary>Deciders, and what holds when nobody wrote one.</summary>
public sealed class DefaultStrategySpec : ActorSpec
{
    [Fact]
    public void What_could_not_start_was_killed_or_broke_a_pact_is_stopped_and_everything_else_restarted()
    {
        var decider = SupervisorStrategy.DefaultDecider;
        Assert.Equal(Directive.Stop, decider.Decide(new ActorInitializationException("no start")));
        Assert.Equal(Directive.Stop, decider.Decide(new ActorKilledException("Kill")));
        Assert.Equal(Directive.Stop, decider.Decide(new DeathPactException(TestActor)));
        Assert.Equal(Directive.Restart, decider.Decide(new FormatException()));
        Assert.Equal(Directive.Restart, decider.Decide(new StashOverflowException("full")));
    }

    [Fact]
    public void A_table_of_exceptions_is_read_from_its_first_row_and_ends_with_the_default()
    {
        var decider = Decider.From(
            Directive.Escalate,
            Directive.Stop.When<ArgumentNullException>(),
            Directive.Resume.When<ArgumentException>());
        Assert.Equal(Directive.Stop, decider.Decide(new ArgumentNullException()));
        Assert.Equal(Directive.Resume, decider.Decide(new ArgumentOutOfRangeException()));
        Assert.Equal(Directive.Escalate, decider.Decide(new FormatException()));
    }

    [Fact]
    public void A_child_that_cannot_be_constructed_is_stopped()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Unmade()));
        Watch(actor);
        ExpectTerminated(actor);
    }

    [Fact]
    public void A_child_that_cannot_start_is_stopped_and_has_nothing_to_clean_up()
    {
        EventFilter.Exception<ActorInitializationException>().ExpectOne(() =>
        {
            var actor = Sys.ActorOf(Props.Create(() => new Unstarted(TestActor)));
            Watch(actor);
            ExpectTerminated(actor);
        });
    }

    [Fact]
    public void The_props_of_a_supervisor_may_carry_its_strategy()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Parent(TestActor)).WithSupervisorStrategy(SupervisorStrategy.StoppingStrategy));
        var child = ExpectMsg<IActorRef>();
        Watch(child);
        EventFilter.Exception<FormatException>().ExpectOne(() => child.Tell("fail"));
        ExpectTerminated(child);
        _ = parent;
    }

    [Fact]
    public void The_guardian_of_the_application_restarts_by_default()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Failing()));
        EventFilter.Exception<FormatException>().ExpectOne(() => actor.Tell("fail"));
        actor.Tell("alive?");
        ExpectMsg("alive?");
    }

    [Fact]
    public void Strategies_tell_their_limits()
    {
        var strategy = new OneForOneStrategy(3, TimeSpan.FromSeconds(2), _ => Directive.Restart);
        Assert.Equal((3, 2000), (strategy.MaxNumberOfRetries, strategy.WithinTimeRangeMilliseconds));
        Assert.Equal(7, strategy.WithMaxNrOfRetries(7).MaxNumberOfRetries);
        Assert.Equal((-1, -1), (new OneForOneStrategy(_ => Directive.Stop).MaxNumberOfRetries, new OneForOneStrategy(_ => Directive.Stop).WithinTimeRangeMilliseconds));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    public void As_many_restarts_as_allowed_and_then_the_end(int allowed, int restarts)
    {
        var child = ChildActorOf(Props.Create(() => new SaysRestarts(TestActor)), "limited", new OneForOneStrategy(allowed, -1, _ => Directive.Restart));
        Watch(child);
        for (var i = 0; i <= restarts; i++)
            child.Tell("fail");
        for (var i = 0; i < restarts; i++)
            ExpectMsg("restarted");
        ExpectTerminated(child);
    }

    private sealed class Unmade : ReceiveActor
    {
        public Unmade() => throw new FormatException();
    }

    private sealed class Unstarted(IActorRef test) : ReceiveActor
    {
        protected override void PreStart() => throw new FormatException();

        protected override void PostStop() => test.Tell("cleaned up");
    }

    private sealed class Failing : ReceiveActor
    {
        public Failing()
        {
            Receive<string>(text => text == "fail", _ => throw new FormatException());
            ReceiveAny(message => Sender.Tell(message));
        }
    }

    private sealed class Parent : ReceiveActor
    {
        public Parent(IActorRef test) => test.Tell(Context.ActorOf<Failing>());
    }

    private sealed class SaysRestarts : ReceiveActor
    {
        private readonly IActorRef _test;

        public SaysRestarts(IActorRef test)
        {
            _test = test;
            ReceiveAny(_ => throw new FormatException());
        }

        protected override void PostRestart(Exception reason) => _test.Tell("restarted");
    }
}
