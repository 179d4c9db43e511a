namespace Kernel.Persistence.Journal;

/// <summary>Events that are stored together: all of one <c>PersistAll</c>, or one <c>Persist</c>.</summary>
public sealed class EventGroup(IReadOnlyList<PersistentEvent> events)
{
    public IReadOnlyList<PersistentEvent> Events { get; } = events;

    /// <summary>Set by the journal when it cannot keep these events and the entity may go on without them.</summary>
    public Exception? Rejection { get; set; }
}

/// <summary>One entity's request to a journal: its groups in order. The groups not rejected are stored in one transaction.</summary>
public abstract class EventWrite
{
    /// <summary>Whose events they are, at most 255 characters.</summary>
    public abstract string PersistenceId { get; }

    public abstract IReadOnlyList<EventGroup> Groups { get; }

    /// <summary>Called by the journal once, on any thread: after the events are durable, or with the reason why none is.</summary>
    public abstract void Complete(Exception? failure);
}
