using Akka.Cluster;

namespace CallActors.Compliance.Tests.Support;

/// <summary>A system that can hold shards by itself: a cluster of one node, whose time is real, as its gossip needs it to be.</summary>
internal static class ShardingNode
{
    /// <summary>Settings without the runtime's root word.</summary>
    public const string Settings = """
        scheduler.implementation = "Akka.Actor.HashedWheelTimerScheduler, Akka"
        actor.provider = cluster
        remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
        cluster.sharding { state-store-mode = persistence, remember-entities-store = eventsourced }
        persistence {
          journal.plugin = "akka.persistence.journal.inmem"
          snapshot-store.plugin = "akka.persistence.snapshot-store.inmem"
        }
        """;

    /// <summary>Called once, before anything is sharded.</summary>
    public static void Join(ActorSystem system)
    {
        var cluster = Cluster.Get(system);
        cluster.JoinAsync(cluster.SelfAddress).Wait(TimeSpan.FromSeconds(20));
    }

    public static void Pass(ActorSystem system, TimeSpan time) => Task.Delay(time).Wait();
}
