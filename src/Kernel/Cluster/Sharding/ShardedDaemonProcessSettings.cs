using Kernel.Actor;
using Kernel.Configuration;

namespace Kernel.Cluster.Sharding;

/// <summary>How a <see cref="ShardedDaemonProcess"/> is kept. Immutable: each With… answers a changed copy.</summary>
public sealed record ShardedDaemonProcessSettings
{
    private ShardedDaemonProcessSettings(TimeSpan keepAliveInterval) => KeepAliveInterval = Checked(keepAliveInterval);

    /// <summary>How often each actor is told to start, in case it has stopped; 10 s.</summary>
    public TimeSpan KeepAliveInterval { get; private init; }

    /// <summary>The system's when null; entities are never remembered and never stopped for being idle.</summary>
    public ClusterShardingSettings? ShardingSettings { get; private init; }

    /// <summary>The nodes that host the actors; null for those of the sharding settings.</summary>
    public string? Role { get; private init; }

    /// <summary>From <c>kernel.cluster.sharded-daemon-process</c>.</summary>
    public static ShardedDaemonProcessSettings Create(ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return FromConfig(system.Settings.Config.WithFallback(ConfigurationFactory.Default()).GetConfig("kernel.cluster.sharded-daemon-process")!);
    }

    /// <summary>From a section with the keys of <c>kernel.cluster.sharded-daemon-process</c>.</summary>
    public static ShardedDaemonProcessSettings FromConfig(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new ShardedDaemonProcessSettings(config.GetTimeSpan("keep-alive-interval", TimeSpan.FromSeconds(10), allowInfinite: false));
    }

    public ShardedDaemonProcessSettings WithKeepAliveInterval(TimeSpan keepAliveInterval) =>
        this with { KeepAliveInterval = Checked(keepAliveInterval) };

    public ShardedDaemonProcessSettings WithShardingSettings(ClusterShardingSettings? shardingSettings) =>
        this with { ShardingSettings = shardingSettings };

    public ShardedDaemonProcessSettings WithRole(string? role) => this with { Role = role };

    private static TimeSpan Checked(TimeSpan keepAliveInterval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(keepAliveInterval, TimeSpan.Zero);
        return keepAliveInterval;
    }
}
