using Kernel.Actor;
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

/// <summary>Times and bounds; the keys of <c>kernel.cluster.sharding</c> with the same names.</summary>
public sealed class TuningParameters
{
    internal TuningParameters(Config config)
    {
        BufferSize = config.GetInt("buffer-size");
        HandOffTimeout = config.GetTimeSpan("handoff-timeout");
        EntityRestartBackoff = config.GetTimeSpan("entity-restart-backoff");
        ShardFailureBackoff = config.GetTimeSpan("shard-failure-backoff");
        SnapshotAfter = config.GetInt("snapshot-after");
        if (BufferSize < 1) throw new ConfigurationException("kernel.cluster.sharding.buffer-size must be 1 or more.");
        if (SnapshotAfter < 1) throw new ConfigurationException("kernel.cluster.sharding.snapshot-after must be 1 or more.");
    }

    public int BufferSize { get; }

    public TimeSpan HandOffTimeout { get; }

    public TimeSpan EntityRestartBackoff { get; }

    public TimeSpan ShardFailureBackoff { get; }

    public int SnapshotAfter { get; }
}

/// <summary>How the entities of one type are kept. Immutable: each With… answers a changed copy.</summary>
public sealed record ClusterShardingSettings
{
    private ClusterShardingSettings(Config config)
    {
        Role = config.GetString("role") is { Length: > 0 } role ? role : null;
        RememberEntities = config.GetBoolean("remember-entities");
        PassivateIdleEntityAfter = config.GetString("passivate-idle-entity-after", "off").ToLowerInvariant() is "off" or "false" or "no"
            ? TimeSpan.Zero
            : config.GetTimeSpan("passivate-idle-entity-after", allowInfinite: false);
        StateStoreMode = ReadMode(config.GetString("state-store-mode", "persistence"));
        JournalPluginId = config.GetString("journal-plugin-id", "");
        SnapshotPluginId = config.GetString("snapshot-plugin-id", "");
        ShardRegionQueryTimeout = config.GetTimeSpan("shard-region-query-timeout", allowInfinite: false);
        TuningParameters = new TuningParameters(config);
    }

    public string? Role { get; private init; }

    /// <summary>Entities come back by themselves after a restart; passivation is then by their own wish only.</summary>
    public bool RememberEntities { get; private init; }

    /// <summary>Zero: never.</summary>
    public TimeSpan PassivateIdleEntityAfter { get; private init; }

    public StateStoreMode StateStoreMode { get; private init; }

    public string JournalPluginId { get; private init; }

    public string SnapshotPluginId { get; private init; }

    public TimeSpan ShardRegionQueryTimeout { get; private init; }

    public TuningParameters TuningParameters { get; private init; }

    internal bool ShouldPassivateIdleEntities => PassivateIdleEntityAfter > TimeSpan.Zero && !RememberEntities;

    /// <summary>From <c>kernel.cluster.sharding</c>.</summary>
    public static ClusterShardingSettings Create(ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        var config = system.Settings.Config.WithFallback(ConfigurationFactory.Default());
        return new ClusterShardingSettings(config.GetConfig("kernel.cluster.sharding")!);
    }

    public ClusterShardingSettings WithRole(string? role) => this with { Role = role };

    public ClusterShardingSettings WithRememberEntities(bool rememberEntities) => this with { RememberEntities = rememberEntities };

    public ClusterShardingSettings WithPassivateIdleAfter(TimeSpan duration) => this with { PassivateIdleEntityAfter = duration };

    public ClusterShardingSettings WithStateStoreMode(StateStoreMode mode) => this with { StateStoreMode = mode };

    public ClusterShardingSettings WithJournalPluginId(string? journalPluginId) => this with { JournalPluginId = journalPluginId ?? "" };

    public ClusterShardingSettings WithSnapshotPluginId(string? snapshotPluginId) => this with { SnapshotPluginId = snapshotPluginId ?? "" };

    public ClusterShardingSettings WithTuningParameters(TuningParameters tuningParameters) => this with { TuningParameters = tuningParameters };

    private static StateStoreMode ReadMode(string text) => Enum.TryParse<StateStoreMode>(text, ignoreCase: true, out var mode)
        ? mode
        : throw new ConfigurationException("kernel.cluster.sharding.state-store-mode must be persistence, ddata or custom.");
}
