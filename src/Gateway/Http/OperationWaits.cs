using CallActors.Contracts.Calls;
using CallActors.Gateway.Calls;

namespace CallActors.Gateway.Http;

/// <summary>
/// Who waits for which operation. When the last client of an operation has gone, the operation is abandoned: at once, or, when its
/// request bore an idempotency key, after a grace in which the same key may come back. Deleting the operation abandons it at once.
/// </summary>
/// <param name="grace">How long a client with a key may stay away.</param>
public sealed class OperationWaits(ICallService calls, TimeProvider time, TimeSpan grace) : IDisposable
{
    /// <summary>Operations whose clients may come back, at most; beyond it a lost client's operation is abandoned at once.</summary>
    public const int MaxAbsent = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<(CallId, OperationId), Wait> _waits = [];
    private int _absent;

    /// <summary>Operations with a client, or waiting for one to come back.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _waits.Count;
        }
    }

    /// <summary>Waits for an operation's reply on behalf of one client.</summary>
    /// <param name="mayComeBack">The request bore an idempotency key.</param>
    /// <param name="disconnected">Cancelled when the client is gone.</param>
    /// <exception cref="OperationCanceledException">The client is gone.</exception>
    public async Task<ICallReply> ForAsync(
        ICallOperation operation, bool mayComeBack, Func<CancellationToken, Task<ICallReply>> ask, CancellationToken disconnected)
    {
        var key = (operation.CallId, operation.OperationId);
        Enter(key);
        try
        {
            var reply = await ask(disconnected).ConfigureAwait(false);
            Leave(key, answered: true, mayComeBack);
            return reply;
        }
        catch
        {
            Leave(key, answered: !disconnected.IsCancellationRequested, mayComeBack);
            throw;
        }
    }

    /// <summary>Abandons an operation now, whoever waits for it.</summary>
    public void Abandon(CallId callId, OperationId operationId)
    {
        lock (_lock)
        {
            if (_waits.TryGetValue((callId, operationId), out var wait) && wait.Clients == 0) Forget((callId, operationId), wait);
        }
        calls.Abandon(new CallCommands.AbandonOperation(callId, operationId));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var wait in _waits.Values) wait.Return?.Dispose();
            _waits.Clear();
            _absent = 0;
        }
    }

    private void Enter((CallId, OperationId) key)
    {
        lock (_lock)
        {
            if (!_waits.TryGetValue(key, out var wait)) _waits[key] = wait = new Wait();
            wait.Clients++;
            StopAwaitingReturn(wait);
        }
    }

    private void Leave((CallId CallId, OperationId OperationId) key, bool answered, bool mayComeBack)
    {
        lock (_lock)
        {
            if (!_waits.TryGetValue(key, out var wait) || --wait.Clients > 0) return;
            if (!answered && mayComeBack && grace > TimeSpan.Zero && _absent < MaxAbsent)
            {
                _absent++;
                var absence = ++wait.Absence;
                wait.Return = time.CreateTimer(_ => StayedAway(key, wait, absence), null, grace, Timeout.InfiniteTimeSpan);
                return;
            }
            _waits.Remove(key);
        }
        if (!answered) calls.Abandon(new CallCommands.AbandonOperation(key.CallId, key.OperationId));
    }

    private void StayedAway((CallId CallId, OperationId OperationId) key, Wait wait, int absence)
    {
        lock (_lock)
        {
            // The client may have come back, and even left again, while this timer's callback was on its way.
            if (wait.Return is null || wait.Absence != absence) return;
            Forget(key, wait);
        }
        calls.Abandon(new CallCommands.AbandonOperation(key.CallId, key.OperationId));
    }

    private void Forget((CallId, OperationId) key, Wait wait)
    {
        StopAwaitingReturn(wait);
        _waits.Remove(key);
    }

    private void StopAwaitingReturn(Wait wait)
    {
        if (wait.Return is null) return;
        wait.Return.Dispose();
        wait.Return = null;
        _absent--;
    }

    private sealed class Wait
    {
        public int Clients { get; set; }

        public int Absence { get; set; }

        public ITimer? Return { get; set; }
    }
}
