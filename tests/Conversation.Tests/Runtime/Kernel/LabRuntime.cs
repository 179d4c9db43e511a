namespace CallActors.Conversation.Tests;

/// <summary>The words in which one actor runtime differs from the other.</summary>
internal static class LabRuntime
{
    public static Config Settings { get; } = ConfigurationFactory.ParseString("""
        kernel.scheduler.implementation = "Kernel.TestKit.TestScheduler, CallActors.Kernel.TestKit"
        kernel.actor.default-dispatcher.type = CallingThreadDispatcher
        kernel.loglevel = ERROR
        kernel.test.fail-on-dead-letters = off
        """);
}
