using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Softphone;

/// <summary>The latest ended legs, so that a repeated order does not ring again and a phone that comes back is told why its call
/// ended. Forgets the oldest beyond its bound. Guarded by the exchange's lock.</summary>
internal sealed class EndedLegs
{
    private const int Capacity = 256;

    private readonly Queue<PhoneLeg> _order = new();
    private readonly Dictionary<LegId, string> _reasons = [];
    private readonly Dictionary<CallId, LegId> _calls = [];

    public void Add(PhoneLeg leg, string reason)
    {
        if (_order.Count == Capacity)
        {
            var oldest = _order.Dequeue();
            _reasons.Remove(oldest.Id);
            _calls.Remove(oldest.CallId);
        }
        _order.Enqueue(leg);
        _reasons[leg.Id] = reason;
        _calls[leg.CallId] = leg.Id;
    }

    public bool TryGetReason(LegId leg, out string reason) => _reasons.TryGetValue(leg, out reason!);

    public bool TryGetLeg(CallId call, out LegId leg) => _calls.TryGetValue(call, out leg);
}
