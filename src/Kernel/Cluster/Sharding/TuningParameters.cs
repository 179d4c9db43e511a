using Kernel.Configuration;

namespace Kernel.Cluster.Sharding;

/// <summary>
/// Times and bounds; the keys of <c>kernel.cluster.sharding</c> with the same names, where each is explained. On one node those
/// of the coordinator, of rebalancing and of replicated state are carried and not used. Immutable: each With… answers a
/// changed copy.
/// </summary>
public record class TuningParameters
{
    private const string Root = "kernel.cluster.sharding.";

    /// <exception cref="ArgumentOutOfRangeException">A bound below 1, or an unknown <paramref name="entityRecoveryStrategy"/>.</exception>
    public TuningParameters(
        TimeSpan coordinatorFailureBackoff, TimeSpan retryInterval, int bufferSize, TimeSpan handOffTimeout, TimeSpan shardStartTimeout,
        TimeSpan shardFailureBackoff, TimeSpan entityRestartBackoff, TimeSpan rebalanceInterval, int snapshotAfter, int keepNrOfBatches,
        int leastShardAllocationRebalanceThreshold, int leastShardAllocationMaxSimultaneousRebalance, TimeSpan waitingForStateTimeout,
        TimeSpan updatingStateTimeout, string entityRecoveryStrategy, TimeSpan entityRecoveryConstantRateStrategyFrequency,
        int entityRecoveryConstantRateStrategyNumberOfEntities, int coordinatorStateWriteMajorityPlus, int coordinatorStateReadMajorityPlus,
        int leastShardAllocationAbsoluteLimit, double leastShardAllocationRelativeLimit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(snapshotAfter, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(entityRecoveryConstantRateStrategyNumberOfEntities, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(entityRecoveryConstantRateStrategyFrequency, TimeSpan.Zero);
        if (entityRecoveryStrategy is not ("all" or "constant"))
            throw new ArgumentOutOfRangeException(nameof(entityRecoveryStrategy), entityRecoveryStrategy, "It may be all or constant.");
        CoordinatorFailureBackoff = coordinatorFailureBackoff;
        RetryInterval = retryInterval;
        BufferSize = bufferSize;
        HandOffTimeout = handOffTimeout;
        ShardStartTimeout = shardStartTimeout;
        ShardFailureBackoff = shardFailureBackoff;
        EntityRestartBackoff = entityRestartBackoff;
        RebalanceInterval = rebalanceInterval;
        SnapshotAfter = snapshotAfter;
        KeepNrOfBatches = keepNrOfBatches;
        LeastShardAllocationRebalanceThreshold = leastShardAllocationRebalanceThreshold;
        LeastShardAllocationMaxSimultaneousRebalance = leastShardAllocationMaxSimultaneousRebalance;
        WaitingForStateTimeout = waitingForStateTimeout;
        UpdatingStateTimeout = updatingStateTimeout;
        EntityRecoveryStrategy = entityRecoveryStrategy;
        EntityRecoveryConstantRateStrategyFrequency = entityRecoveryConstantRateStrategyFrequency;
        EntityRecoveryConstantRateStrategyNumberOfEntities = entityRecoveryConstantRateStrategyNumberOfEntities;
        CoordinatorStateWriteMajorityPlus = coordinatorStateWriteMajorityPlus;
        CoordinatorStateReadMajorityPlus = coordinatorStateReadMajorityPlus;
        LeastShardAllocationAbsoluteLimit = leastShardAllocationAbsoluteLimit;
        LeastShardAllocationRelativeLimit = leastShardAllocationRelativeLimit;
    }

    public TimeSpan CoordinatorFailureBackoff { get; private init; }

    public TimeSpan RetryInterval { get; private init; }

    /// <summary>Messages kept for entities that can take none, per shard; 1 or more.</summary>
    public int BufferSize { get; private init; }

    /// <summary>How long entities may take to end after the hand-off message.</summary>
    public TimeSpan HandOffTimeout { get; private init; }

    public TimeSpan ShardStartTimeout { get; private init; }

    /// <summary>The pause before the store of remembered entities is read again after it failed.</summary>
    public TimeSpan ShardFailureBackoff { get; private init; }

    /// <summary>The pause before a remembered entity that died by itself is started again.</summary>
    public TimeSpan EntityRestartBackoff { get; private init; }

    public TimeSpan RebalanceInterval { get; private init; }

    /// <summary>Changes of the remembered entities after which they are stored whole; 1 or more.</summary>
    public int SnapshotAfter { get; private init; }

    public int KeepNrOfBatches { get; private init; }

    public int LeastShardAllocationRebalanceThreshold { get; private init; }

    public int LeastShardAllocationMaxSimultaneousRebalance { get; private init; }

    public TimeSpan WaitingForStateTimeout { get; private init; }

    public TimeSpan UpdatingStateTimeout { get; private init; }

    /// <summary>Whether remembered entities come back <c>all</c> at once or at a <c>constant</c> rate.</summary>
    public string EntityRecoveryStrategy { get; private init; }

    /// <summary>The pause between two groups at a constant rate; more than zero.</summary>
    public TimeSpan EntityRecoveryConstantRateStrategyFrequency { get; private init; }

    /// <summary>The entities of one group, per shard; 1 or more.</summary>
    public int EntityRecoveryConstantRateStrategyNumberOfEntities { get; private init; }

    public int CoordinatorStateWriteMajorityPlus { get; private init; }

    public int CoordinatorStateReadMajorityPlus { get; private init; }

    public int LeastShardAllocationAbsoluteLimit { get; private init; }

    public double LeastShardAllocationRelativeLimit { get; private init; }

    internal bool RecoversAtConstantRate => EntityRecoveryStrategy == "constant";

    public TuningParameters WithCoordinatorFailureBackoff(TimeSpan coordinatorFailureBackoff) =>
        this with { CoordinatorFailureBackoff = coordinatorFailureBackoff };

    public TuningParameters WithRetryInterval(TimeSpan retryInterval) => this with { RetryInterval = retryInterval };

    public TuningParameters WithBufferSize(int bufferSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferSize, 1);
        return this with { BufferSize = bufferSize };
    }

    public TuningParameters WithHandOffTimeout(TimeSpan handOffTimeout) => this with { HandOffTimeout = handOffTimeout };

    public TuningParameters WithShardStartTimeout(TimeSpan shardStartTimeout) => this with { ShardStartTimeout = shardStartTimeout };

    public TuningParameters WithShardFailureBackoff(TimeSpan shardFailureBackoff) => this with { ShardFailureBackoff = shardFailureBackoff };

    public TuningParameters WithEntityRestartBackoff(TimeSpan entityRestartBackoff) =>
        this with { EntityRestartBackoff = entityRestartBackoff };

    public TuningParameters WithRebalanceInterval(TimeSpan rebalanceInterval) => this with { RebalanceInterval = rebalanceInterval };

    public TuningParameters WithSnapshotAfter(int snapshotAfter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(snapshotAfter, 1);
        return this with { SnapshotAfter = snapshotAfter };
    }

    public TuningParameters WithKeepNrOfBatches(int keepNrOfBatches) => this with { KeepNrOfBatches = keepNrOfBatches };

    public TuningParameters WithLeastShardAllocationRebalanceThreshold(int leastShardAllocationRebalanceThreshold) =>
        this with { LeastShardAllocationRebalanceThreshold = leastShardAllocationRebalanceThreshold };

    public TuningParameters WithLeastShardAllocationMaxSimultaneousRebalance(int leastShardAllocationMaxSimultaneousRebalance) =>
        this with { LeastShardAllocationMaxSimultaneousRebalance = leastShardAllocationMaxSimultaneousRebalance };

    public TuningParameters WithWaitingForStateTimeout(TimeSpan waitingForStateTimeout) =>
        this with { WaitingForStateTimeout = waitingForStateTimeout };

    public TuningParameters WithUpdatingStateTimeout(TimeSpan updatingStateTimeout) => this with { UpdatingStateTimeout = updatingStateTimeout };

    public TuningParameters WithEntityRecoveryStrategy(string entityRecoveryStrategy)
    {
        if (entityRecoveryStrategy is not ("all" or "constant"))
            throw new ArgumentOutOfRangeException(nameof(entityRecoveryStrategy), entityRecoveryStrategy, "It may be all or constant.");
        return this with { EntityRecoveryStrategy = entityRecoveryStrategy };
    }

    public TuningParameters WithEntityRecoveryConstantRateStrategyFrequency(TimeSpan entityRecoveryConstantRateStrategyFrequency)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(entityRecoveryConstantRateStrategyFrequency, TimeSpan.Zero);
        return this with { EntityRecoveryConstantRateStrategyFrequency = entityRecoveryConstantRateStrategyFrequency };
    }

