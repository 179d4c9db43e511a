using System.Collections.Concurrent;

namespace CallActors.Compliance.Tests.ActorSemantics;

public sealed class CoordinatedShutdownSpec
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);

    private static readonly string[] Phases =
    [
        "before-service-unbind", "service-unbind", "service-requests-done", "service-stop", "before-cluster-shutdown",
        "cluster-sharding-shutdown-region", "cluster-leave", "cluster-exiting", "cluster-exiting-done", "cluster-shutdown",
        "before-actor-system-terminate", "actor-system-terminate",
    ];

    private readonly ConcurrentQueue<string> _order = new();

    [Fact]
    public async Task Every_phase_comes_after_the_one_before_it_and_the_actors_end_last()
    {
        var system = ActorSystem.Create("ordered");
        var shutdown = CoordinatedShutdown.Get(system);
        foreach (var phase in Phases.Reverse())
            shutdown.AddTask(phase, "note", () => Note(system.WhenTerminated.IsCompleted && phase != Phases[^1] ? $"{phase} too late" : phase));
        await shutdown.Run(CoordinatedShutdown.UnknownReason.Instance).WaitAsync(Long);
        Assert.Equal(Phases, _order);
        Assert.True(system.WhenTerminated.IsCompleted);
    }

    [Fact]
    public void Phases_have_their_times()
    {
        using var system = ActorSystem.Create("timed");
        var shutdown = CoordinatedShutdown.Get(system);
        string[] long10 = ["cluster-sharding-shutdown-region", "cluster-exiting", "actor-system-terminate"];
        Assert.All(Phases, phase => Assert.Equal(TimeSpan.FromSeconds(long10.Contains(phase) ? 10 : 5), shutdown.Timeout(phase)));
    }

    [Fact]
    public async Task Late_or_failing_tasks_do_not_hold_up_the_rest()
    {
        var system = ActorSystem.Create("recovering", Settings("coordinated-shutdown.phases.service-unbind.timeout = 50ms"));
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate, "last", () => Note("last"));
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "hangs", () => new TaskCompletionSource<Done>().Task);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "goes on", () => Note("beside it"));
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "fails", () => Task.FromException<Done>(new FormatException()));
        await system.Terminate().WaitAsync(Long);
        Assert.Equal(["beside it", "last"], _order);
        Assert.Same(CoordinatedShutdown.ActorSystemTerminateReason.Instance, shutdown.ShutdownReason);
    }

    [Fact]
    public async Task Tasks_of_one_phase_run_together()
    {
        var system = ActorSystem.Create("together");
        var shutdown = CoordinatedShutdown.Get(system);
        var (one, two) = (new TaskCompletionSource<Done>(), new TaskCompletionSource<Done>());
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "one", () => Meet(one, two));
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "two", () => Meet(two, one));
        await shutdown.Run(CoordinatedShutdown.UnknownReason.Instance).WaitAsync(Long);
        Assert.True(one.Task.IsCompleted && two.Task.IsCompleted);
        Assert.Equal(["met", "met"], _order);

        async Task<Done> Meet(TaskCompletionSource<Done> mine, TaskCompletionSource<Done> other)
        {
            mine.SetResult(Done.Instance);
            await other.Task;
            return await Note("met");
        }
    }

    [Fact]
    public async Task It_runs_once_for_the_first_reason()
    {
        var system = ActorSystem.Create("once");
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "note", () => Note("ran"));
        Assert.Null(shutdown.ShutdownReason);
        await Task.WhenAll(
            shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance),
            shutdown.Run(CoordinatedShutdown.UnknownReason.Instance)).WaitAsync(Long);
        Assert.Equal(["ran"], _order);
        Assert.Same(CoordinatedShutdown.ClrExitReason.Instance, shutdown.ShutdownReason);
    }

    [Fact]
    public async Task A_run_from_a_phase_leaves_out_what_comes_before()
    {
        var system = ActorSystem.Create("from-phase");
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "never", () => Note("never"));
        await shutdown.Run(CoordinatedShutdown.UnknownReason.Instance, CoordinatedShutdown.PhaseActorSystemTerminate).WaitAsync(Long);
        Assert.True(system.WhenTerminated.IsCompleted);
        Assert.Empty(_order);
    }

    [Fact]
    public void A_phase_that_is_not_configured_is_refused()
    {
        using var system = ActorSystem.Create("unknown");
        Assert.Throws<ConfigurationException>(() => CoordinatedShutdown.Get(system).AddTask("no-such-phase", "task", () => Note("never")));
    }

    private static Config Settings(string settings) =>
        ConfigurationFactory.ParseString($"{Runtime.Root} {{ stdout-loglevel = OFF, {settings} }}");

    private Task<Done> Note(string text)
    {
        _order.Enqueue(text);
        return Task.FromResult(Done.Instance);
    }
}
