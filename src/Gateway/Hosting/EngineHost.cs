using CallActors.Carriers.Softphone;
using CallActors.Engine;
using CallActors.Engine.Runtime;
using CallActors.Gateway.Options;
using CallActors.Gateway.Phone;

namespace CallActors.Gateway.Hosting;

/// <summary>The actor system with the engine in it: up before the server listens, down after it has stopped.</summary>
public sealed class EngineHost : IHostedService, IDisposable
{
    private readonly ActorSystem _system;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _time;

    public EngineHost(
        GatewayOptions options, EngineServices services, SoftphoneExchange exchange, IHostApplicationLifetime lifetime, ILoggerFactory loggers,
        TimeProvider time)
    {
        (_lifetime, _time) = (lifetime, time);
        _system = EngineSystem.Create("callactors", ActorConfiguration.For(options));
        ActorLogActor.Start(_system, loggers);
        Engine = CallEngine.Start(_system, services);
        Watch = new PhoneWatch(_system.ActorOf(PhoneObserverActor.PropsFor(Engine.Calls, exchange), "phone-observer"));
    }

    /// <summary>The engine's doors.</summary>
    public EngineHandle Engine { get; }

    /// <summary>Shows calls on the phones.</summary>
    public PhoneWatch Watch { get; }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A gateway without its actors answers nobody: a system that ends by itself takes the host with it.
        _system.WhenTerminated.ContinueWith(_ => _lifetime.StopApplication(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return Task.CompletedTask;
    }

    /// <summary>Runs the phases of the coordinated shutdown, each within its own time; the last one ends the actors.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        var shutdown = CoordinatedShutdown.Get(_system);
        return shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(shutdown.TotalTimeout, _time, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _system.Dispose();
}
