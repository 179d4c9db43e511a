using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Kernel.Dispatch;
using Kernel.Util;

namespace Kernel.Actor;

/// <summary>The children: made by the actor (or, for guardians, by anyone), and read by selections from any thread.</summary>
internal sealed partial class ActorCell
{
    // Above it, what a crowd of children has grown is let go with the last of them.
    private const int KeptCapacity = 64;

    private Family? _family;
    private bool _refusesChildren;

    // Written by the parent, under its gate: it has told this actor to end.
    private bool _isEndingForParent;

    // The mailbox object never leaves the cell: locking on it spares every cell a lock object.
    private Mailbox ChildrenGate => Mailbox;

    public bool HasChildren
    {
        get
        {
            lock (ChildrenGate)
                return _family is { Members.Count: > 0 };
        }
    }

    public IEnumerable<IActorRef> GetChildren() => Children();

    public IActorRef Child(string name) => TryGetChild(name, out var child) ? child : ActorRefs.Nobody;

    /// <summary>The children and how often each was restarted, made up when a strategy looks: most look at the failed one alone.</summary>
    public IReadOnlyCollection<ChildRestartStats> ChildrenStats() => new StatsOfAll(this);

    /// <summary>Looks a child up by name, or by <c>name#uid</c> for one incarnation of it.</summary>
    public IInternalActorRef GetSingleChild(string name)
    {
        var hash = name.IndexOf('#', StringComparison.Ordinal);
        var plain = hash < 0 ? name : name[..hash];
        if (!TryGetChild(plain, out var child))
            return ActorRefs.Nobody;
        return hash < 0 || name.AsSpan(hash + 1).SequenceEqual(child.Path.Uid.ToString(CultureInfo.InvariantCulture))
            ? child
            : ActorRefs.Nobody;
    }

    public void Stop(IActorRef child)
    {
        MarkEnding(child);
        ((IInternalActorRef)child).Stop();
    }

    internal IInternalActorRef MakeChild(Props props, string? name)
    {
        ArgumentNullException.ThrowIfNull(props);
        if (name is not null)
            CheckName(name);
        System.Mailboxes.Check(props.Mailbox);
        var dispatcher = System.Dispatchers.Lookup(props.Dispatcher);
        LocalActorRef child;
        lock (ChildrenGate)
        {
            if (_refusesChildren)
                throw new InvalidOperationException("Cannot create child while terminating or terminated");
            var family = _family ??= new Family();
            name ??= (family.NextName++).Base64Encode();
            child = new LocalActorRef(props, dispatcher, _self, new ChildActorPath(_self.Path, name, NewUid()));
            if (!family.Members.TryAdd(name, child))
                throw new InvalidActorNameException($"Actor name \"{name}\" is not unique!");
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

    private LocalActorRef[] Children()
    {
        lock (ChildrenGate)
            return _family is { Members.Count: > 0 } family ? [.. family.Members.Values] : [];
    }

    private bool TryGetChild(string name, [NotNullWhen(true)] out LocalActorRef? child)
    {
        lock (ChildrenGate)
        {
            child = null;
            return _family is not null && _family.Members.TryGetValue(name, out child);
        }
    }

    private bool TryGetOwnChild(IActorRef child, [NotNullWhen(true)] out LocalActorRef? own) =>
        TryGetChild(child.Path.Name, out own) && own.Equals(child);

    private ChildRestartStats StatsOf(LocalActorRef child)
    {
        lock (ChildrenGate)
        {
            var failed = _family!.Failed ??= [];
            if (!failed.TryGetValue(child, out var stats))
                failed[child] = stats = new ChildRestartStats(child, this);
            return stats;
        }
    }

    // Looked up and marked in one go: a child that ends meanwhile, stopped from another thread, must not be waited for.
    private void MarkEnding(IActorRef child)
    {
        lock (ChildrenGate)
        {
            if (_family is not { } family
                || !family.Members.TryGetValue(child.Path.Name, out var own)
                || !own.Equals(child)
                || own.Cell._isEndingForParent)
                return;
            own.Cell._isEndingForParent = true;
            family.Ending++;
        }
    }

    /// <summary>Tells every child to end; afterwards all of them count as ending.</summary>
    private void StopAllChildren()
    {
        foreach (var child in Children())
            Stop(child);
    }

    private bool HasEndingChildren
    {
        get
        {
            lock (ChildrenGate)
                return _family is { Ending: > 0 };
        }
    }

    /// <summary>Forgets an ended child; true when it was one.</summary>
    private bool RemoveChild(IActorRef child)
    {
        lock (ChildrenGate)
        {
            if (_family is not { } family || !family.Members.TryGetValue(child.Path.Name, out var own) || !own.Equals(child))
                return false;
            family.Members.Remove(child.Path.Name);
            family.Failed?.Remove(own);
            if (own.Cell._isEndingForParent)
                family.Ending--;
            if (family.Members is { Count: 0, Capacity: > KeptCapacity })
                family.Members = [];
            return true;
        }
    }

    private void RefuseChildren()
    {
        lock (ChildrenGate)
            _refusesChildren = true;
    }

    private void SuspendChildren(IActorRef? except)
    {
        foreach (var child in Children())
        {
            if (except is null || !child.Equals(except))
                child.Suspend();
        }
    }

    private void ResumeChildren(Exception? causedByFailure, IActorRef? perpetrator)
    {
        foreach (var child in Children())
            child.Resume(perpetrator is not null && child.Equals(perpetrator) ? causedByFailure : null);
    }

    /// <summary>Of an actor that has, or had, children.</summary>
    private sealed class Family
    {
        public Dictionary<string, LocalActorRef> Members { get; set; } = [];

        /// <summary>Of those that have failed once.</summary>
        public Dictionary<LocalActorRef, ChildRestartStats>? Failed { get; set; }

        public long NextName { get; set; }

        /// <summary>How many were told to end and have not yet done so.</summary>
        public int Ending { get; set; }
    }

    private sealed class StatsOfAll(ActorCell cell) : IReadOnlyCollection<ChildRestartStats>
    {
        public int Count => cell.Children().Length;

        public IEnumerator<ChildRestartStats> GetEnumerator() => cell.Children().Select(cell.StatsOf).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
