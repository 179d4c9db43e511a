using System.Runtime.CompilerServices;
using Kernel.Actor;
using Kernel.Persistence.Journal;

namespace Kernel.Persistence.Query;

/// <summary>The queries over any <see cref="EventJournal"/>: <c>PersistenceQuery.Get(system).ReadJournalFor&lt;ReadJournal&gt;(ReadJournal.SqlIdentifier)</c>.</summary>
public sealed class ReadJournal :
    ICurrentPersistenceIdsQuery, ICurrentEventsByPersistenceIdQuery, IEventsByPersistenceIdQuery, ICurrentEventsByTagQuery, IEventsByTagQuery
{
    /// <summary>Reads what the SQL journal stores.</summary>
    public const string SqlIdentifier = "kernel.persistence.query.journal.sql";

    /// <summary>Reads what the journal in memory stores.</summary>
    public const string InMemoryIdentifier = "kernel.persistence.query.journal.inmem";

    private readonly ExtendedActorSystem _system;
    private readonly EventJournal _journal;
    private readonly EventAdapters _adapters;
    private readonly TimeSpan _refreshInterval;
    private readonly int _pageSize;

    internal ReadJournal(ExtendedActorSystem system, string journalPluginId, TimeSpan refreshInterval, int pageSize)
    {
        var persistence = Persistence.Instance.Apply(system);
        (_system, _refreshInterval, _pageSize) = (system, refreshInterval, pageSize);
        (_journal, _adapters) = (persistence.JournalFor(journalPluginId), persistence.AdaptersFor(journalPluginId));
    }

    public async IAsyncEnumerable<string> CurrentPersistenceIds([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var after = "";
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = await _journal.PersistenceIdsAsync(after, _pageSize).ConfigureAwait(false);
            foreach (var id in page) yield return id;
            if (page.Count < _pageSize) yield break;
            after = page[^1];
        }
    }

    public IAsyncEnumerable<EventEnvelope> CurrentEventsByPersistenceId(
        string persistenceId, long fromSequenceNr, long toSequenceNr, CancellationToken cancellationToken = default) =>
        OfEntity(persistenceId, fromSequenceNr, toSequenceNr, isLive: false, cancellationToken);

    public IAsyncEnumerable<EventEnvelope> EventsByPersistenceId(
        string persistenceId, long fromSequenceNr, long toSequenceNr, CancellationToken cancellationToken = default) =>
        OfEntity(persistenceId, fromSequenceNr, toSequenceNr, isLive: true, cancellationToken);

    public IAsyncEnumerable<EventEnvelope> CurrentEventsByTag(string tag, Offset offset, CancellationToken cancellationToken = default) =>
        OfTag(tag, offset, isLive: false, cancellationToken);

    public IAsyncEnumerable<EventEnvelope> EventsByTag(string tag, Offset offset, CancellationToken cancellationToken = default) =>
        OfTag(tag, offset, isLive: true, cancellationToken);

    private async IAsyncEnumerable<EventEnvelope> OfEntity(
        string persistenceId, long from, long to, bool isLive, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(persistenceId);
        using var bell = isLive ? new JournalBell(_journal, _system, _refreshInterval) : null;
        while (from <= to)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = await _journal.ReadAsync(persistenceId, from, to, _pageSize).ConfigureAwait(false);
            foreach (var stored in page.Events)
            {
                foreach (var envelope in Envelopes(stored)) yield return envelope;
                from = stored.SequenceNr + 1;
            }

            if (!page.IsLast) continue;
            // The last event wanted may be deleted already: it will not come.
            if (bell is null || page.HighestSequenceNr >= to) yield break;
            await bell.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (bell.IsOver) yield break;
        }
    }

    private async IAsyncEnumerable<EventEnvelope> OfTag(
        string tag, Offset offset, bool isLive, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        ArgumentNullException.ThrowIfNull(offset);
        using var bell = new JournalBell(_journal, _system, _refreshInterval);
        var after = offset.Place;
        long? highest = null;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = await _journal.ReadTaggedAsync(tag, after, _pageSize).ConfigureAwait(false);
            highest ??= isLive ? long.MaxValue : page.Highest;
            foreach (var stored in page.Events)
            {
                if (stored.Ordering > highest) yield break;
                foreach (var envelope in Envelopes(stored)) yield return envelope;
            }

            after = page.Upto;
            if (!page.IsLast) continue;
            if (after >= highest) yield break;
            await bell.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (bell.IsOver) yield break;
        }
    }

    private IEnumerable<EventEnvelope> Envelopes(PersistentEvent stored)
    {
        foreach (var payload in _adapters.FromJournal(stored))
            yield return new EventEnvelope(new Sequence(stored.Ordering), stored.PersistenceId, stored.SequenceNr, payload, stored.Timestamp);
    }
}
