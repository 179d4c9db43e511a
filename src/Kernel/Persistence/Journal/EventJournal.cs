namespace Kernel.Persistence.Journal;

/// <summary>One stretch of an entity's past.</summary>
/// <param name="Events">In order of sequence number; gaps are allowed.</param>
/// <param name="HighestSequenceNr">The highest number ever stored for the entity, deleted events included.</param>
/// <param name="IsLast">No event of the asked range lies behind these.</param>
public sealed record EventPage(IReadOnlyList<PersistentEvent> Events, long HighestSequenceNr, bool IsLast);

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

    /// <summary>Entities that have events, in ordinal order, from after the given id on (empty: from the first).</summary>
    public abstract Task<IReadOnlyList<string>> PersistenceIdsAsync(string after, int max);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
