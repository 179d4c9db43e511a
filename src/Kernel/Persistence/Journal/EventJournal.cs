namespace Kernel.Persistence.Journal;

/// <summary>One stretch of an entity's past.</summary>
/// <param name="Events">In order of sequence number; gaps are allowed.</param>
/// <param name="HighestSequenceNr">The highest number ever stored for the entity, deleted events included.</param>
/// <param name="IsLast">No event of the asked range lies behind these.</param>
public sealed record EventPage(IReadOnlyList<PersistentEvent> Events, long HighestSequenceNr, bool IsLast);

/// <summary>One stretch of the events of a tag, over all entities.</summary>
/// <param name="Events">In order of <see cref="PersistentEvent.Ordering"/>.</param>
/// <param name="Upto">No event of the tag at or below this place will ever be found besides these and earlier ones.</param>
/// <param name="Highest">The highest place that an event, of whatever tag, was seen at.</param>
/// <param name="IsLast">There are no more for now.</param>
public sealed record TaggedPage(IReadOnlyList<PersistentEvent> Events, long Upto, long Highest, bool IsLast);

/// <summary>
/// Where events are kept. A plugin is chosen by the <c>class</c> key of the section that <c>kernel.persistence.journal.plugin</c>
/// names; it is constructed with (ExtendedActorSystem, Config section, string section path). No method may block the caller.
/// Failures are the entity's that asked, and never the system's.
/// </summary>
public abstract class EventJournal : IDisposable
{
    /// <summary>Stores one entity's events; answers through <see cref="EventWrite.Complete"/>.</summary>
    public abstract void Write(EventWrite write);

    /// <summary>Reads the events with numbers <paramref name="from"/> to <paramref name="to"/>, at most <paramref name="max"/> of them.</summary>
    public abstract Task<EventPage> ReadAsync(string persistenceId, long from, long to, int max);

    /// <summary>Deletes the events up to a number; the highest sequence number stays known.</summary>
    public abstract Task DeleteAsync(string persistenceId, long toSequenceNr);

    /// <summary>Entities that have events, in the journal's own order of ids, from after the given one on (empty: from the first).</summary>
    public abstract Task<IReadOnlyList<string>> PersistenceIdsAsync(string after, int max);

    /// <summary>
    /// Reads events with a tag whose place is after <paramref name="after"/> (0: from the first), at most <paramref name="max"/>. An event
    /// that is being stored at a lower place by anyone holds the later ones back.
    /// </summary>
    public abstract Task<TaggedPage> ReadTaggedAsync(string tag, long after, int max);

    /// <summary>Whether a failure says that the journal is out of order, rather than that this one request cannot be done.</summary>
    public virtual bool IsOutage(Exception cause) => true;

    /// <summary>Raised on any thread after events were stored through this journal. Handlers only take note.</summary>
    public event Action? Stored;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>To be called after each write that stored events.</summary>
    protected void OnStored() => Stored?.Invoke();

    protected virtual void Dispose(bool disposing)
    {
    }
}
