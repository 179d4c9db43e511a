namespace Kernel.Persistence;

/// <summary>A persistent actor that says of each message whether it took it.</summary>
public abstract class PersistentActor : Eventsourced;
