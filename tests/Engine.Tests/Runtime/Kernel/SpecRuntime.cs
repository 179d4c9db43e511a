namespace CallActors.Engine.Tests.Runtime;

/// <summary>The words in which one actor runtime differs from the other. No other file of the specs names a runtime.</summary>
internal static class SpecRuntime
{
    /// <summary>Virtual time, and a journal in memory by default.</summary>
    public static Config Settings { get; } = ConfigurationFactory.ParseString("""
        kernel.scheduler.implementation = "Kernel.TestKit.TestScheduler, CallActors.Kernel.TestKit"
        kernel.loglevel = WARNING
        """);

    /// <summary>The same, with every actor on its sender's thread.</summary>
    public static Config OneThread { get; } =
        ConfigurationFactory.ParseString("kernel.actor.default-dispatcher.type = CallingThreadDispatcher").WithFallback(Settings);
}
