using Kernel.Actor;

namespace Kernel.Persistence;

/// <summary>
/// A persistent actor whose behaviour is a table of handlers, written in the constructor or (commands only) inside
/// <c>Become</c>. The first handler in order of registration that takes the message wins.
/// </summary>
public abstract class ReceivePersistentActor : UntypedPersistentActor, IInitializableActor
{
    private readonly MessageHandlers _recovering = new();
    private MessageHandlers? _configuring = new();
    private MessageHandlers _constructed = MessageHandlers.None;
    private bool _isConstructed;

    void IInitializableActor.Init()
    {
        _constructed = _configuring ?? MessageHandlers.None;
        _configuring = null;
        _isConstructed = true;
    }

    protected sealed override void OnCommand(object message)
    {
        if (!_constructed.TryHandle(message)) Unhandled(message);
    }

    protected sealed override void OnRecover(object message)
    {
        if (!_recovering.TryHandle(message)) Unhandled(message);
    }

    protected void Become(Action configure) => base.Become(Configure(configure));

    protected void BecomeStacked(Action configure) => base.BecomeStacked(Configure(configure));

    protected void Recover<T>(Action<T> handler, Predicate<T>? shouldHandle = null) => Past().Add(new TypedHandler<T>(handler, shouldHandle));

    protected void Recover<T>(Predicate<T> shouldHandle, Action<T> handler) => Recover(handler, shouldHandle);

    protected void Recover<T>(Func<T, bool> handler) => Past().Add(new DecidingHandler<T>(handler));

    protected void Recover(Type messageType, Action<object> handler, Predicate<object>? shouldHandle = null) =>
        Past().Add(new RuntimeTypeHandler(messageType, handler, shouldHandle));

    protected void Recover(Type messageType, Predicate<object> shouldHandle, Action<object> handler) => Recover(messageType, handler, shouldHandle);

    protected void Recover(Type messageType, Func<object, bool> handler) => Past().Add(new RuntimeTypeDecidingHandler(messageType, handler));

    protected void RecoverAny(Action<object> handler) => Past().Add(new TypedHandler<object>(handler, null));

    protected void Command<T>(Action<T> handler, Predicate<T>? shouldHandle = null) => Table().Add(new TypedHandler<T>(handler, shouldHandle));

    protected void Command<T>(Predicate<T> shouldHandle, Action<T> handler) => Command(handler, shouldHandle);

    protected void Command<T>(Func<T, bool> handler) => Table().Add(new DecidingHandler<T>(handler));

    protected void Command(Type messageType, Action<object> handler, Predicate<object>? shouldHandle = null) =>
        Table().Add(new RuntimeTypeHandler(messageType, handler, shouldHandle));

    protected void Command(Type messageType, Predicate<object> shouldHandle, Action<object> handler) => Command(messageType, handler, shouldHandle);

    protected void Command(Type messageType, Func<object, bool> handler) => Table().Add(new RuntimeTypeDecidingHandler(messageType, handler));

    protected void Command(Action<object> handler) => CommandAny(handler);

    /// <summary>Takes every command that no earlier handler took. Nothing may be registered after it.</summary>
    protected void CommandAny(Action<object> handler) => Table().Add(new TypedHandler<object>(handler, null));

    /// <summary>Registers an asynchronous handler. No further message is processed until its task ends; what it persists is stored then.</summary>
    protected void CommandAsync<T>(Func<T, Task> handler, Predicate<T>? shouldHandle = null) => Command(Wrap(handler), shouldHandle);

    /// <inheritdoc cref="CommandAsync{T}(Func{T, Task}, Predicate{T})"/>
    protected void CommandAsync<T>(Predicate<T> shouldHandle, Func<T, Task> handler) => Command(Wrap(handler), shouldHandle);

    /// <inheritdoc cref="CommandAsync{T}(Func{T, Task}, Predicate{T})"/>
    protected void CommandAsync(Type messageType, Func<object, Task> handler, Predicate<object>? shouldHandle = null) =>
        Command(messageType, Wrap(handler), shouldHandle);

    /// <inheritdoc cref="CommandAsync{T}(Func{T, Task}, Predicate{T})"/>
    protected void CommandAsync(Type messageType, Predicate<object> shouldHandle, Func<object, Task> handler) =>
        Command(messageType, Wrap(handler), shouldHandle);

    /// <inheritdoc cref="CommandAny"/>
    protected void CommandAnyAsync(Func<object, Task> handler) => CommandAny(Wrap(handler));

    private Action<T> Wrap<T>(Func<T, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return message => RunTask(() => handler(message));
    }

    private UntypedReceive Configure(Action configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
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
            if (!table.TryHandle(message)) Unhandled(message);
        };
    }

    private MessageHandlers Table() =>
        _configuring ?? throw new InvalidOperationException("You may only call Command-methods when constructing the actor and inside Become().");

    private MessageHandlers Past() =>
        _isConstructed ? throw new InvalidOperationException("You may only call Recover-methods when constructing the actor.") : _recovering;
}
