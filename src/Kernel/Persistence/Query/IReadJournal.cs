namespace Kernel.Persistence.Query;

/// <summary>
/// A journal seen by those who only read. The names are Akka.Persistence.Query's; where Akka.NET has a <c>Source</c> of
/// Akka.Streams, there is an asynchronous sequence here. A sequence fails when the journal does; the reader begins a new one at its
/// last offset.
/// </summary>
public interface IReadJournal;

public interface ICurrentPersistenceIdsQuery : IReadJournal
{
    /// <summary>Every entity that has events now, once.</summary>
    IAsyncEnumerable<string> CurrentPersistenceIds(CancellationToken cancellationToken = default);
}

public interface ICurrentEventsByPersistenceIdQuery : IReadJournal
{
    /// <summary>The events of one entity that are stored now, in order; both numbers are inclusive.</summary>
    IAsyncEnumerable<EventEnvelope> CurrentEventsByPersistenceId(
        string persistenceId, long fromSequenceNr, long toSequenceNr, CancellationToken cancellationToken = default);
}

public interface IEventsByPersistenceIdQuery : IReadJournal
{
    /// <summary>The same, and then those that follow, until the last number is reached, the reader stops or the system ends.</summary>
    IAsyncEnumerable<EventEnvelope> EventsByPersistenceId(
        string persistenceId, long fromSequenceNr, long toSequenceNr, CancellationToken cancellationToken = default);
}

public interface ICurrentEventsByTagQuery : IReadJournal
{
    /// <summary>
    /// The events with a tag that are stored now, after an offset, in the order of their offsets. An event at a lower place that is being
    /// stored meanwhile is waited for, so that none is passed over by who goes on from the last offset.
    /// </summary>
    IAsyncEnumerable<EventEnvelope> CurrentEventsByTag(string tag, Offset offset, CancellationToken cancellationToken = default);
}

public interface IEventsByTagQuery : IReadJournal
{
    /// <summary>The same, and then those that follow, until the reader stops or the system ends.</summary>
    IAsyncEnumerable<EventEnvelope> EventsByTag(string tag, Offset offset, CancellationToken cancellationToken = default);
}
