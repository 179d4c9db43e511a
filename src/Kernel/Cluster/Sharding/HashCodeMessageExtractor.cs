using System.Globalization;
using Kernel.Util;

namespace Kernel.Cluster.Sharding;

/// <summary>Spreads entities over a fixed number of shards by the hash of their ids.</summary>
public abstract class HashCodeMessageExtractor : IMessageExtractor
{
    /// <summary>How many shards there are; never to be changed while entities are remembered.</summary>
    public readonly int MaxNumberOfShards;

    protected HashCodeMessageExtractor(int maxNumberOfShards)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxNumberOfShards, 1);
        MaxNumberOfShards = maxNumberOfShards;
    }

    /// <summary>An extractor made of functions.</summary>
    public static HashCodeMessageExtractor Create(
        int maxNumberOfShards, Func<object, string?> entityIdExtractor, Func<object, object?>? messageExtractor = null)
    {
        ArgumentNullException.ThrowIfNull(entityIdExtractor);
        return new OfFunctions(maxNumberOfShards, entityIdExtractor, messageExtractor ?? (message => message));
    }

    public abstract string? EntityId(object message);

    public virtual object? EntityMessage(object message) => message;

    public virtual string ShardId(string entityId, object? messageHint = null) =>
        (Math.Abs((long)MurmurHash.StringHash(entityId)) % MaxNumberOfShards).ToString(CultureInfo.InvariantCulture);

    private sealed class OfFunctions(int maxNumberOfShards, Func<object, string?> entityId, Func<object, object?> entityMessage)
        : HashCodeMessageExtractor(maxNumberOfShards)
    {
        public override string? EntityId(object message) => entityId(message);

        public override object? EntityMessage(object message) => entityMessage(message);
    }
}
