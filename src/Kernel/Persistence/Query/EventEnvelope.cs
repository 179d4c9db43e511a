namespace Kernel.Persistence.Query;

/// <summary>One event as a query finds it.</summary>
/// <param name="Offset">Its place: a query for events of a tag goes on after it.</param>
/// <param name="PersistenceId">The entity that it belongs to.</param>
/// <param name="SequenceNr">Its number within the entity.</param>
/// <param name="Event">The event as the read adapters make it.</param>
/// <param name="Timestamp">When it was stored, in unix milliseconds.</param>
public sealed record EventEnvelope(Offset Offset, string PersistenceId, long SequenceNr, object Event, long Timestamp);
