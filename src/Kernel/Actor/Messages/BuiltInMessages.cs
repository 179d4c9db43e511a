using Kernel.Event;

namespace Kernel.Actor;

/// <summary>Stops the actor when its turn in the mailbox comes.</summary>
public sealed class PoisonPill : IAutoReceivedMessage, IPossiblyHarmful, IDeadLetterSuppression
{
    private PoisonPill()
    {
    }

    public static PoisonPill Instance { get; } = new();

    public override string ToString() => "<PoisonPill>";
}

/// <summary>Makes the actor throw <see cref="ActorKilledException"/>; its supervisor decides.</summary>
public sealed class Kill : IAutoReceivedMessage, IPossiblyHarmful
{
    private Kill()
    {
    }

    public static Kill Instance { get; } = new();

    public override string ToString() => "<Kill>";
}

/// <summary>To the actor itself: nothing was received for the time set by <see cref="IActorContext.SetReceiveTimeout"/>.</summary>
public sealed class ReceiveTimeout : IPossiblyHarmful
{
    private ReceiveTimeout()
    {
    }

    public static ReceiveTimeout Instance { get; } = new();

    public override string ToString() => "<ReceiveTimeout>";
}

/// <summary>To a watcher: the watched actor has ended.</summary>
public sealed class Terminated(IActorRef actorRef, bool existenceConfirmed, bool addressTerminated)
    : IAutoReceivedMessage, IPossiblyHarmful, IDeadLetterSuppression, INoSerializationVerificationNeeded
{
    public IActorRef ActorRef { get; } = actorRef;

    /// <summary>False when the actor had already ended, or never lived, when it was watched.</summary>
    public bool ExistenceConfirmed { get; } = existenceConfirmed;

    public bool AddressTerminated { get; } = addressTerminated;

    public override string ToString() => $"<Terminated>: {ActorRef} - ExistenceConfirmed={ExistenceConfirmed}";
}

/// <summary>Asks an actor, or a selection, who it is; answered by <see cref="ActorIdentity"/>.</summary>
public sealed class Identify(object? messageId) : IAutoReceivedMessage, INotInfluenceReceiveTimeout
{
    public object? MessageId { get; } = messageId;

    public override string ToString() => $"<Identify>: {MessageId}";
}

/// <summary>The answer to <see cref="Identify"/>; its subject is null when there is no such actor.</summary>
public sealed class ActorIdentity(object? messageId, IActorRef? subject)
{
    public object? MessageId { get; } = messageId;

    public IActorRef? Subject { get; } = subject;

    public override string ToString() => $"<ActorIdentity>: {Subject} - MessageId={MessageId}";
}

/// <summary>Replies that say whether something worked.</summary>
public abstract class Status
{
    private Status()
    {
    }

    /// <summary>It worked.</summary>
    public sealed class Success(object? status) : Status
    {
        public static readonly Success Instance = new(null);

        public readonly object? Status = status;

        public override string ToString() => $"Success: {Status ?? "null"}";
    }

    /// <summary>It failed. An Ask that gets this fails with its cause.</summary>
    public sealed class Failure : Status
    {
        public readonly Exception Cause;

        public readonly object? State;

        public Failure(Exception cause)
            : this(cause, null)
        {
        }

        public Failure(Exception cause, object? state)
        {
            Cause = cause;
            State = state;
        }

        public override string ToString() => $"Failure: {Cause}";
    }
}

/// <summary>What is published about the lives of actors, when <c>kernel.actor.telemetry.enabled</c> is on.</summary>
public interface IActorTelemetryEvent : INoSerializationVerificationNeeded, INotInfluenceReceiveTimeout
{
    IActorRef Subject { get; }

    Type ActorType { get; }
}

/// <summary>Published on the event stream when an actor has started.</summary>
public sealed class ActorStarted(IActorRef subject, Type actorType) : IActorTelemetryEvent
{
    public IActorRef Subject { get; } = subject;

    public Type ActorType { get; } = actorType;
}

/// <summary>Published on the event stream when an actor has stopped.</summary>
public sealed class ActorStopped(IActorRef subject, Type actorType) : IActorTelemetryEvent
{
    public IActorRef Subject { get; } = subject;

    public Type ActorType { get; } = actorType;
}

/// <summary>Published on the event stream when an actor has been restarted.</summary>
public sealed class ActorRestarted(IActorRef subject, Type actorType, Exception reason) : IActorTelemetryEvent
{
    public IActorRef Subject { get; } = subject;

    public Type ActorType { get; } = actorType;

    public Exception Reason { get; } = reason;
}

/// <summary>A failed reply that an Ask also understands.</summary>
public sealed class Failure
{
    public Exception? Exception { get; set; }

    public DateTime Timestamp { get; set; }
}
