namespace CallActors.Compliance.Tests.ActorSemantics;

public sealed class ConstructionSpec : ActorSpec
{
    [Fact]
    public void An_actor_made_with_new_is_refused() =>
        Assert.Throws<ActorInitializationException>(() => new Silent());

    [Fact]
    public void A_second_actor_of_a_name_is_refused_until_the_first_has_ended()
    {
        var first = Sys.ActorOf(Props.Create(() => new Silent()), "only");
        var refused = Assert.Throws<InvalidActorNameException>(() => Sys.ActorOf(Props.Create(() => new Silent()), "only"));
        Assert.Contains("is not unique!", refused.Message, StringComparison.Ordinal);
        Watch(first);
        Sys.Stop(first);
        ExpectTerminated(first);
        AwaitAssert(() => Assert.NotEqual(first, Sys.ActorOf(Props.Create(() => new Silent()), "only")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("$hidden")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("ä")]
    public void A_malformed_name_is_refused(string name) =>
        Assert.Throws<InvalidActorNameException>(() => Sys.ActorOf(Props.Create(() => new Silent()), name));

    [Fact]
    public void Automatic_names_count_up_in_base_64_behind_a_dollar_sign()
    {
        var names = Enumerable.Range(0, 66).Select(_ => Sys.ActorOf<Silent>().Path.Name).ToList();
        Assert.Equal(["$a", "$b", "$c"], names.Take(3));
        Assert.Equal(["$ab", "$bb"], names.Skip(64));
    }

    [Theory]
    [InlineData("-lead")]
    [InlineData("un_der")]
    [InlineData("")]
    public void A_malformed_system_name_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => ActorSystem.Create(name));

    [Fact]
    public void A_constructor_that_throws_stops_the_actor()
    {
        var probe = CreateTestProbe();
        EventFilter.Exception<ActorInitializationException>().ExpectOne(() =>
        {
            var actor = Sys.ActorOf(Props.Create(() => new Broken()));
            probe.Watch(actor);
            probe.ExpectTerminated(actor);
        });
    }

    [Fact]
    public void Timers_are_there_in_the_constructor()
    {
        Sys.ActorOf(Props.Create(() => new TimerInConstructor(TestActor)));
        ExpectMsg("made");
        Time.Advance(TimeSpan.FromSeconds(1));
        ExpectMsg("from the constructor's timer");
    }

    [Fact]
    public void Arguments_are_matched_to_constructors_with_optional_parameters_filled_in()
    {
        Sys.ActorOf(Props.Create<WithArguments>(TestActor, 7));
        ExpectMsg("7 default");
        var type = typeof(WithArguments);
        Sys.ActorOf(Props.Create(type, TestActor, 8, "given"));
        ExpectMsg("8 given");
        Assert.Throws<ArgumentException>(() => Props.Create<WithArguments>("no reference"));
        Assert.Throws<ArgumentException>(() => Props.Create(typeof(string)));
    }

    [Fact]
    public void Arguments_of_an_expression_are_evaluated_once()
    {
        var number = 1;
        var props = Props.Create(() => new WithArguments(TestActor, number, "a" + "b"));
        number = 2;
        Sys.ActorOf(props);
        ExpectMsg("1 ab");
        Assert.Throws<ArgumentException>(() => Props.Create(() => Make()));
    }

    private static Silent Make() => throw new InvalidOperationException("never called");

    private sealed class Silent : ReceiveActor;

    private sealed class Broken : ReceiveActor
    {
        public Broken() => throw new InvalidOperationException("cannot be made");
    }

    private sealed class TimerInConstructor : ReceiveActor, IWithTimers
    {
        public TimerInConstructor(IActorRef test)
        {
            Timers.StartSingleTimer("key", "from the constructor's timer", TimeSpan.FromSeconds(1));
            Receive<string>(message => test.Tell(message));
            test.Tell("made");
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }

    private sealed class WithArguments : ReceiveActor
    {
        public WithArguments(IActorRef test, int number, string text = "default") => test.Tell($"{number} {text}");
    }
}
