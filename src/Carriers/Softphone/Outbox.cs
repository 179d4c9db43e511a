namespace CallActors.Carriers.Softphone;

/// <summary>What the exchange has to say to the outside. Noted under its lock, done outside of it and in order: whoever is told may
/// come straight back.</summary>
internal sealed class Outbox(Lock guard)
{
    private readonly Queue<Action> _waiting = new();
    private bool _delivering;

    /// <summary>Under the lock.</summary>
    public void Add(Action action) => _waiting.Enqueue(action);

    /// <summary>Outside of the lock. Returns at once when another thread, or a caller up the stack, delivers already.</summary>
    public void Deliver()
    {
        while (TryBegin(out var action))
        {
            try
            {
                action();
            }
            finally
            {
                lock (guard) _delivering = false;
            }
        }
    }

    private bool TryBegin(out Action action)
    {
        lock (guard)
        {
            action = static () => { };
            if (_delivering || !_waiting.TryDequeue(out var next)) return false;
            action = next;
            _delivering = true;
            return true;
        }
    }
}
