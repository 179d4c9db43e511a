using Kernel.Dispatch.SysMsg;

namespace Kernel.Actor;

/// <summary>Whom this actor watches, and who watches it.</summary>
internal sealed partial class ActorCell
{
    private static readonly object PlainTerminated = new();

    public IActorRef Watch(IActorRef subject) => StartWatching(subject, PlainTerminated);

    public IActorRef WatchWith(IActorRef subject, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return StartWatching(subject, message);
    }

    public IActorRef Unwatch(IActorRef subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (!subject.Equals(_self) && _extras?.Watching?.Remove(subject) == true)
            ((IInternalActorRef)subject).SendSystemMessage(new Unwatch((IInternalActorRef)subject, _self));
        _extras?.TerminatedQueued?.Remove(subject);
        return subject;
    }

    /// <summary>A <see cref="Terminated"/> that was already delivered, and set aside, will be delivered once more.</summary>
    internal void ExpectTerminated(IActorRef subject) => (Needed.TerminatedQueued ??= [])[subject] = PlainTerminated;

    private IActorRef StartWatching(IActorRef subject, object message)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (subject.Equals(_self))
            return subject;
        if (_extras?.Watching is { } watching && watching.TryGetValue(subject, out var earlier))
        {
            if (!Equals(earlier, message))
                throw new InvalidOperationException(
                    $"Watch({subject}) termination message was not overwritten. If this was intended, unwatch first before using Watch or WatchWith with another message.");
            return subject;
        }

        ((IInternalActorRef)subject).SendSystemMessage(new Watch((IInternalActorRef)subject, _self));
        (Needed.Watching ??= []).Add(subject, message);
        return subject;
    }

    private void ReceivedTerminated(Terminated terminated)
    {
        if (_extras?.TerminatedQueued is not { } queued || !queued.Remove(terminated.ActorRef, out var message))
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
        if (_extras?.Watching is { } watching && watching.Remove(subject, out var message) && !IsTerminating)
        {
            (Needed.TerminatedQueued ??= [])[subject] = message;
            _self.Tell(new Terminated(subject, notification.ExistenceConfirmed, notification.AddressTerminated), subject);
        }

        HandleChildTerminated(subject);
    }

    private void AddWatcher(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        // The parent is told of the end anyway.
        if (watchee.Equals(_self) && !watcher.Equals(_self) && !watcher.Equals(_self.Parent))
            (Needed.WatchedBy ??= []).Add(watcher);
    }

    private void RemoveWatcher(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        if (watchee.Equals(_self))
            _extras?.WatchedBy?.Remove(watcher);
    }

    private void TellWatchersWeDied()
    {
        if (_extras?.WatchedBy is not { } watchers)
            return;
        _extras.WatchedBy = null;
        foreach (var watcher in watchers)
            ((IInternalActorRef)watcher).SendSystemMessage(new DeathWatchNotification(_self, existenceConfirmed: true, addressTerminated: false));
    }

    private void UnwatchWatchedActors()
    {
        if (_extras?.Watching is not { } watching)
            return;
        _extras.Watching = null;
        _extras.TerminatedQueued = null;
        foreach (var subject in watching.Keys)
            ((IInternalActorRef)subject).SendSystemMessage(new Unwatch((IInternalActorRef)subject, _self));
    }

    private sealed partial class Extras
    {
        /// <summary>By subject, the message to be delivered instead of Terminated, or PlainTerminated.</summary>
        public Dictionary<IActorRef, object>? Watching { get; set; }

        public Dictionary<IActorRef, object>? TerminatedQueued { get; set; }

        public HashSet<IActorRef>? WatchedBy { get; set; }
    }
}
