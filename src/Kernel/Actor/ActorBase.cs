using Kernel.Event;

namespace Kernel.Actor;

/// <summary>Base of all actors. Constructed by its cell alone, through <see cref="Props"/>.</summary>
public abstract partial class ActorBase : IInternalActor
{
    // All that an ended instance keeps of its cell.
    private IActorRef? _clearedSelf;

    /// <summary>
    /// What an actor does until it becomes something else, and again when everything that it became is taken back: one for all actors, as it
    /// finds the actor in the cell whose turn it is.
    /// </summary>
    internal static readonly Receive FirstBehaviour = static message => ActorCell.Current!.Actor!.Receive(message);

    protected ActorBase()
    {
        var cell = ActorCell.Current;
        if (cell is null || !cell.IsCreating)
            throw new ActorInitializationException(
                "Do not use the default constructor for an actor outside of a cell: create it with ActorOf and Props.");
        cell.Become(FirstBehaviour);
        if (this is IWithTimers withTimers)
            withTimers.Timers = cell.Timers;
    }

    IActorContext IInternalActor.ActorContext => Context;

    protected static Receive EmptyReceive { get; } = _ => false;

    protected static IActorContext Context =>
        ActorCell.Current ?? throw new NotSupportedException(
            "There is no active ActorContext, this is most likely due to use of async operations from within this actor.");

    protected IActorRef Self => _clearedSelf ?? Context.Self;

    protected IActorRef Sender => Context.Sender;

    protected abstract bool Receive(object message);

    /// <summary>Called with what no handler took: throws for <see cref="Terminated"/>, publishes everything else.</summary>
    protected virtual void Unhandled(object message)
    {
        if (message is Terminated terminated)
            throw new DeathPactException(terminated.ActorRef);
        Context.System.EventStream.Publish(new UnhandledMessage(message, Sender, Self));
    }

    protected internal virtual bool AroundReceive(Receive receive, object message)
    {
        if (!receive(message))
            Unhandled(message);
        return true;
    }

    protected void Become(Receive receive) => Context.Become(receive);

    protected void BecomeStacked(Receive receive) => Context.BecomeStacked(receive);

    protected void UnbecomeStacked() => Context.UnbecomeStacked();

    protected void SetReceiveTimeout(TimeSpan? timeout) => Context.SetReceiveTimeout(timeout);

    /// <summary>An ended instance keeps its Self, and nothing else of its cell.</summary>
    internal void Clear(IActorRef self) => _clearedSelf = self;
}

/// <summary>An actor as its cell sees it.</summary>
public interface IInternalActor
{
    IActorContext ActorContext { get; }
}
