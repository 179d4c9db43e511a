using System.Collections.Immutable;
using Kernel.Actor;

namespace Kernel.Cluster.Sharding;

/// <summary>
/// Entities reached by id instead of reference, each running once: started by their first message, stopped when idle. On
/// one node every role is this node's own. Regions live under <c>/system/sharding</c>. A coordinated shutdown ends them in
/// <see cref="CoordinatedShutdown.PhaseClusterShardingShutdownRegion"/>: their entities get the hand-off message, and the phase
/// waits for the last of them within its timeout.
/// </summary>
public sealed class ClusterSharding : IExtension
{
    private readonly ExtendedActorSystem _system;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LocalActorRef> _regions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LocalActorRef> _proxies = new(StringComparer.Ordinal);
    private readonly LocalActorRef _guardian;

    internal ClusterSharding(ExtendedActorSystem system)
    {
        _system = system;
        Settings = ClusterShardingSettings.Create(system);
        _guardian = (LocalActorRef)system.SystemActorOf(Props.Create<ShardingGuardian>(), "sharding");
    }

    /// <summary>What <c>kernel.cluster.sharding</c> says.</summary>
    public ClusterShardingSettings Settings { get; }

    /// <summary>The types that were started here.</summary>
    public ImmutableHashSet<string> ShardTypeNames
    {
        get
        {
            lock (_gate) return [.. _regions.Keys];
        }
    }

    public static ClusterSharding Get(ActorSystem system) => ClusterShardingExtensionProvider.Instance.Apply(system);

    /// <summary>Starts the region of a type, or answers the one that runs.</summary>
    public IActorRef Start(string typeName, Props entityProps, ClusterShardingSettings settings, IMessageExtractor messageExtractor) =>
        Start(typeName, _ => entityProps, settings, messageExtractor);

    /// <inheritdoc cref="Start(string, Props, ClusterShardingSettings, IMessageExtractor)"/>
    public IActorRef Start(
        string typeName, Props entityProps, ClusterShardingSettings settings, IMessageExtractor messageExtractor,
        IShardAllocationStrategy allocationStrategy, object handOffStopMessage) =>
        Start(typeName, _ => entityProps, settings, messageExtractor, allocationStrategy, handOffStopMessage);

    /// <inheritdoc cref="Start(string, Props, ClusterShardingSettings, IMessageExtractor)"/>
    public IActorRef Start(
        string typeName, Func<string, Props> entityPropsFactory, ClusterShardingSettings settings, IMessageExtractor messageExtractor) =>
        Start(typeName, entityPropsFactory, settings, messageExtractor, DefaultShardAllocationStrategy(settings), PoisonPill.Instance);

    /// <summary>Starts the region of a type, or answers the one that runs.</summary>
    /// <param name="typeName">Names the type; part of stored ids, so never to be changed.</param>
    /// <param name="entityPropsFactory">From an entity's id to its recipe.</param>
    /// <param name="settings">From <see cref="ClusterShardingSettings.Create(ActorSystem)"/>.</param>
    /// <param name="messageExtractor">From a message to its entity.</param>
    /// <param name="allocationStrategy">Which node gets which shard; on one node there is nothing to choose.</param>
    /// <param name="handOffStopMessage">Sent to entities that are idle or must end with their region.</param>
    public IActorRef Start(
        string typeName, Func<string, Props> entityPropsFactory, ClusterShardingSettings settings, IMessageExtractor messageExtractor,
        IShardAllocationStrategy allocationStrategy, object handOffStopMessage)
    {
        ArgumentException.ThrowIfNullOrEmpty(typeName);
        ArgumentNullException.ThrowIfNull(entityPropsFactory);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(messageExtractor);
        ArgumentNullException.ThrowIfNull(allocationStrategy);
        ArgumentNullException.ThrowIfNull(handOffStopMessage);
        lock (_gate)
        {
            if (Running(_regions, typeName) is { } running) return running;
            var setup = new ShardSetup(typeName, entityPropsFactory, settings, handOffStopMessage);
            var region = MakeChild(Props.CreateBy(new RegionProducer(setup, messageExtractor)), typeName);
            _regions[typeName] = region;
            EndWithSystem(region, typeName);
            if (_proxies.TryGetValue(typeName, out var proxy)) proxy.Tell(new ShardRegionProxy.RegionStarted(region), ActorRefs.NoSender);
            return region;
        }
    }

    public Task<IActorRef> StartAsync(string typeName, Props entityProps, ClusterShardingSettings settings, IMessageExtractor messageExtractor) =>
        Task.FromResult(Start(typeName, entityProps, settings, messageExtractor));

    public Task<IActorRef> StartAsync(
        string typeName, Props entityProps, ClusterShardingSettings settings, IMessageExtractor messageExtractor,
        IShardAllocationStrategy allocationStrategy, object handOffStopMessage) =>
        Task.FromResult(Start(typeName, entityProps, settings, messageExtractor, allocationStrategy, handOffStopMessage));

