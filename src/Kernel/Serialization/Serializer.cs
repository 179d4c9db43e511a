using Kernel.Actor;

namespace Kernel.Serialization;

/// <summary>Turns objects into bytes and back. Its identifier is stored beside the bytes and never changes.</summary>
public abstract class Serializer
{
    protected Serializer(ExtendedActorSystem system) => System = system;

    /// <summary>Unique in a system; 0 to 40 are the runtime's own.</summary>
    public virtual int Identifier =>
        throw new NotSupportedException($"{GetType()} has no identifier: override Identifier.");

    /// <summary>Whether <see cref="FromBinary(byte[], Type)"/> needs the type.</summary>
    public abstract bool IncludeManifest { get; }

    protected ExtendedActorSystem System { get; }

    public abstract byte[] ToBinary(object obj);

    public abstract object FromBinary(byte[] bytes, Type? type);

    public T FromBinary<T>(byte[] bytes) => (T)FromBinary(bytes, typeof(T));
}

/// <summary>A serializer that names the type in words of its own, which outlive renamings.</summary>
public abstract class SerializerWithStringManifest : Serializer
{
    protected SerializerWithStringManifest(ExtendedActorSystem system)
        : base(system)
    {
    }

    public sealed override bool IncludeManifest => true;

    public sealed override object FromBinary(byte[] bytes, Type? type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return FromBinary(bytes, Serialization.ManifestOf(type));
    }

    public abstract object FromBinary(byte[] bytes, string manifest);

    public abstract string Manifest(object o);
}
