using CallActors.Carriers.Softphone;
using CallActors.Engine;
using CallActors.Engine.Runtime;
using CallActors.Gateway.Options;
using CallActors.Gateway.Phone;

namespace CallActors.Gateway.Hosting;

/// <summary>The actor system with the engine in it: up before the server listens, down after it has stopped.</summary>
public sealed class EngineHost : IHostedService, IDisposable
{
    private static readonly TimeSpan TerminateWithin = TimeSpan.FromSeconds(5);

    private readonly ActorSystem _system;
    private readonly TimeProvider _time;

    public EngineHost(GatewayOptions options, EngineServices services, SoftphoneExchange exchange, TimeProvider time)
    {
        _time = time;
        _system = EngineSystem.Create("callactors", ActorConfiguration.For(options));
        Engine = CallEngine.Start(_system, services);
        Watch = new PhoneWatch(_system.ActorOf(PhoneObserverActor.PropsFor(Engine.Calls, exchange), "phone-observer"));
    }

    /// <summary>The engine's doors.</summary>
    public EngineHandle Engine { get; }

    /// <summary>Shows calls on the phones.</summary>
    public PhoneWatch Watch { get; }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => _system.Terminate().WaitAsync(TerminateWithin, _time, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _system.Dispose();
}
