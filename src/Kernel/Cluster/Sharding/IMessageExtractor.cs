namespace Kernel.Cluster.Sharding;

/// <summary>Reads from a message which entity it is for, what that entity shall see, and in which shard it lives.</summary>
public interface IMessageExtractor
{
    /// <summary>The entity; null when the message is for none, which leaves it unhandled.</summary>
    string? EntityId(object message);

    /// <summary>What the entity is given: the message itself, or what it wraps.</summary>
    object? EntityMessage(object message);

    /// <summary>The shard of an entity: the same for the same id, always.</summary>
    string ShardId(string entityId, object? messageHint = null);
}
