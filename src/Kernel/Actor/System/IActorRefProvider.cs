namespace Kernel.Actor;

/// <summary>The fixed places of a system's tree, and the way from a path to a reference.</summary>
public interface IActorRefProvider
{
    ActorPath RootPath { get; }

    ActorPath TempPath { get; }

    Address DefaultAddress { get; }

    IInternalActorRef RootGuardian { get; }

    IInternalActorRef Guardian { get; }

    IInternalActorRef SystemGuardian { get; }

    IActorRef DeadLetters { get; }

    /// <summary>The actor at a path, or a reference to dead letters under that path.</summary>
    IActorRef ResolveActorRef(string path);

    IActorRef ResolveActorRef(ActorPath actorPath);
}
