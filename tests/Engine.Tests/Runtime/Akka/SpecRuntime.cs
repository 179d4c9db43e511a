namespace CallActors.Engine.Tests.Runtime;

/// <summary>The words in which one actor runtime differs from the other. No other file of the specs names a runtime.</summary>
internal static class SpecRuntime
{
    /// <summary>Virtual time, one node without a cluster, journal and snapshots in memory.</summary>
    public static Config Settings { get; } = ConfigurationFactory.ParseString("""
        akka.actor.provider = local
        akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
        akka.loglevel = WARNING
        akka.persistence.journal.plugin = "akka.persistence.journal.inmem"
        akka.persistence.snapshot-store.plugin = "akka.persistence.snapshot-store.inmem"
        """);

    /// <summary>The same, with every actor on its sender's thread.</summary>
    public static Config OneThread { get; } = ConfigurationFactory.ParseString(
        "akka.actor.default-dispatcher.type = \"Akka.TestKit.CallingThreadDispatcherConfigurator, Akka.TestKit\"").WithFallback(Settings);
}
