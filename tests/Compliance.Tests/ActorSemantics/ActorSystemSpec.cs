namespace CallActors.Compliance.Tests.ActorSemantics;

public sealed class ActorSystemSpec
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Terminating_ends_user_before_system_and_then_runs_callbacks_last_first()
    {
        var system = ActorSystem.Create("ending");
        var order = new List<string>();
        system.ActorOf(Props.Create(() => new Ending(order, "user")));
        ((ExtendedActorSystem)system).SystemActorOf(Props.Create(() => new Ending(order, "system")));
        system.RegisterOnTermination(() => order.Add("first registered"));
        system.RegisterOnTermination(() => order.Add("last registered"));
        Assert.False(system.WhenTerminated.IsCompleted);
        await system.Terminate().WaitAsync(Long);
        Assert.Equal(["user", "system", "last registered", "first registered"], order);
        Assert.True(system.WhenTerminated.IsCompletedSuccessfully);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("Calls-2")]
    [InlineData("9-lives-")]
    public async Task Letters_digits_and_inner_hyphens_name_a_system(string name)
    {
        var system = ActorSystem.Create(name);
        Assert.Equal(name, system.Name);
        Assert.Equal(Timeout.InfiniteTimeSpan, system.Settings.AskTimeout);
        await system.Terminate().WaitAsync(Long);
    }

    [Fact]
    public async Task An_ended_system_makes_and_schedules_nothing()
    {
        var system = ActorSystem.Create("ended");
        await system.Terminate().WaitAsync(Long);
        Assert.Throws<InvalidOperationException>(() => system.ActorOf<Silent>());
        Assert.Throws<SchedulerException>(() => system.Scheduler.Advanced.ScheduleOnce(TimeSpan.Zero, () => { }));
    }

    [Fact]
    public async Task An_extension_is_made_once_and_found_by_type()
    {
        using var system = ActorSystem.Create("extended");
        Assert.False(system.HasExtension<Service>());
        Assert.Null(system.GetExtension<Service>());
        var service = new ServiceProvider().Apply(system);
        Assert.Same(service, system.WithExtension<Service, ServiceProvider>());
        Assert.Same(service, system.GetExtension<Service>());
        await system.Terminate().WaitAsync(Long);
    }

    [Fact]
    public async Task Actors_that_end_by_themselves_while_others_stop_them_do_not_hold_up_the_end_of_the_system()
    {
        var system = ActorSystem.Create("crossing");
        for (var i = 0; i < 20_000; i++)
        {
            var actor = system.ActorOf<Silent>();
            actor.Tell(PoisonPill.Instance, ActorRefs.NoSender);
            if (i % 2 == 0)
                await Task.Yield();
            system.Stop(actor);
        }

        await system.Terminate().WaitAsync(Long);
    }

    private sealed class Silent : ReceiveActor;

    private sealed class Ending(List<string> order, string name) : ReceiveActor
    {
        protected override void PostStop() => order.Add(name);
    }

    private sealed class Service : IExtension;

    private sealed class ServiceProvider : ExtensionIdProvider<Service>
    {
        public override Service CreateExtension(ExtendedActorSystem system) => new();
    }
}
