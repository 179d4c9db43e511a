namespace CallActors.Conversation.Tests;

/// <summary>The words in which one actor runtime differs from the other.</summary>
internal static class LabRuntime
{
    public static Config Settings { get; } = ConfigurationFactory.ParseString("""
        akka.actor.provider = local
        akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
        akka.actor.default-dispatcher.type = "Akka.TestKit.CallingThreadDispatcherConfigurator, Akka.TestKit"
        akka.persistence.journal.plugin = "akka.persistence.journal.inmem"
        akka.persistence.snapshot-store.plugin = "akka.persistence.snapshot-store.inmem"
        akka.loglevel = ERROR
        """);
}
