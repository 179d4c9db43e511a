namespace CallActors.Compliance.Tests.Support;

/// <summary>The words in which one actor runtime differs from the other. No other file of the kit names a runtime.</summary>
internal static class Runtime
{
    /// <summary>The first word of every configuration key, and the scheme of addresses.</summary>
    public const string Root = "akka";

    /// <summary>The test kit's scheduler, as the configuration names it.</summary>
    public const string TestScheduler = "Akka.TestKit.TestScheduler, Akka.TestKit";
}
