using Kernel.Actor.Setup;

namespace CallActors.Engine.Runtime;

/// <summary>Starts the engine's actor system on this runtime.</summary>
public static class EngineSystem
{
    /// <param name="name">Letters, digits and hyphens.</param>
    /// <param name="config">Settings that go before the runtime's own defaults: journal, log level.</param>
    public static ActorSystem Create(string name, Config config) =>
        ActorSystem.Create(name, ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config), CallEventSerializer.Setup()));
}
