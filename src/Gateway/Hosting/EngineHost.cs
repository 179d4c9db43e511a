using CallActors.Carriers.Softphone;
using CallActors.Engine;
using CallActors.Engine.Runtime;
using CallActors.Gateway.Calls;
using CallActors.Gateway.Options;
using CallActors.Gateway.Phone;

namespace CallActors.Gateway.Hosting;

/// <summary>The actor system with the engine in it: up before the server listens, down after it has stopped.</summary>
public sealed class EngineHost : IHostedService, IDisposable
{
    private readonly ActorSystem _system;
    private readonly ActorSystemLifetime _lifetime;

    public EngineHost(
        GatewayOptions options, EngineServices services, SoftphoneExchange exchange, IHostApplicationLifetime host, ILoggerFactory loggers,
        TimeProvider time)
    {
        _system = EngineSystem.Create("callactors", ActorConfiguration.For(options));
        _lifetime = new ActorSystemLifetime(_system, host, time);
        ActorLogActor.Start(_system, loggers);
        Engine = CallEngine.Start(_system, services);
        Watch = new PhoneWatch(_system.ActorOf(PhoneObserverActor.PropsFor(Engine.Calls, exchange), "phone-observer"));
        Followers = new CallFollowers(_system.ActorOf(CallFollowersActor.PropsFor(Engine.Calls), "call-followers"));
    }

    /// <summary>The engine's doors.</summary>
    public EngineHandle Engine { get; }

    /// <summary>Shows calls on the phones.</summary>
    public PhoneWatch Watch { get; }

    /// <summary>Tells clients what happens in calls.</summary>
    public CallFollowers Followers { get; }

    public Task StartAsync(CancellationToken cancellationToken) => _lifetime.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _lifetime.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _system.Dispose();
}
