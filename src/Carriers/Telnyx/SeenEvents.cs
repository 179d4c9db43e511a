namespace CallActors.Carriers.Telnyx;

/// <summary>The ids of the latest webhook events, so that an event that is delivered again is taken once. Forgets the oldest beyond its
/// bound. Thread-safe.</summary>
/// <param name="capacity">Ids kept. A delivery can be repeated for as long as its signature is young: five minutes.</param>
internal sealed class SeenEvents(int capacity = 20_000)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>True for an id that is new.</summary>
    public bool Add(string id)
    {
        lock (_lock)
        {
            if (!_ids.Add(id)) return false;
            _order.Enqueue(id);
            if (_order.Count > capacity) _ids.Remove(_order.Dequeue());
            return true;
        }
    }

    /// <summary>The event could not be taken: its next delivery is new. Its place in the order stays, and is given up in its turn.</summary>
    public void Forget(string id)
    {
        lock (_lock) _ids.Remove(id);
    }

    public int Count
    {
        get
        {
            lock (_lock) return _ids.Count;
        }
    }
}
