using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Orders;

/// <summary>The orders of this process, so many of the latest. Thread-safe.</summary>
internal sealed class OutboundLegs
{
    /// <summary>The oldest is forgotten beyond these: an order that may matter is minutes old at most.</summary>
    public const int MaxKept = 2_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<CallId, OutboundLeg> _legs = [];
    private readonly Queue<OutboundLeg> _oldestFirst = new();

    public OutboundLeg? Find(CallId call)
    {
        lock (_lock) return _legs.GetValueOrDefault(call);
    }

    /// <summary>The order that has this leg.</summary>
    public OutboundLeg? Find(LegId leg)
    {
        lock (_lock) return _legs.Values.FirstOrDefault(known => known.Id == leg);
    }

    /// <summary>The call's order, made when there is none.</summary>
    /// <param name="order">Has it placed; called once, under no lock.</param>
    public OutboundLeg GetOrAdd(CallId call, Func<OutboundLeg, Task<LegId>> order)
    {
        var leg = new OutboundLeg(call);
        lock (_lock)
        {
            if (_legs.TryGetValue(call, out var known)) return known;
            _legs.Add(call, leg);
            _oldestFirst.Enqueue(leg);
            if (_oldestFirst.Count > MaxKept) Remove(_oldestFirst.Dequeue());
        }
        _ = leg.OrderAsync(order);
        return leg;
    }

    /// <summary>The order came to nothing: the same call may be ordered anew.</summary>
    public void Forget(OutboundLeg leg)
    {
        lock (_lock) Remove(leg);
    }

    private void Remove(OutboundLeg leg)
    {
        if (_legs.TryGetValue(leg.CallId, out var known) && known == leg) _legs.Remove(leg.CallId);
    }
}
