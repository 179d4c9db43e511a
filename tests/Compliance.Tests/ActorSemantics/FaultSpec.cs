namespace CallActors.Compliance.Tests.ActorSemantics;

/// <summary>Bad input and failures: each has one outcome, and a line in the log that names the actor.</summary>
public sealed class FaultSpec : ActorSpec
{
    [Fact]
    public void Nothing_cannot_be_told()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Faulty("none")));
        Assert.Throws<InvalidMessageException>(() => actor.Tell(null!, TestActor));
        Assert.Throws<ArgumentNullException>(() => Sys.ActorSelection("/user/*").Tell(null!, TestActor));
        AssertAlive(actor);
    }

    [Theory]
    [InlineData("constructor")]
    [InlineData("PreStart")]
    public void A_failure_to_start_is_logged_under_the_actor_and_ends_it(string where) =>
        EventFilter.Error(source: $"{Runtime.Root}://test/user/faulty").ExpectOne(() =>
        {
            var actor = Sys.ActorOf(Props.Create(() => new Faulty(where)), "faulty");
            Watch(actor);
            ExpectTerminated(actor);
        });

    [Theory]
    [InlineData("handler")]
    [InlineData("async handler")]
    [InlineData("async handler, later")]
    [InlineData("predicate")]
    public void A_failing_handler_is_logged_under_the_actor_which_goes_on_anew(string where)
    {
        var actor = Sys.ActorOf(Props.Create(() => new Faulty(where)), "faulty");
        EventFilter.Error(contains: where, source: actor.Path.ToString()).ExpectOne(() => actor.Tell("go"));
        AssertAlive(actor);
    }

    [Fact]
    public void A_failing_PreRestart_is_logged_beside_its_cause_and_the_restart_goes_on()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Faulty("PreRestart")), "faulty");
        EventFilter.Error(source: actor.Path.ToString()).Expect(2, () => actor.Tell("go"));
        AssertAlive(actor);
    }

    [Fact]
    public void A_failing_PostRestart_is_logged_and_ends_the_actor_by_default()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Faulty("PostRestart")), "faulty");
        Watch(actor);
        EventFilter.Error(source: actor.Path.ToString()).Expect(2, () => actor.Tell("go"));
        ExpectTerminated(actor);
    }

    [Fact]
    public void A_failing_PostStop_is_logged_and_the_actor_ends_all_the_same()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Faulty("PostStop")), "faulty");
        Watch(actor);
        EventFilter.Error(contains: "PostStop", source: actor.Path.ToString()).ExpectOne(() => Sys.Stop(actor));
        ExpectTerminated(actor);
    }

    [Fact]
    public void A_failing_decider_fails_the_supervisor_whose_own_supervisor_decides()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Supervisor(TestActor, new OneForOneStrategy(Throw))), "parent");
        var child = ExpectMsg<IActorRef>();
        EventFilter.Error(contains: "decider", source: parent.Path.ToString()).ExpectOne(() => child.Tell("go"));
        ExpectMsg<IActorRef>();
    }

    [Fact]
    public void A_failure_while_another_one_is_being_handled_costs_no_third_party()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Supervisor(TestActor, new AllForOneStrategy(_ => Directive.Restart), 3)), "parent");
        var children = ReceiveN(3, TimeSpan.FromSeconds(3)).Cast<IActorRef>().ToList();
        EventFilter.Exception<FormatException>().Mute(() =>
        {
            for (var i = 0; i < 50; i++)
                children.ForEach(child => child.Tell("go"));
            children.ForEach(AssertAlive);
        });
        _ = parent;
    }

    [Fact]
    public void A_failing_supervisor_strategy_factory_fails_the_supervisor()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Supervisor(TestActor, null!)), "parent");
        var child = ExpectMsg<IActorRef>();
        EventFilter.Error(source: parent.Path.ToString()).ExpectOne(() => child.Tell("go"));
        ExpectMsg<IActorRef>();
    }

    private static Directive Throw(Exception cause) => throw new NotSupportedException("decider", cause);

    private void AssertAlive(IActorRef actor)
    {
        var probe = CreateTestProbe();
        actor.Tell("alive?", probe.Ref);
        probe.ExpectMsg("alive");
    }

    private sealed class Faulty : ReceiveActor
    {
        private readonly string _where;

        public Faulty(string where)
        {
            _where = where;
            FailAt("constructor");
            Receive<string>(text => text == "alive?", _ => Sender.Tell("alive"));
            switch (where)
            {
                case "async handler":
                    ReceiveAsync<string>(_ => throw new FormatException(where));
                    break;
                case "async handler, later":
                    ReceiveAsync<string>(async _ =>
                    {
                        await Task.Yield();
                        throw new FormatException(where);
                    });
                    break;
                case "predicate":
                    Receive<string>(_ => throw new FormatException(where), _ => { });
                    break;
                default:
                    Receive<string>(_ => throw new FormatException("handler"));
                    break;
            }
        }

        protected override void PreStart() => FailAt("PreStart");

        protected override void PostStop() => FailAt("PostStop");

        protected override void PreRestart(Exception reason, object? message) => FailAt("PreRestart");

        protected override void PostRestart(Exception reason) => FailAt("PostRestart");

        private void FailAt(string place)
        {
            if (_where == place)
                throw new FormatException(place);
        }
    }

    private sealed class Supervisor : ReceiveActor
    {
        private readonly SupervisorStrategy _strategy;

        public Supervisor(IActorRef test, SupervisorStrategy strategy, int children = 1)
        {
            _strategy = strategy;
            for (var i = 0; i < children; i++)
                test.Tell(Context.ActorOf(Props.Create(() => new Faulty("handler"))));
        }

        protected override SupervisorStrategy SupervisorStrategy() => _strategy ?? throw new NotSupportedException("no strategy");
    }
}
