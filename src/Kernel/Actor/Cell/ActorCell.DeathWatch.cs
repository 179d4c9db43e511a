using Kernel.Dispatch.SysMsg;

namespace Kernel.Actor;

/// <summary>Whom this actor watches, and who watches it.</summary>
internal sealed partial class ActorCell
{
    private static readonly object PlainTerminated = new();

    // The value is the message to be delivered instead of Terminated, or PlainTerminated.
    private Dictionary<IActorRef, object>? _watching;
    private Dictionary<IActorRef, object>? _terminatedQueued;
    private HashSet<IActorRef>? _watchedBy;

    public IActorRef Watch(IActorRef subject) => StartWatching(subject, PlainTerminated);

    public IActorRef WatchWith(IActorRef subject, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return StartWatching(subject, message);
    }

    public IActorRef Unwatch(IActorRef subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (!subject.Equals(_self) && _watching?.Remove(subject) == true)
            ((IInternalActorRef)subject).SendSystemMessage(new Unwatch((IInternalActorRef)subject, _self));
        _terminatedQueued?.Remove(subject);
        return subject;
    }

    /// <summary>A <see cref="Terminated"/> that was already delivered, and set aside, will be delivered once more.</summary>
    internal void ExpectTerminated(IActorRef subject) => (_terminatedQueued ??= [])[subject] = PlainTerminated;

    private IActorRef StartWatching(IActorRef subject, object message)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (subject.Equals(_self))
            return subject;
        if (_watching is not null && _watching.TryGetValue(subject, out var earlier))
        {
            if (!Equals(earlier, message))
                throw new InvalidOperationException(
                    $"Watch({subject}) termination message was not overwritten. If this was intended, unwatch first before using Watch or WatchWith with another message.");
            return subject;
        }

        ((IInternalActorRef)subject).SendSystemMessage(new Watch((IInternalActorRef)subject, _self));
        (_watching ??= []).Add(subject, message);
        return subject;
    }

    private void ReceivedTerminated(Terminated terminated)
    {
        if (_terminatedQueued is null || !_terminatedQueued.Remove(terminated.ActorRef, out var message))
            return;
        if (ReferenceEquals(message, PlainTerminated))
        {
            ReceiveMessage(terminated);
            return;
        }

        _currentMessage = message;
        ReceiveMessage(message);
    }

    private void WatchedActorTerminated(DeathWatchNotification notification)
    {
        var subject = notification.Actor;
        if (_watching is not null && _watching.Remove(subject, out var message) && !IsTerminating)
        {
            (_terminatedQueued ??= [])[subject] = message;
            _self.Tell(new Terminated(subject, notification.ExistenceConfirmed, notification.AddressTerminated), subject);
        }

        HandleChildTerminated(subject);
    }

    private void AddWatcher(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        if (watchee.Equals(_self) && !watcher.Equals(_self))
            (_watchedBy ??= []).Add(watcher);
    }

    private void RemoveWatcher(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        if (watchee.Equals(_self))
            _watchedBy?.Remove(watcher);
    }

    private void TellWatchersWeDied()
    {
        if (_watchedBy is not { } watchers)
            return;
        _watchedBy = null;
        foreach (var watcher in watchers)
        {
            // The parent is told anyway.
            if (!watcher.Equals(_parent))
                ((IInternalActorRef)watcher).SendSystemMessage(new DeathWatchNotification(_self, existenceConfirmed: true, addressTerminated: false));
        }
    }

    private void UnwatchWatchedActors()
    {
        if (_watching is not { } watching)
            return;
        _watching = null;
        _terminatedQueued = null;
        foreach (var subject in watching.Keys)
            ((IInternalActorRef)subject).SendSystemMessage(new Unwatch((IInternalActorRef)subject, _self));
    }
}