    public Task<IActorRef> StartAsync(
        string typeName, Func<string, Props> entityPropsFactory, ClusterShardingSettings settings, IMessageExtractor messageExtractor) =>
        Task.FromResult(Start(typeName, entityPropsFactory, settings, messageExtractor));

    public Task<IActorRef> StartAsync(
        string typeName, Func<string, Props> entityPropsFactory, ClusterShardingSettings settings, IMessageExtractor messageExtractor,
        IShardAllocationStrategy allocationStrategy, object handOffStopMessage) =>
        Task.FromResult(Start(typeName, entityPropsFactory, settings, messageExtractor, allocationStrategy, handOffStopMessage));

    /// <summary>New shards go to the region with the fewest, within the limits of the settings; null for this system's own.</summary>
    public IShardAllocationStrategy DefaultShardAllocationStrategy(ClusterShardingSettings? settings)
    {
        var tuning = (settings ?? Settings).TuningParameters;
        return ShardAllocationStrategy.LeastShardAllocationStrategy(
            tuning.LeastShardAllocationAbsoluteLimit, tuning.LeastShardAllocationRelativeLimit);
    }

    /// <summary>Starts an address for a type whose entities are started elsewhere; on one node, by another part of it.</summary>
    public IActorRef StartProxy(string typeName, string? role, IMessageExtractor messageExtractor)
    {
        ArgumentException.ThrowIfNullOrEmpty(typeName);
        ArgumentNullException.ThrowIfNull(messageExtractor);
        lock (_gate)
        {
            if (Running(_proxies, typeName) is { } running) return running;
            var bufferSize = Settings.TuningParameters.BufferSize;
            var proxy = MakeChild(Props.Create(() => new ShardRegionProxy(typeName, bufferSize)), $"{typeName}Proxy");
            _proxies[typeName] = proxy;
            if (_regions.TryGetValue(typeName, out var region)) proxy.Tell(new ShardRegionProxy.RegionStarted(region), ActorRefs.NoSender);
            return proxy;
        }
    }

    public Task<IActorRef> StartProxyAsync(string typeName, string? role, IMessageExtractor messageExtractor) =>
        Task.FromResult(StartProxy(typeName, role, messageExtractor));

    /// <summary>The region, or the proxy when only that was started.</summary>
    /// <exception cref="ArgumentException">Neither was started.</exception>
    public IActorRef ShardRegion(string typeName)
    {
        lock (_gate)
        {
            if (_regions.TryGetValue(typeName, out var region)) return region;
            if (_proxies.TryGetValue(typeName, out var proxy)) return proxy;
        }

        throw new ArgumentException($"Shard type [{typeName}] must be started first", nameof(typeName));
    }

    /// <exception cref="ArgumentException">No proxy was started.</exception>
    public IActorRef ShardRegionProxy(string typeName)
    {
        lock (_gate)
        {
            return _proxies.TryGetValue(typeName, out var proxy)
                ? proxy
                : throw new ArgumentException($"Shard type [{typeName}] must be started first", nameof(typeName));
        }
    }

    private static LocalActorRef? Running(Dictionary<string, LocalActorRef> known, string typeName) =>
        known.TryGetValue(typeName, out var actor) && !actor.IsTerminated ? actor : null;

    private LocalActorRef MakeChild(Props props, string name)
    {
        var escaped = Uri.EscapeDataString(name);
        // One of that name that has just ended keeps it until the guardian has been told, which is under way.
        var wait = default(SpinWait);
        while (_guardian.Cell.Child(escaped) is LocalActorRef { IsTerminated: true }) wait.SpinOnce();
        return (LocalActorRef)_guardian.Cell.MakeChild(props, escaped);
    }

    private void EndWithSystem(LocalActorRef region, string typeName) => CoordinatedShutdown.Get(_system).AddTask(
        CoordinatedShutdown.PhaseClusterShardingShutdownRegion,
        $"region-shutdown-{typeName}",
        async () =>
        {
            region.Tell(GracefulShutdown.Instance, ActorRefs.NoSender);
            await region.WatchAsync().ConfigureAwait(false);
            return Done.Instance;
        });

    private sealed class ShardingGuardian : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);
    }

    private sealed class RegionProducer(ShardSetup setup, IMessageExtractor extractor) : IIndirectActorProducer
    {
        public Type ActorType => typeof(ShardRegion);

        public ActorBase Produce() => new ShardRegion(setup, extractor);

        public void Release(ActorBase actor)
        {
        }
    }
}

/// <summary>Names the sharding extension of an actor system.</summary>
public sealed class ClusterShardingExtensionProvider : ExtensionIdProvider<ClusterSharding>
{
    public static ClusterShardingExtensionProvider Instance { get; } = new();

    public override ClusterSharding CreateExtension(ExtendedActorSystem system) => new(system);
}
