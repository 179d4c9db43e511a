using CallActors.Contracts.Calls;

namespace CallActors.Gateway.Http;

/// <summary>Which call an operation id belongs to. Keeps the latest <see cref="Capacity"/>; the oldest is forgotten first.</summary>
public sealed class RecentOperations
{
    public const int Capacity = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<OperationId, Entry> _entries = [];
    private readonly Queue<OperationId> _order = new();

    /// <summary>Remembers an operation. False when its id belongs to another one: other call, other kind or other message.</summary>
    public bool TryAdd(ICallOperation operation)
    {
        var entry = new Entry(operation.CallId, operation.Kind, operation.Message.GetHashCode(StringComparison.Ordinal));
        lock (_lock)
        {
            if (_entries.TryGetValue(operation.OperationId, out var known)) return known == entry;
            _entries[operation.OperationId] = entry;
            _order.Enqueue(operation.OperationId);
            if (_order.Count > Capacity) _entries.Remove(_order.Dequeue());
            return true;
        }
    }

    /// <summary>The call and kind of an operation; false when it is not known, or not any more.</summary>
    public bool TryFind(OperationId id, out CallId callId, out OperationKind kind)
    {
        lock (_lock)
        {
            var found = _entries.TryGetValue(id, out var entry);
            (callId, kind) = (entry.CallId, entry.Kind);
            return found;
        }
    }

    private readonly record struct Entry(CallId CallId, OperationKind Kind, int MessageHash);
}
