using System.Collections.Immutable;
using Kernel.Actor;
using Kernel.Util;

namespace Kernel.Cluster.Sharding;

public sealed partial class ShardRegion
{
    private Address OwnAddress => Self.Path.Address;

    private void Queries()
    {
        Receive<GetShardRegionState>(_ => States(_setup.Settings.ShardRegionQueryTimeout).PipeTo(Sender, Self));
        Receive<GetShardRegionStats>(_ => Stats(_setup.Settings.ShardRegionQueryTimeout).PipeTo(Sender, Self));
        Receive<GetClusterShardingStats>(query => Statistics(OwnAddress, Stats(query.Timeout)).PipeTo(Sender, Self));
        Receive<GetCurrentRegions>(_ => Sender.Tell(new CurrentRegions(ImmutableHashSet.Create(OwnAddress))));
        Receive<GetEntityLocation>(query =>
        {
            string shardId;
            try
            {
                shardId = _extractor.ShardId(query.EntityId);
            }
            catch (Exception cause)
            {
                Sender.Tell(new Status.Failure(cause));
                return;
            }

            Locate(query, shardId, OwnAddress, _shards.GetValueOrDefault(shardId, ActorRefs.Nobody)).PipeTo(Sender, Self);
        });
    }

    private Task<CurrentShardRegionState> States(TimeSpan timeout)
    {
        var asked = _shards.Select(shard => (shard.Key, Answer: shard.Value.Ask<ShardState>(new GetShardState(), timeout))).ToList();
        return Gather();

        async Task<CurrentShardRegionState> Gather()
        {
            var states = ImmutableHashSet.CreateBuilder<ShardState>();
            var failed = ImmutableHashSet.CreateBuilder<string>();
            foreach (var (shardId, answer) in asked)
            {
                try
                {
                    states.Add(await answer.ConfigureAwait(false));
                }
                // A shard that does not answer is what the reply says about it.
                catch (AskTimeoutException)
                {
                    failed.Add(shardId);
                }
            }

            return new CurrentShardRegionState(states.ToImmutable(), failed.ToImmutable());
        }
    }

    private async Task<ShardRegionStats> Stats(TimeSpan timeout)
    {
        var state = await States(timeout).ConfigureAwait(false);
        return new ShardRegionStats(state.Shards.ToImmutableDictionary(shard => shard.ShardId, shard => shard.EntityIds.Count), state.Failed);
    }

    private static async Task<ClusterShardingStats> Statistics(Address address, Task<ShardRegionStats> own) =>
        new(ImmutableDictionary<Address, ShardRegionStats>.Empty.Add(address, await own.ConfigureAwait(false)));

    private static async Task<EntityLocation> Locate(GetEntityLocation query, string shardId, Address address, IActorRef shard)
    {
        var entity = ActorRefs.Nobody as IActorRef;
        try
        {
            if (!shard.IsNobody())
                entity = (await shard.Ask<EntityRef>(new GetEntityRef(query.EntityId), query.Timeout).ConfigureAwait(false)).Ref;
        }
        // A shard that does not answer is what the reply says about it.
        catch (AskTimeoutException)
        {
            entity = ActorRefs.Nobody;
        }

        return new EntityLocation(query.EntityId, shardId, address, entity.IsNobody() ? Option<IActorRef>.None : new Option<IActorRef>(entity));
    }
}
