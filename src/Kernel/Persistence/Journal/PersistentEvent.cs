namespace Kernel.Persistence.Journal;

/// <summary>One event on its way to or from a journal.</summary>
/// <param name="PersistenceId">The entity that it belongs to.</param>
/// <param name="SequenceNr">Its number within the entity, from 1.</param>
/// <param name="Payload">The event as the journal keeps it: what the write adapter made of it, its tags taken off.</param>
/// <param name="Manifest">What the write adapter calls it; empty without an adapter.</param>
/// <param name="WriterGuid">Which incarnation of the entity wrote it.</param>
/// <param name="Timestamp">When, in unix milliseconds.</param>
public sealed record PersistentEvent(
    string PersistenceId, long SequenceNr, object Payload, string Manifest, string WriterGuid, long Timestamp)
{
    private long _ordering;

    /// <summary>Its place among all events of the journal; 0 until it has one.</summary>
    public long Ordering
    {
        get => _ordering;
        init => _ordering = value;
    }

    /// <summary>For queries over entities.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    internal void StoredAt(long ordering) => _ordering = ordering;
}
