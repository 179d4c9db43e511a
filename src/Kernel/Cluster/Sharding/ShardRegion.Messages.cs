using Kernel.Actor;

namespace Kernel.Cluster.Sharding;

public sealed partial class ShardRegion
{
    /// <summary>Starts an entity without a message for it; answered by <see cref="StartEntityAck"/>.</summary>
    public sealed class StartEntity(string entityId) : IClusterShardingSerializable
    {
        public readonly string EntityId = entityId;
    }

    /// <summary>The entity has been started, or ran already.</summary>
    public sealed class StartEntityAck(string entityId, string shardId)
    {
        public readonly string EntityId = entityId;

        public readonly string ShardId = shardId;
    }
}

/// <summary>Region to shard: end all entities with the hand-off message, then the shard.</summary>
internal sealed record HandOff;

/// <summary>Region to shard: the memory of entities is there again; what was not confirmed is asked for anew.</summary>
internal sealed record MemoryReturned(IActorRef Memory);

/// <summary>Region to shard; answered by <see cref="ShardState"/>.</summary>
internal sealed record GetShardState;

/// <summary>Shard to its memory: keep this entity in mind; answered by <see cref="EntityRemembered"/>.</summary>
internal sealed record RememberEntity(string EntityId);

/// <summary>Shard to its memory: forget this entity; answered by <see cref="EntityForgotten"/>.</summary>
internal sealed record ForgetEntity(string EntityId);

/// <summary>Event, and answer to the shard: the entity will come back by itself.</summary>
internal sealed record EntityRemembered(string EntityId);

/// <summary>Event, and answer to the shard: the entity was passivated and comes back with its next message only.</summary>
internal sealed record EntityForgotten(string EntityId);

/// <summary>Snapshot of a region's memory.</summary>
internal sealed record RememberedEntityIds(IReadOnlyCollection<string> EntityIds);

/// <summary>Memory to region, after its recovery.</summary>
internal sealed record MemoryRecovered(IReadOnlyCollection<string> EntityIds);
