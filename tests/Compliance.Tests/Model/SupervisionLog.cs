using System.Collections.Concurrent;

namespace CallActors.Compliance.Tests.Model;

public enum What
{
    Constructed,
    PreStart,
    PreRestart,
    PostRestart,
    PostStop,

    /// <summary>A handler began with a message.</summary>
    Received,

    /// <summary>A handler that awaited came to its end, well or not.</summary>
    AwaitEnded,

    /// <summary>A handler or a hook is about to throw.</summary>
    Threw,

    /// <summary>Some supervisor decided to resume.</summary>
    Resumed,

    /// <summary>A watcher was told of the end.</summary>
    Terminated,

    /// <summary>A message became a dead letter.</summary>
    Dead,
}

/// <summary>To an actor of the tree. Numbers rise in the order of sending.</summary>
public sealed record Say(int Number, int Sender, Act Act);

/// <param name="Self">The incarnation: reference and identity.</param>
/// <param name="Instance">Which instance of the actor, counted over the whole run; −1 when told by others.</param>
/// <param name="Number">The message's number, or the watcher's.</param>
public sealed record Entry(IActorRef Self, int Instance, What What, Say? Say = null, int Number = 0)
{
    public override string ToString() => $"{Self.Path.Name}#{Self.Path.Uid % 1000}.{Instance} {What} {Say?.Number}{(What == What.Terminated ? Number : "")}";
}

/// <summary>An incarnation: an actor from ActorOf to its end.</summary>
public sealed record Incarnation(IActorRef Self, NodePlan Plan, NodePlan? ParentPlan, IActorRef Parent, StrategyPlan Supervision);

/// <summary>What happened in one run, in one order that agrees with every actor's own.</summary>
public sealed class SupervisionLog
{
    private readonly List<Entry> _entries = [];
    private readonly ConcurrentDictionary<(int Node, Place Place), int> _visits = new();
    private readonly Dictionary<IActorRef, Incarnation> _incarnations = [];
    private readonly Dictionary<int, IActorRef> _latest = [];
    private int _instances;
    private int _accounted;
    private int _terminated;

    /// <summary>Messages that were received or became dead letters.</summary>
    public int Accounted => Volatile.Read(ref _accounted);

    public int TerminatedTold => Volatile.Read(ref _terminated);

    public int IncarnationCount
    {
        get
        {
            lock (_entries)
                return _incarnations.Count;
        }
    }

    public IReadOnlyList<Entry> Entries
    {
        get
        {
            lock (_entries)
                return [.. _entries];
        }
    }

    public IReadOnlyDictionary<IActorRef, Incarnation> Incarnations => _incarnations;

    public int NextInstance() => Interlocked.Increment(ref _instances);

    public void Add(Entry entry)
    {
        lock (_entries)
            _entries.Add(entry);
        if (entry.What is What.Received or What.Dead)
            Interlocked.Increment(ref _accounted);
        else if (entry.What == What.Terminated)
            Interlocked.Increment(ref _terminated);
    }

    /// <summary>True when this incarnation was not known yet.</summary>
    public bool Begin(Incarnation incarnation, int instance)
    {
        lock (_entries)
        {
            _entries.Add(new Entry(incarnation.Self, instance, What.Constructed));
            _latest[incarnation.Plan.Id] = incarnation.Self;
            return _incarnations.TryAdd(incarnation.Self, incarnation);
        }
    }

    public IActorRef? Latest(int node)
    {
        lock (_entries)
            return _latest.GetValueOrDefault(node);
    }

    /// <summary>Counts a visit of a place; true when the plan says that this one fails.</summary>
    public bool FailsNow(NodePlan plan, Place place)
    {
        var time = _visits.AddOrUpdate((plan.Id, place), 1, (_, visits) => visits + 1);
        return plan.Faults.Contains(new Fault(place, time));
    }
}
