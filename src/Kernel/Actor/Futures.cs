namespace Kernel.Actor;

/// <summary>Request and reply as a task.</summary>
public static class Futures
{
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<object>(message, timeout, CancellationToken.None);

    public static Task<object> Ask(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<object>(message, null, cancellationToken);

    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken) =>
        self.Ask<object>(message, timeout, cancellationToken);

    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<T>(message, timeout, CancellationToken.None);

    public static Task<T> Ask<T>(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<T>(message, null, cancellationToken);

    /// <summary>
    /// Sends a message and completes with the reply. Without a timeout, <c>kernel.actor.ask-timeout</c> holds. A
    /// <see cref="Status.Failure"/> fails the task with its cause; a reply of another type fails it with an
    /// <see cref="ArgumentException"/>.
    /// </summary>
    /// <exception cref="AskTimeoutException">No reply in time. A reply that comes later goes to dead letters.</exception>
    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(self);
        return Send<T>(self, null, message, timeout, cancellationToken);
    }

    /// <summary>The same, with a message that carries the address of the reply.</summary>
    public static Task<T> Ask<T>(
        this ICanTell self, Func<IActorRef, object> messageFactory, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(self);
        ArgumentNullException.ThrowIfNull(messageFactory);
        return Send<T>(self, messageFactory, null, timeout, cancellationToken);
    }

    private static Task<T> Send<T>(
        ICanTell self, Func<IActorRef, object>? factory, object? message, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);
        var system = SystemOf(self)
            ?? throw new ArgumentException("Cannot resolve the target of the Ask: it belongs to no actor system.", nameof(self));
        var reply = new AskReply<T>(system, self);
        reply.Expect(timeout ?? system.Settings.AskTimeout, cancellationToken);
        self.Tell(factory is null ? message! : factory(reply), reply);
        return reply.Task;
    }

    private static ActorSystemImpl? SystemOf(ICanTell target) => target switch
    {
        Nobody => ActorCell.Current?.SystemImpl,
        IInternalActorRef actor => ((LocalActorRefProvider)actor.Provider).System,
        ActorSelection { Anchor: IInternalActorRef and not Nobody } selection =>
            ((LocalActorRefProvider)((IInternalActorRef)selection.Anchor).Provider).System,
        _ => ActorCell.Current?.SystemImpl,
    };
}
