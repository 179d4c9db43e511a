using Kernel.Actor;

namespace Kernel.Persistence;

/// <summary>A persistent actor whose behaviour is one method for commands and one for its past.</summary>
public abstract class UntypedPersistentActor : Eventsourced
{
    protected static new IUntypedActorContext Context => (IUntypedActorContext)ActorBase.Context;

    protected sealed override bool ReceiveCommand(object message)
    {
        OnCommand(message);
        return true;
    }

    protected sealed override bool ReceiveRecover(object message)
    {
        OnRecover(message);
        return true;
    }

    /// <summary>Everything after recovery.</summary>
    protected abstract void OnCommand(object message);

    /// <summary>Replayed events, <see cref="SnapshotOffer"/> and <see cref="RecoveryCompleted"/>.</summary>
    protected abstract void OnRecover(object message);

    protected void Become(UntypedReceive receive) => Context.Become(receive);

    protected void BecomeStacked(UntypedReceive receive) => Context.BecomeStacked(receive);
}
