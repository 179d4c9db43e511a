using Kernel.Actor;
using Kernel.Persistence.Journal;

namespace Kernel.Persistence;

/// <summary>The events of one Persist, PersistAll or DeferAsync, with the sender of their command.</summary>
internal sealed class PendingEvents(IReadOnlyList<object> events, IActorRef? sender, bool isStored)
{
    public IReadOnlyList<object> Events { get; } = events;

    public IActorRef? Sender { get; } = sender;

    /// <summary>False for DeferAsync: it only keeps its place in the order.</summary>
    public bool IsStored { get; } = isStored;

    /// <summary>Set when the events got their numbers.</summary>
    public EventGroup? Group { get; set; }
}

/// <summary>What one instance sends to the journal at once; its outcome returns as one <see cref="EventReply"/> an event.</summary>
internal sealed class PendingWrite : EventWrite
{
    private readonly List<PendingEvents> _pending;
    private readonly int _instanceId;
    private readonly IActorRef _self;
    private TaskCompletionSource? _ended;
    private int _hasEnded;

    public PendingWrite(string persistenceId, int instanceId, IActorRef self, List<PendingEvents> pending)
    {
        PersistenceId = persistenceId;
        (_instanceId, _self, _pending) = (instanceId, self, pending);
        var groups = new List<EventGroup>(pending.Count);
        foreach (var one in pending)
        {
            if (one.Group is { } group) groups.Add(group);
        }

        Groups = groups;
    }

    public override string PersistenceId { get; }

    public override IReadOnlyList<EventGroup> Groups { get; }

    /// <summary>Told of the outcome; null while it watches by <see cref="Ended"/>.</summary>
    public StorageGuard? Guard { get; set; }

    /// <summary>When the journal got it, by the scheduler's clock.</summary>
    public TimeSpan Begun { get; set; }

    public bool HasEnded => Volatile.Read(ref _hasEnded) != 0;

    /// <summary>To be asked for before the end; fails as the write does.</summary>
    public Task Ended => (_ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public override void Complete(Exception? failure)
    {
        // The journal's answer may come when its time was over; the entity has been told then.
        if (Interlocked.Exchange(ref _hasEnded, 1) != 0) return;
        Guard?.Note(failure);
        if (failure is null) _ended?.TrySetResult();
        else _ended?.TrySetException(failure);
        Answer(failure);
    }

    private void Answer(Exception? failure)
    {
        for (var i = 0; i < _pending.Count; i++)
        {
            var pending = _pending[i];
            var cause = pending.Group is null ? null : failure ?? pending.Group.Rejection;
            var outcome = cause is null ? EventOutcome.Stored : failure is null ? EventOutcome.Rejected : EventOutcome.Failed;
            for (var j = 0; j < pending.Events.Count; j++)
            {
                var number = pending.Group?.Events[j].SequenceNr ?? 0;
                var last = i == _pending.Count - 1 && j == pending.Events.Count - 1;
                _self.Tell(new EventReply(_instanceId, pending.Events[j], number, outcome, cause, last), pending.Sender);
            }
        }
    }
}
