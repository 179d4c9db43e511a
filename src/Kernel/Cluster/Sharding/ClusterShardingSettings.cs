using Kernel.Actor;
using Kernel.Cluster.Tools.Singleton;
using Kernel.Configuration;

namespace Kernel.Cluster.Sharding;

/// <summary>Where sharding keeps its own state.</summary>
public enum StateStoreMode
{
    Persistence,
    DData,
    Custom,
}

/// <summary>Where remembered entities are kept.</summary>
public enum RememberEntitiesStore
{
    DData,
    Eventsourced,
    Custom,
}

/// <summary>How the entities of one type are kept. Immutable: each With… answers a changed copy.</summary>
public sealed record ClusterShardingSettings : INoSerializationVerificationNeeded
{
    private const string Root = "kernel.cluster.sharding";

    public ClusterShardingSettings(
        string? role, bool rememberEntities, string? journalPluginId, string? snapshotPluginId, TimeSpan passivateIdleEntityAfter,
        StateStoreMode stateStoreMode, RememberEntitiesStore rememberEntitiesStore, TimeSpan shardRegionQueryTimeout,
        TuningParameters tuningParameters, ClusterSingletonManagerSettings coordinatorSingletonSettings)
    {
        ArgumentNullException.ThrowIfNull(tuningParameters);
        ArgumentNullException.ThrowIfNull(coordinatorSingletonSettings);
        Role = role;
        RememberEntities = rememberEntities;
        JournalPluginId = journalPluginId ?? "";
        SnapshotPluginId = snapshotPluginId ?? "";
        PassivateIdleEntityAfter = passivateIdleEntityAfter;
        StateStoreMode = stateStoreMode;
        RememberEntitiesStore = rememberEntitiesStore;
        ShardRegionQueryTimeout = shardRegionQueryTimeout;
        TuningParameters = tuningParameters;
        CoordinatorSingletonSettings = coordinatorSingletonSettings;
    }

    private ClusterShardingSettings(Config config, ClusterSingletonManagerSettings coordinatorSingletonSettings)
    {
        Role = config.GetString("role") is { Length: > 0 } role ? role : null;
        RememberEntities = config.GetBoolean("remember-entities");
        PassivateIdleEntityAfter = config.GetString("passivate-idle-entity-after", "off").ToLowerInvariant() is "off" or "false" or "no"
            ? TimeSpan.Zero
            : config.GetTimeSpan("passivate-idle-entity-after", allowInfinite: false);
        StateStoreMode = OneOf<StateStoreMode>(config, "state-store-mode", "persistence, ddata or custom");
        RememberEntitiesStore = OneOf<RememberEntitiesStore>(config, "remember-entities-store", "eventsourced, ddata or custom");
        JournalPluginId = config.GetString("journal-plugin-id", "");
        SnapshotPluginId = config.GetString("snapshot-plugin-id", "");
        ShardRegionQueryTimeout = config.GetTimeSpan("shard-region-query-timeout", allowInfinite: false);
        TuningParameters = TuningParameters.Read(config);
        CoordinatorSingletonSettings = coordinatorSingletonSettings;
    }

    public string? Role { get; private init; }

    /// <summary>Entities come back by themselves after a restart; passivation is then by their own wish only.</summary>
    public bool RememberEntities { get; private init; }

    /// <summary>Zero: never.</summary>
    public TimeSpan PassivateIdleEntityAfter { get; private init; }

    public StateStoreMode StateStoreMode { get; private init; }

    public RememberEntitiesStore RememberEntitiesStore { get; private init; }

    public string JournalPluginId { get; private init; }

    public string SnapshotPluginId { get; private init; }

    public TimeSpan ShardRegionQueryTimeout { get; private init; }

    public TuningParameters TuningParameters { get; private init; }

    /// <summary>How the coordinator would be handed from node to node.</summary>
    public ClusterSingletonManagerSettings CoordinatorSingletonSettings { get; private init; }

    internal bool ShouldPassivateIdleEntities => PassivateIdleEntityAfter > TimeSpan.Zero && !RememberEntities;

    /// <summary>From <c>kernel.cluster.sharding</c>.</summary>
    public static ClusterShardingSettings Create(ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        var config = system.Settings.Config.WithFallback(ConfigurationFactory.Default());
        var own = config.GetConfig(Root)!;
        var singleton = own.GetString("coordinator-singleton", "")!;
        return Create(own, config.GetConfig(singleton)
            ?? throw new ConfigurationException($"{Root}.coordinator-singleton names \"{singleton}\", which is not configured."));
    }

    /// <summary>From a section with the keys of <c>kernel.cluster.sharding</c>, and one with those of <c>kernel.cluster.singleton</c>.</summary>
    /// <param name="config">What it leaves out is as in the runtime's defaults.</param>
    /// <param name="singletonConfig">The coordinator's.</param>
    /// <exception cref="ConfigurationException">A value is out of its range.</exception>
    public static ClusterShardingSettings Create(Config config, Config singletonConfig)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new ClusterShardingSettings(
            config.WithFallback(ConfigurationFactory.Default().GetConfig(Root)!), ClusterSingletonManagerSettings.Create(singletonConfig));
    }

    public ClusterShardingSettings WithRole(string? role) => this with { Role = role };

    public ClusterShardingSettings WithRememberEntities(bool rememberEntities) => this with { RememberEntities = rememberEntities };

    public ClusterShardingSettings WithPassivateIdleAfter(TimeSpan duration) => this with { PassivateIdleEntityAfter = duration };

    public ClusterShardingSettings WithStateStoreMode(StateStoreMode mode) => this with { StateStoreMode = mode };

    public ClusterShardingSettings WithJournalPluginId(string? journalPluginId) => this with { JournalPluginId = journalPluginId ?? "" };

    public ClusterShardingSettings WithSnapshotPluginId(string? snapshotPluginId) => this with { SnapshotPluginId = snapshotPluginId ?? "" };

    public ClusterShardingSettings WithTuningParameters(TuningParameters tuningParameters) => this with { TuningParameters = tuningParameters };

    public ClusterShardingSettings WithCoordinatorSingletonSettings(ClusterSingletonManagerSettings coordinatorSingletonSettings)
    {
        ArgumentNullException.ThrowIfNull(coordinatorSingletonSettings);
        return this with { CoordinatorSingletonSettings = coordinatorSingletonSettings };
    }

    private static T OneOf<T>(Config config, string key, string allowed)
        where T : struct, Enum =>
        Enum.TryParse<T>(config.GetString(key), ignoreCase: true, out var value) && Enum.IsDefined(value)
            ? value
            : throw new ConfigurationException($"{Root}.{key} is \"{config.GetString(key)}\"; it may be {allowed}.");
}
