using Kernel.Actor;
using Kernel.Event;

namespace Kernel.Dispatch.SysMsg;

/// <summary>A message of the runtime to a cell; it overtakes every user message.</summary>
public interface ISystemMessage : INoSerializationVerificationNeeded;

/// <summary>Base of system messages. Each instance is linked into one queue once: never send one to two cells.</summary>
public abstract class SystemMessage : ISystemMessage
{
    internal SystemMessage? Next { get; set; }
}

/// <summary>Construct the actor. First message of every cell.</summary>
public sealed class Create : SystemMessage;

/// <summary>From the supervisor: restart because of a failure.</summary>
public sealed class Recreate(Exception cause) : SystemMessage
{
    public Exception Cause { get; } = cause;
}

/// <summary>From the supervisor: stop processing user messages.</summary>
public sealed class Suspend : SystemMessage;

/// <summary>From the supervisor: go on processing user messages.</summary>
public sealed class Resume(Exception? causedByFailure) : SystemMessage
{
    public Exception? CausedByFailure { get; } = causedByFailure;
}

/// <summary>Stop the actor and its children.</summary>
public sealed class Terminate : SystemMessage, IPossiblyHarmful, IDeadLetterSuppression;

/// <summary>From a watcher: tell me when you end.</summary>
public sealed class Watch(IInternalActorRef watchee, IInternalActorRef watcher) : SystemMessage
{
    public IInternalActorRef Watchee { get; } = watchee;

    public IInternalActorRef Watcher { get; } = watcher;
}

/// <summary>From a watcher: I no longer want to know.</summary>
public sealed class Unwatch(IInternalActorRef watchee, IInternalActorRef watcher) : SystemMessage
{
    public IInternalActorRef Watchee { get; } = watchee;

    public IInternalActorRef Watcher { get; } = watcher;
}

/// <summary>From an ended actor to its parent and its watchers.</summary>
public sealed class DeathWatchNotification(IActorRef actor, bool existenceConfirmed, bool addressTerminated)
    : SystemMessage, IDeadLetterSuppression
{
    public IActorRef Actor { get; } = actor;

    public bool ExistenceConfirmed { get; } = existenceConfirmed;

    public bool AddressTerminated { get; } = addressTerminated;
}

/// <summary>From a failed child to its supervisor.</summary>
public sealed class Failed(IActorRef child, Exception cause, long uid) : SystemMessage
{
    public IActorRef Child { get; } = child;

    public Exception Cause { get; } = cause;

    public long Uid { get; } = uid;
}

/// <summary>A step of an asynchronous handler, run in the actor's context.</summary>
internal sealed class ActorTaskStep(ActorTaskScheduler scheduler, Task task) : SystemMessage
{
    public ActorTaskScheduler Scheduler { get; } = scheduler;

    public Task Task { get; } = task;
}

/// <summary>An asynchronous handler ended.</summary>
internal sealed class ActorTaskFinished(ActorTaskScheduler scheduler, Exception? failure) : SystemMessage
{
    public ActorTaskScheduler Scheduler { get; } = scheduler;

    public Exception? Failure { get; } = failure;
}
