using Kernel.Actor;

namespace Kernel.Cluster.Sharding;

/// <summary>What a shard waits for before it hands an entity its next message.</summary>
internal enum EntityPhase
{
    /// <summary>The memory has not yet confirmed that the entity will come back.</summary>
    Remembering,

    Running,

    /// <summary>The entity asked to stop, or was idle for too long.</summary>
    Passivating,

    /// <summary>Stopped by its own wish; the memory has not yet confirmed that it is forgotten.</summary>
    Forgetting,

    /// <summary>A remembered entity died by itself and comes back after a pause, or with its next message.</summary>
    Resting,
}

/// <summary>One entity as its shard sees it.</summary>
internal sealed class ShardEntity(string id)
{
    public string Id { get; } = id;

    public EntityPhase Phase { get; set; } = EntityPhase.Remembering;

    public IActorRef Ref { get; set; } = ActorRefs.Nobody;

    /// <summary>Messages that came while the entity could take none, in order.</summary>
    public List<Envelope> Waiting { get; } = [];

    /// <summary>When the last message was handed over, on the scheduler's clock.</summary>
    public TimeSpan LastMessage { get; set; }
}
