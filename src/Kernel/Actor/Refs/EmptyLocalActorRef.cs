using Kernel.Dispatch.SysMsg;
using Kernel.Event;

namespace Kernel.Actor;

/// <summary>A local path at which there is no actor.</summary>
internal sealed class EmptyLocalActorRef(ActorSystemImpl system, ActorPath path) : MinimalActorRef
{
    public override ActorPath Path { get; } = path;

    public override IActorRefProvider Provider => system.Provider;

    public override bool IsTerminated => true;

    public override void SendSystemMessage(ISystemMessage message) => DeadLetterActorRef.AnswerForTheDead(system, message, this);

    protected override void TellInternal(object message, IActorRef? sender)
    {
        var from = sender ?? system.DeadLetters;
        system.DeadLetters.Tell(
            message is IDeadLetterSuppression suppressed
                ? new SuppressedDeadLetter(suppressed, from, this)
                : new DeadLetter(message, from, this),
            from);
    }
}
