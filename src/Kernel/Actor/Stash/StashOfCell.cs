namespace Kernel.Actor;

/// <summary>The stash of one instance of an actor.</summary>
internal sealed class StashOfCell(ActorCell cell, int capacity) : IStash
{
    private readonly LinkedList<Envelope> _stashed = [];
    private int? _lastTaken;

    public int Count => _stashed.Count;

    public int Capacity => capacity;

    public bool IsEmpty => _stashed.Count == 0;

    public bool IsFull => capacity > 0 && _stashed.Count >= capacity;

    public bool NonEmpty => !IsEmpty;

    public void Stash()
    {
        var message = cell.CurrentMessage
            ?? throw new IllegalActorStateException("There is no current message that could be stashed.");
        var sender = cell.SenderOrNoSender;

        // By its number, not by its object: one object that was sent twice is two messages.
        if (_lastTaken == cell.EnvelopeNumber)
            throw new IllegalActorStateException(
                $"Can't stash the same message {message.GetType().Name} more than once");
        CheckRoom();
        _lastTaken = cell.EnvelopeNumber;
        _stashed.AddLast(new Envelope(message, sender));
    }

    public void Unstash()
    {
        if (_stashed.First is not { } oldest)
            return;
        _stashed.RemoveFirst();
        GiveBack(oldest.Value);
    }

    public void UnstashAll() => UnstashAll(_ => true);

    public void UnstashAll(Func<Envelope, bool> predicate)
    {
        for (var newest = _stashed.Last; newest is not null; newest = newest.Previous)
        {
            if (predicate(newest.Value))
                GiveBack(newest.Value);
        }

        _stashed.Clear();
    }

    public IEnumerable<Envelope> ClearStash()
    {
        Envelope[] all = [.. _stashed];
        _stashed.Clear();
        return all;
    }

    public void Prepend(IEnumerable<Envelope> envelopes)
    {
        foreach (var envelope in envelopes.Reverse())
        {
            if (_stashed.Any(stashed => ReferenceEquals(stashed.Message, envelope.Message) && ReferenceEquals(stashed.Sender, envelope.Sender)))
                continue;
            CheckRoom();
            _stashed.AddFirst(envelope);
        }
    }

    /// <summary>The cell drops a Terminated that it does not expect: one that comes back from the stash is expected again.</summary>
    private void GiveBack(in Envelope envelope)
    {
        if (envelope.Message is Terminated terminated)
            cell.ExpectTerminated(terminated.ActorRef);
        cell.Mailbox.EnqueueFirst(envelope);
    }

    private void CheckRoom()
    {
        if (IsFull)
            throw new StashOverflowException($"Couldn't enqueue message to stash of {cell.Self}: its capacity is {capacity}");
    }
}
