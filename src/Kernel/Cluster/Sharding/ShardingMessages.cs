using System.Collections.Immutable;
using Kernel.Actor;
using Kernel.Util;

namespace Kernel.Cluster.Sharding;

/// <summary>A message with the id of its entity; unwrapped by the region before any extractor sees it.</summary>
/// <exception cref="ArgumentNullException">The message is null.</exception>
public sealed record ShardingEnvelope : IWrappedMessage
{
    public ShardingEnvelope(string entityId, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        EntityId = entityId;
        Message = message;
    }

    public string EntityId { get; }

    public object Message { get; }
}

/// <summary>Marks what sharding itself sends to other nodes.</summary>
public interface IClusterShardingSerializable;

/// <summary>What a region does when told.</summary>
public interface IShardRegionCommand;

/// <summary>What a region answers.</summary>
public interface IShardRegionQuery;

/// <summary>
/// From an entity to its parent: it wants to stop. The stop message comes back to it; what arrives for it until it has
/// stopped is kept, and starts it again.
/// </summary>
/// <exception cref="ArgumentNullException">The stop message is null.</exception>
public sealed record Passivate : IShardRegionCommand
{
    public Passivate(object stopMessage)
    {
        ArgumentNullException.ThrowIfNull(stopMessage);
        StopMessage = stopMessage;
    }

    public object StopMessage { get; }
}

/// <summary>To a region: stop all entities with the hand-off message, then the region itself.</summary>
public sealed class GracefulShutdown : IShardRegionCommand
{
    public static readonly GracefulShutdown Instance = new();

    private GracefulShutdown()
    {
    }
}

/// <summary>To a region; answered by <see cref="CurrentShardRegionState"/>.</summary>
public sealed class GetShardRegionState : IShardRegionQuery, IClusterShardingSerializable
{
    public static readonly GetShardRegionState Instance = new();

    private GetShardRegionState()
    {
    }
}

/// <summary>To a region; answered by <see cref="ShardRegionStats"/>.</summary>
public sealed class GetShardRegionStats : IShardRegionQuery, IClusterShardingSerializable
{
    public static readonly GetShardRegionStats Instance = new();

    private GetShardRegionStats()
    {
    }
}

/// <summary>To a region; answered by <see cref="CurrentRegions"/>.</summary>
public sealed class GetCurrentRegions : IShardRegionQuery, IClusterShardingSerializable
{
    public static readonly GetCurrentRegions Instance = new();

    private GetCurrentRegions()
    {
    }
}

/// <summary>To a region; answered by <see cref="ClusterShardingStats"/>.</summary>
public sealed record GetClusterShardingStats : IShardRegionQuery, IClusterShardingSerializable
{
    public readonly TimeSpan Timeout;

    public GetClusterShardingStats(TimeSpan timeout) => Timeout = timeout;
}

/// <summary>To a region; answered by <see cref="Sharding.EntityLocation"/>.</summary>
public sealed record GetEntityLocation : IShardRegionQuery
{
    public GetEntityLocation(string entityId, TimeSpan timeout)
    {
        EntityId = entityId;
        Timeout = timeout;
    }

    public string EntityId { get; }

    public TimeSpan Timeout { get; }
}

/// <summary>The shards of a region with the entities that run in them, and the shards that did not answer in time.</summary>
public sealed class CurrentShardRegionState(IImmutableSet<ShardState> shards, IImmutableSet<string> failed) : IClusterShardingSerializable
{
    public readonly IImmutableSet<ShardState> Shards = shards;

    public readonly IImmutableSet<string> Failed = failed;
}

/// <summary>One shard with the entities that run in it.</summary>
public sealed class ShardState(string shardId, IImmutableSet<string> entityIds) : IClusterShardingSerializable
{
    public readonly string ShardId = shardId;

    public readonly IImmutableSet<string> EntityIds = entityIds;
}

/// <summary>How many entities run in each shard, and the shards that did not answer in time.</summary>
public sealed class ShardRegionStats(IImmutableDictionary<string, int> stats, IImmutableSet<string> failed) : IClusterShardingSerializable
{
    public readonly IImmutableDictionary<string, int> Stats = stats;

    public readonly IImmutableSet<string> Failed = failed;
}

/// <summary>The counts of every region.</summary>
public sealed class ClusterShardingStats(IImmutableDictionary<Address, ShardRegionStats> regions) : IClusterShardingSerializable
{
    public readonly IImmutableDictionary<Address, ShardRegionStats> Regions = regions;
}

/// <summary>Where regions of this type are.</summary>
public sealed class CurrentRegions(IImmutableSet<Address> regions) : IClusterShardingSerializable
{
    public readonly IImmutableSet<Address> Regions = regions;
}

/// <summary>Where an entity belongs, and its reference when it runs; none when its shard did not answer in time.</summary>
public sealed record EntityLocation
{
    public EntityLocation(string entityId, string shardId, Address shardRegion, Option<IActorRef> entityRef)
    {
        EntityId = entityId;
        ShardId = shardId;
        ShardRegion = shardRegion;
        EntityRef = entityRef;
    }

    public string EntityId { get; }

    public string ShardId { get; }

    public Address ShardRegion { get; }

    public Option<IActorRef> EntityRef { get; }
}
