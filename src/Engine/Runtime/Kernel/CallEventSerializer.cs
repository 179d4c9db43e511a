using CallActors.Engine.Calls;
using Kernel.Actor.Setup;
using Kernel.Serialization;

namespace CallActors.Engine.Runtime;

/// <summary>Plugs <see cref="CallEventCodec"/> into the actor system.</summary>
public sealed class CallEventSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <inheritdoc/>
    public override int Identifier => CallEventCodec.SerializerId;

    /// <summary>What to give to <see cref="ActorSystem.Create(string, ActorSystemSetup)"/>.</summary>
    public static Setup Setup() => SerializationSetup.Create(system =>
        [SerializerDetails.Create("calls", new CallEventSerializer(system), [.. CallEventCodec.Types])]);

    /// <inheritdoc/>
    public override string Manifest(object o) => CallEventCodec.Manifest(o);

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => CallEventCodec.ToBytes(obj);

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest) => CallEventCodec.FromBytes(bytes, manifest);
}
