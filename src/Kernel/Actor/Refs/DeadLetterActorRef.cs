using Kernel.Dispatch.SysMsg;
using Kernel.Event;

namespace Kernel.Actor;

/// <summary>Where messages end that reach nobody: each becomes a <see cref="DeadLetter"/> on the event stream.</summary>
internal sealed class DeadLetterActorRef(ActorSystemImpl system, ActorPath path) : MinimalActorRef
{
    public override ActorPath Path { get; } = path;

    public override IActorRefProvider Provider => system.Provider;

    /// <summary>What an actor that is no more still owes: its watchers learn of its end, those who ask who it is get nobody.</summary>
    public static void AnswerForTheDead(ActorSystem system, ISystemMessage message, IActorRef dead)
    {
        switch (message)
        {
            case Watch watch when watch.Watchee.Equals(dead) && !watch.Watcher.Equals(dead):
                watch.Watcher.SendSystemMessage(new DeathWatchNotification(watch.Watchee, existenceConfirmed: false, addressTerminated: false));
                break;
            case Failed failed:
                system.EventStream.Publish(new Error(failed.Cause, failed.Child.Path.ToString(), typeof(DeadLetterActorRef), failed.Cause.Message));
                break;
            case ActorTaskFinished { Failure: { } failure }:
                system.EventStream.Publish(new Error(failure, dead.Path.ToString(), typeof(DeadLetterActorRef), failure.Message));
                break;
        }
    }

    public override void SendSystemMessage(ISystemMessage message) => AnswerForTheDead(system, message, this);

    protected override void TellInternal(object message, IActorRef? sender)
    {
        var letter = message switch
        {
            AllDeadLetters already => already,
            IDeadLetterSuppression suppressed => new SuppressedDeadLetter(suppressed, sender ?? this, this),
            _ => new DeadLetter(message, sender ?? this, this),
        };

        // Who asks an ended actor for its identity is told that there is none.
        if (letter.Message is Identify identify && !ReferenceEquals(letter.Sender, this))
            letter.Sender.Tell(new ActorIdentity(identify.MessageId, null), ActorRefs.NoSender);
        else
            system.EventStream.Publish(letter);
    }
}
