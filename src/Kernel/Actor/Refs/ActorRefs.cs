namespace Kernel.Actor;

/// <summary>The references that stand for nobody.</summary>
public static class ActorRefs
{
    /// <summary>No sender. A reply to it goes to dead letters.</summary>
    public static readonly IActorRef? NoSender;

    public static readonly Nobody Nobody = Nobody.Instance;
}

/// <summary>Questions to a reference that may stand for nobody.</summary>
public static class ActorRefExtensions
{
    public static bool IsNobody(this IActorRef? actorRef) => actorRef is null or Kernel.Actor.Nobody;

    public static IActorRef GetOrElse(this IActorRef? actorRef, Func<IActorRef> elseValue) =>
        actorRef is null || actorRef.IsNobody() ? elseValue() : actorRef;
}

/// <summary>The reference of an actor that does not exist; messages to it vanish.</summary>
public sealed class Nobody : MinimalActorRef
{
    public static Nobody Instance { get; } = new();

    private readonly ActorPath _path = new RootActorPath(new Address("kernel", "all-systems")) / "nobody";

    private Nobody()
    {
    }

    public override ActorPath Path => _path;

    public override IActorRefProvider Provider => throw new NotSupportedException("Nobody belongs to no actor system.");
}

/// <summary>A reference that swallows what it gets, without dead letters.</summary>
public sealed class IgnoreActorRef : MinimalActorRef
{
    internal IgnoreActorRef(IActorRefProvider provider)
    {
        Provider = provider;
        Path = provider.RootPath / "ignore";
    }

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider { get; }
}