    public TuningParameters WithEntityRecoveryConstantRateStrategyNumberOfEntities(int entityRecoveryConstantRateStrategyNumberOfEntities)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(entityRecoveryConstantRateStrategyNumberOfEntities, 1);
        return this with { EntityRecoveryConstantRateStrategyNumberOfEntities = entityRecoveryConstantRateStrategyNumberOfEntities };
    }

    public TuningParameters WithCoordinatorStateWriteMajorityPlus(int coordinatorStateWriteMajorityPlus) =>
        this with { CoordinatorStateWriteMajorityPlus = coordinatorStateWriteMajorityPlus };

    public TuningParameters WithCoordinatorStateReadMajorityPlus(int coordinatorStateReadMajorityPlus) =>
        this with { CoordinatorStateReadMajorityPlus = coordinatorStateReadMajorityPlus };

    public TuningParameters WithLeastShardAllocationAbsoluteLimit(int leastShardAllocationAbsoluteLimit) =>
        this with { LeastShardAllocationAbsoluteLimit = leastShardAllocationAbsoluteLimit };

    public TuningParameters WithLeastShardAllocationRelativeLimit(double leastShardAllocationRelativeLimit) =>
        this with { LeastShardAllocationRelativeLimit = leastShardAllocationRelativeLimit };

    internal static TuningParameters Read(Config config)
    {
        const string LeastShards = "least-shard-allocation-strategy.";
        const string ConstantRate = "entity-recovery-constant-rate-strategy.";
        return new TuningParameters(
            config.GetTimeSpan("coordinator-failure-backoff"),
            config.GetTimeSpan("retry-interval"),
            Positive(config, "buffer-size"),
            config.GetTimeSpan("handoff-timeout"),
            config.GetTimeSpan("shard-start-timeout"),
            config.GetTimeSpan("shard-failure-backoff"),
            config.GetTimeSpan("entity-restart-backoff"),
            config.GetTimeSpan("rebalance-interval"),
            Positive(config, "snapshot-after"),
            config.GetInt("keep-nr-of-batches"),
            config.GetInt(LeastShards + "rebalance-threshold"),
            config.GetInt(LeastShards + "max-simultaneous-rebalance"),
            config.GetTimeSpan("waiting-for-state-timeout"),
            config.GetTimeSpan("updating-state-timeout"),
            config.GetString("entity-recovery-strategy") is "all" or "constant"
                ? config.GetString("entity-recovery-strategy")!
                : throw new ConfigurationException($"{Root}entity-recovery-strategy must be all or constant."),
            config.GetTimeSpan(ConstantRate + "frequency", allowInfinite: false) is var frequency && frequency > TimeSpan.Zero
                ? frequency
                : throw new ConfigurationException($"{Root}{ConstantRate}frequency must be more than zero."),
            Positive(config, ConstantRate + "number-of-entities"),
            config.GetInt("coordinator-state.write-majority-plus"),
            config.GetInt("coordinator-state.read-majority-plus"),
            config.GetInt(LeastShards + "rebalance-absolute-limit"),
            config.GetDouble(LeastShards + "rebalance-relative-limit"));
    }

    private static int Positive(Config config, string key) =>
        config.GetInt(key) is var value && value >= 1 ? value : throw new ConfigurationException($"{Root}{key} must be 1 or more.");
}
