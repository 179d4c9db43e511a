namespace CallActors.Gateway.Hosting;

/// <summary>Ties an actor system's life to the host's: neither goes on without the other.</summary>
public sealed class ActorSystemLifetime(ActorSystem system, IHostApplicationLifetime host, TimeProvider time) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A gateway without its actors answers nobody: a system that ends by itself takes the host with it.
        system.WhenTerminated.ContinueWith(_ => host.StopApplication(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return Task.CompletedTask;
    }

    /// <summary>Runs the phases of the coordinated shutdown, each within its own time; the last one ends the actors.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        var shutdown = CoordinatedShutdown.Get(system);
        return shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(shutdown.TotalTimeout, time, cancellationToken);
    }
}
