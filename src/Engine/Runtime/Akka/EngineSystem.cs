using Akka.Cluster;

namespace CallActors.Engine.Runtime;

/// <summary>Starts the engine's actor system on this runtime.</summary>
public static class EngineSystem
{
    /// <summary>What the engine sets in the runtime's configuration: <c>hocon/akka.conf</c>.</summary>
    public static Config Defaults { get; } = ConfigurationFactory.FromResource<CallEventSerializer>("CallActors.Engine.akka.conf");

    /// <param name="name">Letters, digits and hyphens; the same on every node of a cluster, since seed nodes are named by it.</param>
    /// <param name="config">Settings that go before <see cref="Defaults"/>: journal, seed nodes, log level.</param>
    public static ActorSystem Create(string name, Config config)
    {
        var system = ActorSystem.Create(name, BootstrapSetup.Create().WithConfig(config.WithFallback(Defaults)));
        if (system.Settings.HasCluster && system.Settings.Config.GetStringList("akka.cluster.seed-nodes").Count == 0)
        {
            // Without seed nodes a node is a cluster of its own, or sharding would wait for others for ever.
            var cluster = Cluster.Get(system);
            cluster.Join(cluster.SelfAddress);
        }

        return system;
    }
}
