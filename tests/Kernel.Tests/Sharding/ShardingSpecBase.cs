using Kernel.Actor;
using Kernel.Cluster.Sharding;
using Kernel.TestKit;
using Kernel.Tests.Persistence;

namespace Kernel.Tests.Sharding;

/// <summary>A system in virtual time with the region "rooms", and two recorders: who asks, and who watches the rooms.</summary>
public abstract class ShardingSpecBase : IDisposable
{
    private const string VirtualTime = """kernel.scheduler.implementation = "Kernel.TestKit.TestScheduler, CallActors.Kernel.TestKit" """;

    private readonly StorageKind _storage;

    protected ShardingSpecBase(StorageKind storage)
    {
        _storage = storage;
        StartSystem();
    }

    protected ActorSystem Sys { get; private set; } = null!;

    protected Recorder Asker { get; private set; } = null!;

    protected Recorder Observer { get; private set; } = null!;

    public void Dispose()
    {
        EndSystem();
        _storage.Dispose();
        GC.SuppressFinalize(this);
    }

    protected void Restart()
    {
        EndSystem();
        StartSystem();
    }

    protected void Advance(double seconds) => ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromSeconds(seconds));

    protected IActorRef StartRooms(
        Func<ClusterShardingSettings, ClusterShardingSettings>? change = null, object? handOff = null, int shards = 10)
    {
        var settings = ClusterShardingSettings.Create(Sys);
        var observer = Observer.Ref;
        return ClusterSharding.Get(Sys).Start(
            "rooms",
            id => id == "impossible" ? throw new InvalidOperationException("No recipe.") : Props.Create(() => new Room(id, observer)),
            change?.Invoke(settings) ?? settings,
            new Room.Extractor(shards),
            ShardAllocationStrategy.LeastShardAllocationStrategy(1, 0.1),
            handOff ?? PoisonPill.Instance);
    }

    protected async Task<IActorRef> RefOf(IActorRef region, string room)
    {
        Asker.Send(region, new Room.WhereAreYou(room));
        return await Asker.Next<IActorRef>();
    }

    /// <summary>Everything sent to the region before has been handed to its shards and handled there.</summary>
    protected async Task<CurrentShardRegionState> Settle(IActorRef region)
    {
        Asker.Send(region, GetShardRegionState.Instance);
        return await Asker.Next<CurrentShardRegionState>();
    }

    /// <summary>The shard has noticed that an entity stopped.</summary>
    protected async Task Gone(IActorRef region, string room)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await Settle(region)).Shards.Any(shard => shard.EntityIds.Contains(room))) patience.Token.ThrowIfCancellationRequested();
    }

    private void StartSystem()
    {
        Sys = _storage.NewSystem(VirtualTime);
        Asker = new Recorder(Sys);
        Observer = new Recorder(Sys);
    }

    private void EndSystem() => Assert.True(Sys.Terminate().Wait(TimeSpan.FromSeconds(20)));
}
