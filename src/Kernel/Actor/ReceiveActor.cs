namespace Kernel.Actor;

/// <summary>An actor that finishes its construction after its constructor has run.</summary>
public interface IInitializableActor
{
    void Init();
}

/// <summary>
/// An actor whose behaviour is a table of handlers, written in the constructor or inside <c>Become</c>.
/// The first handler in order of registration that takes the message wins.
/// </summary>
public abstract class ReceiveActor : UntypedActor, IInitializableActor
{
    private MessageHandlers? _configuring = new();
    private MessageHandlers _constructed = MessageHandlers.None;

    void IInitializableActor.Init()
    {
        _constructed = _configuring ?? MessageHandlers.None;
        _configuring = null;
    }

    protected sealed override void OnReceive(object message)
    {
        if (!_constructed.TryHandle(message))
            Unhandled(message);
    }

    protected void Become(Action configure) => base.Become(Configure(configure));

    protected void BecomeStacked(Action configure) => base.BecomeStacked(Configure(configure));

    protected void Receive<T>(Action<T> handler, Predicate<T>? shouldHandle = null) =>
        Table().Add(new TypedHandler<T>(handler, shouldHandle));

    protected void Receive<T>(Predicate<T> shouldHandle, Action<T> handler) => Receive(handler, shouldHandle);

    protected void Receive<T>(Func<T, bool> handler) => Table().Add(new DecidingHandler<T>(handler));

    protected void Receive(Type messageType, Action<object> handler, Predicate<object>? shouldHandle = null) =>
        Table().Add(new RuntimeTypeHandler(messageType, handler, shouldHandle));

    protected void Receive(Type messageType, Predicate<object> shouldHandle, Action<object> handler) =>
        Receive(messageType, handler, shouldHandle);

    protected void Receive(Type messageType, Func<object, bool> handler) =>
        Table().Add(new RuntimeTypeDecidingHandler(messageType, handler));

    /// <summary>Registers an asynchronous handler. No further message is processed until its task ends.</summary>
    protected void ReceiveAsync<T>(Func<T, Task> handler, Predicate<T>? shouldHandle = null) =>
        Receive(Wrap(handler), shouldHandle);

    /// <inheritdoc cref="ReceiveAsync{T}(Func{T, Task}, Predicate{T})"/>
    protected void ReceiveAsync<T>(Predicate<T> shouldHandle, Func<T, Task> handler) => Receive(Wrap(handler), shouldHandle);

    /// <inheritdoc cref="ReceiveAsync{T}(Func{T, Task}, Predicate{T})"/>
    protected void ReceiveAsync(Type messageType, Func<object, Task> handler, Predicate<object>? shouldHandle = null) =>
        Receive(messageType, Wrap(handler), shouldHandle);

    /// <inheritdoc cref="ReceiveAsync{T}(Func{T, Task}, Predicate{T})"/>
    protected void ReceiveAsync(Type messageType, Predicate<object> shouldHandle, Func<object, Task> handler) =>
        Receive(messageType, Wrap(handler), shouldHandle);

    /// <summary>Takes every message that no earlier handler took. Nothing may be registered after it.</summary>
    protected void ReceiveAny(Action<object> handler) => Table().Add(new TypedHandler<object>(handler, null));

    /// <inheritdoc cref="ReceiveAny"/>
    protected void ReceiveAnyAsync(Func<object, Task> handler) => ReceiveAny(Wrap(handler));

    private static Action<T> Wrap<T>(Func<T, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return message => ActorTaskScheduler.RunTask(() => handler(message));
    }

    private UntypedReceive Configure(Action configure)
    {
        var outer = _configuring;
        var table = _configuring = new MessageHandlers();
        try
        {
            configure();
        }
        finally
        {
            _configuring = outer;
        }

        return message =>
        {
            if (!table.TryHandle(message))
                Unhandled(message);
        };
    }

    private MessageHandlers Table() =>
        _configuring ?? throw new InvalidOperationException(
            "You may only call Receive-methods when constructing the actor and inside Become(...).");
}
