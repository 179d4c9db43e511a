using Kernel.Actor;
using Kernel.Configuration;

namespace Kernel.Tests.Actor;

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
    public async Task Shutdown_phases_run_in_order_and_late_or_failing_tasks_do_not_hold_up_the_rest()
    {
        var system = ActorSystem.Create("phased", ConfigurationFactory.ParseString(
            "kernel.stdout-loglevel = OFF, kernel.coordinated-shutdown.phases.service-unbind.timeout = 50ms"));
        var shutdown = CoordinatedShutdown.Get(system);
        var order = new List<string>();
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate, "last", () => Note("before terminate"));
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "hangs", () => new TaskCompletionSource<Done>().Task);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "fails", () => throw new FormatException());
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "first", () => Note("before unbind"));
        await system.Terminate().WaitAsync(Long);
        Assert.Equal(["before unbind", "before terminate"], order);
        Assert.Same(CoordinatedShutdown.ActorSystemTerminateReason.Instance, shutdown.ShutdownReason);
        Assert.Throws<ArgumentException>(() => shutdown.AddTask("no-such-phase", "task", () => Note("never")));

        Task<Done> Note(string text)
        {
            order.Add(text);
            return Task.FromResult(Done.Instance);
        }
    }

    [Fact]
    public async Task A_run_from_a_phase_leaves_out_what_comes_before()
    {
        var system = ActorSystem.Create("from-phase");
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "never", () => throw new FormatException("must not run"));
        await shutdown.Run(CoordinatedShutdown.UnknownReason.Instance, CoordinatedShutdown.PhaseActorSystemTerminate).WaitAsync(Long);
        Assert.True(system.WhenTerminated.IsCompleted);
    }

    [Theory]
    [InlineData("kernel.loglevel = LOUD", "kernel.loglevel")]
    [InlineData("kernel.scheduler.implementation = \"No.Such.Type\"", "kernel.scheduler.implementation")]
    [InlineData("kernel.log-dead-letters = many", "kernel.log-dead-letters")]
    public void A_wrong_setting_is_named(string config, string key) =>
        Assert.Contains(key, Assert.Throws<ConfigurationException>(() => ActorSystem.Create("wrong", ConfigurationFactory.ParseString(config))).Message, StringComparison.Ordinal);

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
