namespace Kernel.Actor;

/// <summary>Makes stashes.</summary>
public static class StashFactory
{
    private const int Unbounded = -1;

    public static IStash CreateStash(this IActorContext context, IActorStash actorInstance) =>
        context.CreateStash(actorInstance.GetType());

    public static IStash CreateStash<T>(this IActorContext context)
        where T : IActorStash => context.CreateStash(typeof(T));

    /// <summary>A stash bounded or not, as the actor's type asks for.</summary>
    public static IStash CreateStash(this IActorContext context, Type actorType)
    {
        var cell = (ActorCell)context;
        if (typeof(IWithUnboundedStash).IsAssignableFrom(actorType))
            return new StashOfCell(cell, Unbounded);
        if (!typeof(IActorStash).IsAssignableFrom(actorType))
            throw new ArgumentException($"Actor {actorType} implements no stash interface.", nameof(actorType));
        var deployed = context.Props.Deploy.StashCapacity;
        return new StashOfCell(cell, deployed != Deploy.NoStashSize ? deployed : cell.SystemImpl.Settings.StashCapacity);
    }
}
