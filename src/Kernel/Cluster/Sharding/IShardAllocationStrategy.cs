using System.Collections.Immutable;
using Kernel.Actor;

namespace Kernel.Cluster.Sharding;

/// <summary>Decides which region gets a shard. On one node there is one region, and nothing to decide.</summary>
public interface IShardAllocationStrategy
{
    /// <summary>The region that shall host a shard that is nowhere yet.</summary>
    Task<IActorRef> AllocateShard(
        IActorRef requester, string shardId, IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations);

    /// <summary>The shards that shall move away from where they are.</summary>
    Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations, IImmutableSet<string> rebalanceInProgress);
}

/// <summary>Makes allocation strategies.</summary>
public static class ShardAllocationStrategy
{
    /// <summary>New shards go to the region with the fewest; a round of rebalancing moves at most so many.</summary>
    /// <param name="absoluteLimit">Shards that one round moves at most; 0 for no such limit.</param>
    /// <param name="relativeLimit">The same as a fraction of all shards; 0 for no such limit.</param>
    public static IShardAllocationStrategy LeastShardAllocationStrategy(int absoluteLimit, double relativeLimit) =>
        new LeastShards(absoluteLimit, relativeLimit);

    private sealed class LeastShards(int absoluteLimit, double relativeLimit) : IShardAllocationStrategy
    {
        public Task<IActorRef> AllocateShard(
            IActorRef requester, string shardId, IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations) =>
            Task.FromResult(currentShardAllocations.Count == 0 ? requester : currentShardAllocations.MinBy(region => region.Value.Count).Key);

        public Task<IImmutableSet<string>> Rebalance(
            IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations, IImmutableSet<string> rebalanceInProgress)
        {
            var total = currentShardAllocations.Sum(region => region.Value.Count);
            if (rebalanceInProgress.Count > 0 || total == 0) return Task.FromResult<IImmutableSet<string>>(ImmutableHashSet<string>.Empty);

            var limit = absoluteLimit > 0 ? absoluteLimit : int.MaxValue;
            if (relativeLimit > 0) limit = Math.Min(limit, Math.Max(1, (int)(relativeLimit * total)));
            var fair = (total + currentShardAllocations.Count - 1) / currentShardAllocations.Count;
            return Task.FromResult<IImmutableSet<string>>(
                currentShardAllocations.SelectMany(region => region.Value.Skip(fair)).Take(limit).ToImmutableHashSet());
        }
    }
}
