using System.Text.Json;
using Kernel.Actor;
using Kernel.Serialization;

namespace Kernel.Cluster.Sharding;

/// <summary>Writes what sharding stores of its own: ids as JSON. Bound in the kernel's reference configuration.</summary>
public sealed class ShardingSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private const string Remembered = "entity-remembered-v1";
    private const string Forgotten = "entity-forgotten-v1";
    private const string Snapshot = "remembered-entity-ids-v1";

    public override int Identifier => 38;

    public override string Manifest(object o) => o switch
    {
        EntityRemembered => Remembered,
        EntityForgotten => Forgotten,
        RememberedEntityIds => Snapshot,
        _ => throw new ArgumentException($"{o?.GetType()} is not stored by sharding.", nameof(o)),
    };

    public override byte[] ToBinary(object obj) => obj switch
    {
        EntityRemembered remembered => JsonSerializer.SerializeToUtf8Bytes(remembered.EntityId),
        EntityForgotten forgotten => JsonSerializer.SerializeToUtf8Bytes(forgotten.EntityId),
        RememberedEntityIds ids => JsonSerializer.SerializeToUtf8Bytes(ids.EntityIds),
        _ => throw new ArgumentException($"{obj?.GetType()} is not stored by sharding.", nameof(obj)),
    };

    public override object FromBinary(byte[] bytes, string manifest) => manifest switch
    {
        Remembered => new EntityRemembered(Read<string>(bytes)),
        Forgotten => new EntityForgotten(Read<string>(bytes)),
        Snapshot => new RememberedEntityIds(Read<string[]>(bytes)),
        _ => throw new ArgumentException($"Sharding stores nothing with manifest '{manifest}'.", nameof(manifest)),
    };

    private static T Read<T>(byte[] bytes) => JsonSerializer.Deserialize<T>(bytes) ?? throw new JsonException("null is no id.");
}
