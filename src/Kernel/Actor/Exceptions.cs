namespace Kernel.Actor;

/// <summary>Base of the runtime's own exceptions.</summary>
public abstract class AkkaException : Exception
{
    protected AkkaException()
    {
    }

    protected AkkaException(string? message, Exception? cause = null)
        : base(message, cause)
    {
    }
}

/// <summary>An actor could not be constructed or started. The default strategy stops it.</summary>
public class ActorInitializationException : AkkaException
{
    public ActorInitializationException()
    {
    }

    public ActorInitializationException(string message)
        : base(message)
    {
    }

    public ActorInitializationException(string message, Exception cause)
        : base(message, cause)
    {
    }

    public ActorInitializationException(IActorRef? actor, string message, Exception? cause = null)
        : base(actor is null ? message : $"{actor}: {message}", cause) => Actor = actor;

    public IActorRef? Actor { get; }
}

/// <summary>PreRestart threw: logged, and the restart goes on.</summary>
public sealed class PreRestartException(IActorRef actor, Exception restartException, Exception cause, object? optionalMessage)
    : ActorInitializationException(
        actor,
        $"exception in PreRestart({cause.GetType().Name}, {optionalMessage?.GetType().Name ?? "null"})",
        restartException)
{
    /// <summary>What made the restart necessary.</summary>
    public Exception OriginalCause { get; } = cause;

    public object? OptionalMessage { get; } = optionalMessage;
}

/// <summary>The constructor or PostRestart threw during a restart; the supervisor decides again.</summary>
public sealed class PostRestartException(IActorRef actor, Exception cause, Exception originalCause)
    : ActorInitializationException(actor, $"exception post restart ({originalCause.GetType().Name})", cause)
{
    /// <summary>What made the restart necessary.</summary>
    public Exception OriginalCause { get; } = originalCause;
}

/// <summary>The actor got a <see cref="Kill"/>. The default strategy stops it.</summary>
public sealed class ActorKilledException(string message) : AkkaException(message);

/// <summary>A watched actor died and its watcher did not handle the <see cref="Terminated"/>. The default strategy stops the watcher.</summary>
public sealed class DeathPactException(IActorRef deadActor)
    : AkkaException($"Monitored actor [{deadActor}] terminated")
{
    public IActorRef DeadActor { get; } = deadActor;
}

/// <summary>No reply came within an Ask's timeout.</summary>
public sealed class AskTimeoutException : AkkaException
{
    public AskTimeoutException(string message)
        : base(message)
    {
    }

    public AskTimeoutException(string message, Exception? cause)
        : base(message, cause)
    {
    }
}

/// <summary>An actor's name is malformed or taken.</summary>
public sealed class InvalidActorNameException : AkkaException
{
    public InvalidActorNameException(string message)
        : base(message)
    {
    }

    public InvalidActorNameException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A message that may not be sent, such as null.</summary>
public class InvalidMessageException : AkkaException
{
    public InvalidMessageException()
        : this("Message is null.")
    {
    }

    public InvalidMessageException(string message)
        : base(message)
    {
    }
}

/// <summary>An operation that the actor's state does not allow, such as stashing one message twice.</summary>
public sealed class IllegalActorStateException(string message) : AkkaException(message);

/// <summary>The stash is at its capacity.</summary>
public sealed class StashOverflowException : AkkaException
{
    public StashOverflowException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}

/// <summary>A selection or path led to no actor.</summary>
public sealed class ActorNotFoundException : AkkaException
{
    public ActorNotFoundException(string message)
        : base(message)
    {
    }

    public ActorNotFoundException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A scheduler was used after the actor system had ended.</summary>
public sealed class SchedulerException(string message) : AkkaException(message);

/// <summary>A logger could not be started.</summary>
public sealed class LoggerInitializationException(string message) : AkkaException(message);
