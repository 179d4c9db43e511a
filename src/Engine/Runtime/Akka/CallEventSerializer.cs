using Akka.Serialization;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Runtime;

/// <summary>Plugs <see cref="CallEventCodec"/> into the actor system; <c>hocon/akka.conf</c> binds the stored types to it.</summary>
public sealed class CallEventSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <inheritdoc/>
    public override int Identifier => CallEventCodec.SerializerId;

    /// <inheritdoc/>
    public override string Manifest(object o) => CallEventCodec.Manifest(o);

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => CallEventCodec.ToBytes(obj);

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest) => CallEventCodec.FromBytes(bytes, manifest);
}
