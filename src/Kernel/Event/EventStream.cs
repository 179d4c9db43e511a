using System.Collections.Concurrent;
using Kernel.Actor;

namespace Kernel.Event;

/// <summary>A bus whose channels are types: a subscriber of a type gets everything that is of it.</summary>
public abstract class LoggingBus
{
    private volatile int _logLevel = (int)LogLevel.InfoLevel;

    /// <summary>Log events below it are not made.</summary>
    public LogLevel LogLevel
    {
        get => (LogLevel)_logLevel;
        set => _logLevel = (int)value;
    }

    public abstract bool Subscribe(IActorRef subscriber, Type channel);

    public abstract bool Unsubscribe(IActorRef subscriber, Type channel);

    public abstract bool Unsubscribe(IActorRef subscriber);

    public abstract void Publish(object @event);
}

/// <summary>The system's main bus: log events, dead letters, unhandled messages, and what the application publishes.</summary>
public class EventStream : LoggingBus
{
    private readonly ConcurrentDictionary<Type, IActorRef[]> _receivers = new();
    private readonly ConcurrentDictionary<IActorRef, byte> _everSubscribed = new();
    private readonly List<(Type Channel, IActorRef Subscriber)> _subscriptions = [];
    private readonly Lock _gate = new();

    public override bool Subscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(channel);
        lock (_gate)
        {
            if (_subscriptions.Contains((channel, subscriber)))
                return false;
            _subscriptions.Add((channel, subscriber));
            _everSubscribed[subscriber] = 0;
            Changed();
        }

        // An actor that ended meanwhile has already looked for its subscriptions.
        if (subscriber is IInternalActorRef { IsTerminated: true })
            Unsubscribe(subscriber);
        return true;
    }

    public override bool Unsubscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(channel);
        lock (_gate)
        {
            if (!_subscriptions.Remove((channel, subscriber)))
                return false;
            if (_subscriptions.TrueForAll(one => !one.Subscriber.Equals(subscriber)))
                _everSubscribed.TryRemove(subscriber, out _);
            Changed();
            return true;
        }
    }

    public override bool Unsubscribe(IActorRef subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        lock (_gate)
        {
            var removed = _subscriptions.RemoveAll(one => one.Subscriber.Equals(subscriber)) > 0;
            _everSubscribed.TryRemove(subscriber, out _);
            Changed();
            return removed;
        }
    }

    /// <summary>Sends the event to every subscriber of its type, of a base of it or of an interface of it.</summary>
    public override void Publish(object @event)
    {
        ArgumentNullException.ThrowIfNull(@event);
        foreach (var receiver in ReceiversOf(@event.GetType()))
            receiver.Tell(@event, ActorRefs.NoSender);
    }

    /// <summary>Whether anybody of that kind gets events of a type.</summary>
    internal bool HasReceiver(Type type, Predicate<IActorRef> kind) => Array.Exists(ReceiversOf(type), kind);

    internal void UnsubscribeEnded(IActorRef subscriber)
    {
        if (_everSubscribed.ContainsKey(subscriber))
            Unsubscribe(subscriber);
    }

    private IActorRef[] ReceiversOf(Type type)
    {
        if (_receivers.TryGetValue(type, out var known))
            return known;
        lock (_gate)
        {
            IActorRef[] found =
                [.. _subscriptions.Where(one => one.Channel.IsAssignableFrom(type)).Select(one => one.Subscriber).Distinct()];
            _receivers[type] = found;
            return found;
        }
    }

    private void Changed() => _receivers.Clear();
}

/// <summary>Subscribing by type argument.</summary>
public static class EventStreamExtensions
{
    public static bool Subscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) =>
        eventStream.Subscribe(subscriber, typeof(TChannel));

    public static bool Unsubscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) =>
        eventStream.Unsubscribe(subscriber, typeof(TChannel));
}
