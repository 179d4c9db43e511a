namespace Kernel.Actor;

/// <summary>The handlers of one behaviour, in order of registration.</summary>
internal sealed class MessageHandlers
{
    public static readonly MessageHandlers None = new();

    private MessageHandler[] _handlers = [];
    private int _count;

    public void Add(MessageHandler handler)
    {
        if (_count > 0 && _handlers[_count - 1].TakesEverything)
            throw new InvalidOperationException(
                "A handler that catches all messages has been added. No handler can be added after that.");
        if (_count == _handlers.Length)
            Array.Resize(ref _handlers, Math.Max(1, _count * 2));
        _handlers[_count++] = handler;
    }

    public bool TryHandle(object message)
    {
        var handlers = _handlers;
        for (var i = 0; i < _count; i++)
        {
            if (handlers[i].TryHandle(message))
                return true;
        }

        return false;
    }
}

/// <summary>One row of a behaviour.</summary>
internal abstract class MessageHandler
{
    public virtual bool TakesEverything => false;

    public abstract bool TryHandle(object message);
}

internal sealed class TypedHandler<T> : MessageHandler
{
    private readonly Action<T> _handler;
    private readonly Predicate<T>? _shouldHandle;

    public TypedHandler(Action<T> handler, Predicate<T>? shouldHandle)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _handler = handler;
        _shouldHandle = shouldHandle;
    }

    public override bool TakesEverything => typeof(T) == typeof(object) && _shouldHandle is null;

    public override bool TryHandle(object message)
    {
        if (message is not T typed || (_shouldHandle is not null && !_shouldHandle(typed)))
            return false;
        _handler(typed);
        return true;
    }
}

internal sealed class DecidingHandler<T> : MessageHandler
{
    private readonly Func<T, bool> _handler;

    public DecidingHandler(Func<T, bool> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _handler = handler;
    }

    public override bool TryHandle(object message) => message is T typed && _handler(typed);
}

internal sealed class RuntimeTypeHandler : MessageHandler
{
    private readonly Type _type;
    private readonly Action<object> _handler;
    private readonly Predicate<object>? _shouldHandle;

    public RuntimeTypeHandler(Type type, Action<object> handler, Predicate<object>? shouldHandle)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(handler);
        _type = type;
        _handler = handler;
        _shouldHandle = shouldHandle;
    }

    public override bool TakesEverything => _type == typeof(object) && _shouldHandle is null;

    public override bool TryHandle(object message)
    {
        if (!_type.IsInstanceOfType(message) || (_shouldHandle is not null && !_shouldHandle(message)))
            return false;
        _handler(message);
        return true;
    }
}

internal sealed class RuntimeTypeDecidingHandler : MessageHandler
{
    private readonly Type _type;
    private readonly Func<object, bool> _handler;

    public RuntimeTypeDecidingHandler(Type type, Func<object, bool> handler)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(handler);
        _type = type;
        _handler = handler;
    }

    public override bool TryHandle(object message) => _type.IsInstanceOfType(message) && _handler(message);
}
