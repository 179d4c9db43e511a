using System.Collections.Concurrent;
using CallActors.Gateway.Hosting;
using CallActors.Gateway.Tests.Fakes;
using Microsoft.Extensions.Hosting;

namespace CallActors.Gateway.Tests;

public sealed class ActorSystemLifetimeTests : IDisposable
{
    private readonly ActorSystem _system = ActorSystem.Create("lifetime", ConfigurationFactory.ParseString("kernel.stdout-loglevel = OFF"));
    private readonly HostLife _host = new();

    private ActorSystemLifetime Lifetime => new(_system, _host, TimeProvider.System);

    public void Dispose() => _system.Dispose();

    [Fact]
    public async Task The_host_s_end_runs_the_phases_in_order_and_ends_the_actors_last()
    {
        var order = new ConcurrentQueue<string>();
        var shutdown = CoordinatedShutdown.Get(_system);
        foreach (var phase in new[] { CoordinatedShutdown.PhaseServiceStop, CoordinatedShutdown.PhaseBeforeServiceUnbind })
        {
            shutdown.AddTask(phase, "note", () =>
            {
                order.Enqueue($"{phase}, terminated: {_system.WhenTerminated.IsCompleted}");
                return Task.FromResult(Done.Instance);
            });
        }

        await Lifetime.StopAsync(CancellationToken.None).WaitAsync(TestGateway.Patience);
        Assert.Equal(["before-service-unbind, terminated: False", "service-stop, terminated: False"], order);
        Assert.True(_system.WhenTerminated.IsCompleted);
    }

    [Fact]
    public async Task A_system_that_ends_by_itself_stops_the_host()
    {
        await Lifetime.StartAsync(CancellationToken.None);
        Assert.False(_host.Stopped.IsCompleted);
        await _system.Terminate();
        await _host.Stopped.WaitAsync(TestGateway.Patience);
    }

    private sealed class HostLife : IHostApplicationLifetime
    {
        private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Stopped => _stopped.Task;

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _stopped.TrySetResult();
    }
}
