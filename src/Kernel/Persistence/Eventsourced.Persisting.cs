using Kernel.Actor;
using Kernel.Persistence.Journal;

namespace Kernel.Persistence;

/// <summary>From a call of Persist to its handler. At most one write of an instance is under way; what comes meanwhile gathers.</summary>
public abstract partial class Eventsourced
{
    private readonly Queue<Invocation> _invocations = new();
    private readonly List<PendingEvents> _journalBatch = [];
    private List<PendingEvents> _eventBatch = [];
    private int _stashingInvocations;
    private bool _writeInProgress;
    private long _sequenceNr;

    /// <summary>Stores an event, then runs the handler; no command is processed in between.</summary>
    public void Persist<TEvent>(TEvent @event, Action<TEvent> handler) => Enqueue([@event], handler, stashing: true);

    /// <summary>Stores events wholly or not at all, then runs the handler for each; no command is processed in between.</summary>
    public void PersistAll<TEvent>(IEnumerable<TEvent> events, Action<TEvent> handler) => Enqueue(events, handler, stashing: true);

    /// <summary>Stores an event, then runs the handler; commands go on meanwhile.</summary>
    public void PersistAsync<TEvent>(TEvent @event, Action<TEvent> handler) => Enqueue([@event], handler, stashing: false);

    /// <summary>Stores events wholly or not at all, then runs the handler for each; commands go on meanwhile.</summary>
    public void PersistAllAsync<TEvent>(IEnumerable<TEvent> events, Action<TEvent> handler) => Enqueue(events, handler, stashing: false);

    /// <summary>Runs the handler after those of all events persisted before it; at once when there are none. Stores nothing.</summary>
    public void DeferAsync<TEvent>(TEvent evt, Action<TEvent> handler)
    {
        ArgumentNullException.ThrowIfNull(evt);
        ArgumentNullException.ThrowIfNull(handler);
        RefuseWhileRecovering();
        if (_invocations.Count == 0)
        {
            handler(evt);
            return;
        }

        _invocations.Enqueue(new Invocation<TEvent>(handler, stashing: false));
        _eventBatch.Add(new PendingEvents([evt], CurrentSender, isStored: false));
    }

    private static IActorRef? CurrentSender => ((ActorCell)Context).SenderOrNoSender;

    private void Enqueue<TEvent>(IEnumerable<TEvent> events, Action<TEvent> handler, bool stashing)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(handler);
        RefuseWhileRecovering();
        var group = new List<object>();
        foreach (var @event in events) group.Add(@event is null ? throw new ArgumentNullException(nameof(events), "An event is null.") : @event);
        if (group.Count == 0) return;

        for (var i = 0; i < group.Count; i++) _invocations.Enqueue(new Invocation<TEvent>(handler, stashing));
        if (stashing) _stashingInvocations += group.Count;
        _eventBatch.Add(new PendingEvents(group, CurrentSender, isStored: true));
    }

    private void RefuseWhileRecovering()
    {
        if (IsRecovering)
            throw new InvalidOperationException("Cannot persist during replay. Events can be persisted when receiving RecoveryCompleted or later.");
    }

    private void FlushBatch()
    {
        if (_eventBatch.Count == 0) return;
        foreach (var pending in _eventBatch) _journalBatch.Add(pending.IsStored ? Number(pending) : pending);
        _eventBatch = [];
        if (!_writeInProgress) FlushJournalBatch();
    }

    private PendingEvents Number(PendingEvents pending)
    {
        var created = Context.System.Scheduler.Now.ToUnixTimeMilliseconds();
        var stored = new List<PersistentEvent>(pending.Events.Count);
        foreach (var @event in pending.Events) stored.Add(Adapters.ToJournal(@event, PersistenceId, ++_sequenceNr, _writerGuid, created));
        pending.Group = new EventGroup(stored);
        return pending;
    }

    private void FlushJournalBatch()
    {
        var size = Math.Min(_journalBatch.Count, _extension.MaxMessageBatchSize(JournalPluginId));
        var write = new PendingWrite(PersistenceId, _instanceId, Self, _journalBatch.GetRange(0, size));
        _journalBatch.RemoveRange(0, size);
        _writeInProgress = true;
        if (write.Groups.Count == 0)
        {
            write.Complete(null);
            return;
        }

        Journal.Write(write);
    }

    private void HandleStored(EventReply reply)
    {
        var invocation = _invocations.Peek();
        try
        {
            if (reply.SequenceNr > LastSequenceNr && reply.Outcome != EventOutcome.Failed) LastSequenceNr = reply.SequenceNr;
            switch (reply.Outcome)
            {
                case EventOutcome.Stored: Invoke(invocation, reply.Event); break;
                case EventOutcome.Rejected: OnPersistRejected(reply.Cause!, reply.Event, reply.SequenceNr); break;
                case EventOutcome.Failed: OnPersistFailure(reply.Cause!, reply.Event, reply.SequenceNr); break;
            }
        }
        finally
        {
            _invocations.Dequeue();
            if (invocation.IsStashing) _stashingInvocations--;
            if (reply.Outcome == EventOutcome.Failed) Context.Stop(Self);
            else Continue(reply);
        }
    }

    private void Invoke(Invocation invocation, object @event)
    {
        try
        {
            invocation.Invoke(@event);
        }
        finally
        {
            FlushBatch();
        }
    }

    private void Continue(EventReply reply)
    {
        if (reply.EndsWrite)
        {
            _writeInProgress = false;
            if (_journalBatch.Count > 0) FlushJournalBatch();
        }

        ChooseNext();
    }

    private abstract class Invocation(bool stashing)
    {
        public bool IsStashing { get; } = stashing;

        public abstract void Invoke(object @event);
    }

    private sealed class Invocation<TEvent>(Action<TEvent> handler, bool stashing) : Invocation(stashing)
    {
        public override void Invoke(object @event) => handler((TEvent)@event);
    }
}
