namespace Kernel.Sql.Journal;

/// <summary>One row of the table <c>journal</c>, with its tags.</summary>
/// <param name="PersistenceId">The entity, at most 255 characters.</param>
/// <param name="SequenceNr">Its number within the entity, from 1.</param>
/// <param name="Created">Unix time in milliseconds.</param>
/// <param name="Message">The event as its serializer wrote it.</param>
/// <param name="SerializerId">Who wrote it.</param>
/// <param name="Manifest">What it is, in that serializer's words.</param>
/// <param name="WriterUuid">Which incarnation of the entity wrote it.</param>
/// <param name="Tags">For queries over entities; empty when read back.</param>
internal sealed record EventRow(
    string PersistenceId, long SequenceNr, long Created, byte[] Message, int SerializerId, string Manifest, string WriterUuid, IReadOnlyList<string> Tags)
{
    /// <summary>Its place among all events of the database; 0 for one that is yet to be stored.</summary>
    public long Ordering { get; init; }
}
