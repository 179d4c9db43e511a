namespace CallActors.Engine.Runtime;

/// <summary>Starts the engine's actor system on this runtime.</summary>
public static class EngineSystem
{
    /// <summary>What the engine sets in the runtime's configuration: <c>hocon/kernel.conf</c>.</summary>
    public static Config Defaults { get; } = ConfigurationFactory.FromResource<CallEventSerializer>("CallActors.Engine.kernel.conf");

    /// <param name="name">Letters, digits and hyphens.</param>
    /// <param name="config">Settings that go before <see cref="Defaults"/>: journal, log level.</param>
    public static ActorSystem Create(string name, Config config) =>
        ActorSystem.Create(name, BootstrapSetup.Create().WithConfig(config.WithFallback(Defaults)));
}
