using CallActors.Contracts.Calls;

namespace CallActors.Gateway.Http;

/// <summary>Operations that were asked for with <c>wait=false</c>: they go on without a client, and their answers are kept for those who
/// come to look. The latest <see cref="Capacity"/>; an older one is still known to its call.</summary>
public sealed class DetachedOperations
{
    public const int Capacity = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<(CallId, OperationId), Detached> _operations = [];
    private readonly Queue<(CallId, OperationId)> _order = new();

    /// <summary>Lets an operation go on by itself. One that goes on already is left alone.</summary>
    public void Begin(ICallOperation operation, Func<Task<ICallReply>> perform)
    {
        var key = (operation.CallId, operation.OperationId);
        lock (_lock)
        {
            if (_operations.ContainsKey(key)) return;
            _operations[key] = new Detached(operation, perform());
            _order.Enqueue(key);
            if (_order.Count > Capacity) _operations.Remove(_order.Dequeue());
        }
    }

    /// <summary>What has become of an operation; null when it is not known here.</summary>
    public Detached? Find(CallId callId, OperationId operationId)
    {
        lock (_lock) return _operations.GetValueOrDefault((callId, operationId));
    }
}

/// <summary>An operation that nobody waits for.</summary>
public sealed record Detached(ICallOperation Operation, Task<ICallReply> Reply);

/// <summary>Answer to an operation that goes on without its client.</summary>
/// <param name="Finished">Always false: a finished operation is answered as if it had been waited for.</param>
public sealed record AcceptedResponse(string CallId, string OperationId, bool Finished = false);
