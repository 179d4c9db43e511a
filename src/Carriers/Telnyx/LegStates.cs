using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Telnyx;

/// <summary>What is remembered of a leg's streams. Guarded by the lock of <see cref="TelnyxStreams"/>.</summary>
internal sealed class LegState
{
    /// <summary>The number of the latest stream that was asked for; 0 before the first.</summary>
    public int Run { get; set; }

    /// <summary>Streams in a row that did not come up, or did not last.</summary>
    public int Failures { get; set; }

    /// <summary>When the present stream came up.</summary>
    public long? StartedAt { get; set; }

    public bool IsOver { get; set; }
}

/// <summary>The latest legs. Forgets the oldest beyond its bound: what a forgotten leg's events then say is taken as by a process that has
/// just started.</summary>
internal sealed class LegStates(int capacity)
{
    private readonly Dictionary<LegId, LegState> _legs = [];
    private readonly Queue<LegId> _order = new();

    public LegState this[LegId leg]
    {
        get
        {
            if (_legs.TryGetValue(leg, out var known)) return known;
            if (_order.Count == capacity) _legs.Remove(_order.Dequeue());
            _order.Enqueue(leg);
            return _legs[leg] = new LegState();
        }
    }
}
