namespace Kernel.Sql.Snapshot;

/// <summary>One row of the table <c>snapshot</c>.</summary>
/// <param name="PersistenceId">The entity.</param>
/// <param name="SequenceNr">The last event that the state holds.</param>
/// <param name="CreatedTicks">When, in ticks of a UTC <see cref="DateTime"/>.</param>
/// <param name="State">The state as its serializer wrote it.</param>
/// <param name="SerializerId">Who wrote it.</param>
/// <param name="Manifest">What it is, in that serializer's words.</param>
internal sealed record SnapshotRow(string PersistenceId, long SequenceNr, long CreatedTicks, byte[] State, int SerializerId, string Manifest);

/// <summary>Which snapshots of an entity are meant; all bounds are inclusive.</summary>
internal sealed record SnapshotRange(string PersistenceId, long MinSequenceNr, long MaxSequenceNr, long MinTicks, long MaxTicks);
