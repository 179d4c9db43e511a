namespace CallActors.Compliance.Tests.Support;

/// <summary>A system that can hold shards by itself. Its time is virtual.</summary>
internal static class ShardingNode
{
    /// <summary>Settings without the runtime's root word.</summary>
    public const string Settings = "";

    /// <summary>Called once, before anything is sharded.</summary>
    public static void Join(ActorSystem system) => _ = system;

    public static void Pass(ActorSystem system, TimeSpan time) => ((TestScheduler)system.Scheduler).Advance(time);
}
