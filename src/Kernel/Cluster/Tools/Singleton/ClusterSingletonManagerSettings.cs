using Kernel.Actor;
using Kernel.Configuration;

namespace Kernel.Cluster.Tools.Singleton;

/// <summary>
/// How an actor of which a cluster has one is handed from node to node; the keys of <c>kernel.cluster.singleton</c> with the
/// same names. Sharding carries them for its coordinator: on one node there is nobody to hand it to. Immutable: each With…
/// answers a changed copy.
/// </summary>
public sealed record ClusterSingletonManagerSettings : INoSerializationVerificationNeeded
{
    /// <param name="singletonName">The name of the one actor; not empty.</param>
    /// <param name="role">The nodes that may host it; null for all.</param>
    /// <param name="removalMargin">How long after its node was removed from the cluster it is started elsewhere; zero or more.</param>
    /// <param name="handOverRetryInterval">How often the next host asks the last one to let go; more than zero.</param>
    public ClusterSingletonManagerSettings(string singletonName, string? role, TimeSpan removalMargin, TimeSpan handOverRetryInterval)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(singletonName);
        ArgumentOutOfRangeException.ThrowIfLessThan(removalMargin, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(handOverRetryInterval, TimeSpan.Zero);
        SingletonName = singletonName;
        Role = string.IsNullOrEmpty(role) ? null : role;
        RemovalMargin = removalMargin;
        HandOverRetryInterval = handOverRetryInterval;
    }

    public string SingletonName { get; private init; }

    public string? Role { get; private init; }

    public TimeSpan RemovalMargin { get; private init; }

    public TimeSpan HandOverRetryInterval { get; private init; }

    /// <summary>From <c>kernel.cluster.singleton</c>.</summary>
    public static ClusterSingletonManagerSettings Create(ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return Create(system.Settings.Config.WithFallback(ConfigurationFactory.Default()).GetConfig("kernel.cluster.singleton"));
    }

    /// <summary>From a section with the keys of <c>kernel.cluster.singleton</c>.</summary>
    /// <exception cref="ConfigurationException">There is no such section.</exception>
    public static ClusterSingletonManagerSettings Create(Config? config)
    {
        if (config is null) throw new ConfigurationException("The section of the singleton's settings is missing: kernel.cluster.singleton is the usual one.");
        return new ClusterSingletonManagerSettings(
            config.GetString("singleton-name", "singleton")!,
            config.GetString("role"),
            TimeSpan.Zero,
            config.GetTimeSpan("hand-over-retry-interval", TimeSpan.FromSeconds(1), allowInfinite: false));
    }

    public ClusterSingletonManagerSettings WithSingletonName(string singletonName) =>
        new(singletonName, Role, RemovalMargin, HandOverRetryInterval);

    public ClusterSingletonManagerSettings WithRole(string? role) => new(SingletonName, role, RemovalMargin, HandOverRetryInterval);

    public ClusterSingletonManagerSettings WithRemovalMargin(TimeSpan removalMargin) =>
        new(SingletonName, Role, removalMargin, HandOverRetryInterval);

    public ClusterSingletonManagerSettings WithHandOverRetryInterval(TimeSpan handOverRetryInterval) =>
        new(SingletonName, Role, RemovalMargin, handOverRetryInterval);
}
