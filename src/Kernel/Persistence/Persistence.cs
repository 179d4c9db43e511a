using Kernel.Actor;

namespace Kernel.Persistence;

/// <summary>Names the persistence extension of an actor system: <c>Persistence.Instance.Apply(system)</c>.</summary>
public sealed class Persistence : ExtensionIdProvider<PersistenceExtension>
{
    private Persistence()
    {
    }

    public static Persistence Instance { get; } = new();

    public override PersistenceExtension CreateExtension(ExtendedActorSystem system) => new(system);
}
