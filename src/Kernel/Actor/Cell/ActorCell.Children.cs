using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Kernel.Dispatch;
using Kernel.Util;

namespace Kernel.Actor;

/// <summary>The children: made by the actor (or, for guardians, by anyone), and read by selections from any thread.</summary>
internal sealed partial class ActorCell
{
    private Dictionary<string, ChildRestartStats>? _children;
    private long _nextName;
    private int _endingChildren;
    private bool _acceptsChildren = true;

    // The mailbox object never leaves the cell: locking on it spares every cell a lock object.
    private Mailbox ChildrenGate => Mailbox;

    public bool HasChildren
    {
        get
        {
            lock (ChildrenGate)
                return _children is { Count: > 0 };
        }
    }

    public IEnumerable<IActorRef> GetChildren()
    {
        var stats = ChildrenStats();
        return stats.Count == 0 ? [] : stats.Select(IActorRef (one) => one.Child).ToArray();
    }

    public IActorRef Child(string name) => TryGetChild(name, out var child) ? child.Child : ActorRefs.Nobody;

    public IReadOnlyCollection<ChildRestartStats> ChildrenStats()
    {
        lock (ChildrenGate)
            return _children is { Count: > 0 } children ? [.. children.Values] : [];
    }

    /// <summary>Looks a child up by name, or by <c>name#uid</c> for one incarnation of it.</summary>
    public IInternalActorRef GetSingleChild(string name)
    {
        var hash = name.IndexOf('#', StringComparison.Ordinal);
        var plain = hash < 0 ? name : name[..hash];
        if (!TryGetChild(plain, out var stats))
            return ActorRefs.Nobody;
        return hash < 0 || name.AsSpan(hash + 1).SequenceEqual(stats.Uid.ToString(CultureInfo.InvariantCulture))
            ? stats.Child
            : ActorRefs.Nobody;
    }

    public void Stop(IActorRef child)
    {
        if (TryGetOwnChild(child, out var stats))
            MarkEnding(stats);
        ((IInternalActorRef)child).Stop();
    }

    internal IInternalActorRef MakeChild(Props props, string? name)
    {
        ArgumentNullException.ThrowIfNull(props);
        if (name is not null)
            CheckName(name);
        _system.Mailboxes.Check(props.Mailbox);
        var dispatcher = _system.Dispatchers.Lookup(props.Dispatcher);
        LocalActorRef child;
        lock (ChildrenGate)
        {
            if (!_acceptsChildren)
                throw new InvalidOperationException("Cannot create child while terminating or terminated");
            name ??= (_nextName++).Base64Encode();
            _children ??= [];
            if (_children.ContainsKey(name))
                throw new InvalidActorNameException($"Actor name \"{name}\" is not unique!");
            child = new LocalActorRef(_system, props, dispatcher, _self, new ChildActorPath(_self.Path, name, NewUid()));
            var stats = new ChildRestartStats(child, this);
            _children.Add(name, stats);
        }

        // A child made while its parent is suspended starts suspended, to be resumed with its siblings.
        for (var i = Mailbox.SuspendCount; i > 0; i--)
            child.Cell.Mailbox.Suspend();
        child.Start();
        return child;
    }

    private static long NewUid() => Random.Shared.NextInt64(1, int.MaxValue);

    private static void CheckName(string name)
    {
        if (name.Length == 0)
            throw new InvalidActorNameException("Actor name must not be empty");
        if (!ActorPath.IsValidPathElement(name))
            throw new InvalidActorNameException(
                $"Illegal actor name [{name}]. Actor paths MUST: not start with `$`, include only ASCII letters, digits and the symbols -_.*$+:@&=,!~';() or %-escapes.");
    }

    private bool TryGetChild(string name, [NotNullWhen(true)] out ChildRestartStats? stats)
    {
        lock (ChildrenGate)
        {
            stats = null;
            return _children is not null && _children.TryGetValue(name, out stats);
        }
    }

    private bool TryGetOwnChild(IActorRef child, [NotNullWhen(true)] out ChildRestartStats? stats) =>
        TryGetChild(child.Path.Name, out stats) && stats.Child.Equals(child);

    private void MarkEnding(ChildRestartStats stats)
    {
        lock (ChildrenGate)
        {
            if (stats.IsEnding)
                return;
            stats.IsEnding = true;
            _endingChildren++;
        }
    }

    /// <summary>Tells every child to end; afterwards <see cref="_endingChildren"/> counts them all.</summary>
    private void StopAllChildren()
    {
        foreach (var stats in ChildrenStats())
            Stop(stats.Child);
    }

    private bool HasEndingChildren
    {
        get
        {
            lock (ChildrenGate)
                return _endingChildren > 0;
        }
    }

    /// <summary>Forgets an ended child; true when it was one.</summary>
    private bool RemoveChild(IActorRef child)
    {
        lock (ChildrenGate)
        {
            if (_children is null || !_children.TryGetValue(child.Path.Name, out var stats) || !stats.Child.Equals(child))
                return false;
            _children.Remove(child.Path.Name);
            if (stats.IsEnding)
                _endingChildren--;
            if (_children.Count == 0)
                _children = null;
            return true;
        }
    }

    private void RefuseChildren()
    {
        lock (ChildrenGate)
            _acceptsChildren = false;
    }

    private void SuspendChildren(IActorRef? except)
    {
        foreach (var stats in ChildrenStats())
        {
            if (except is null || !stats.Child.Equals(except))
                stats.Child.Suspend();
        }
    }

    private void ResumeChildren(Exception? causedByFailure, IActorRef? perpetrator)
    {
        foreach (var stats in ChildrenStats())
            stats.Child.Resume(perpetrator is not null && stats.Child.Equals(perpetrator) ? causedByFailure : null);
    }
}
