using Kernel.Actor;
using Kernel.Persistence.Journal;

namespace Kernel.Persistence;

/// <summary>
/// How entities reach a journal: through its circuit breaker. Writes are many, so no task or timer is made for each: one watch looks after
/// those under way four times in <c>call-timeout</c>, and a write that nobody answered in that time has failed.
/// </summary>
internal sealed class JournalGuard(EventJournal journal, StorageGuard guard, IScheduler scheduler)
{
    private readonly Lock _gate = new();
    private readonly Queue<PendingWrite> _underWay = new();
    private bool _isWatching;

    public void Write(PendingWrite write)
    {
        if (!guard.Breaker.IsClosed)
        {
            _ = Probe(write);
            return;
        }

        write.Guard = guard;
        Send(write);
        if (!write.HasEnded && guard.Breaker.CallTimeout != Timeout.InfiniteTimeSpan) Watch(write);
    }

    public Task<EventPage> ReadAsync(string persistenceId, long from, long to, int max) =>
        guard.Call(() => journal.ReadAsync(persistenceId, from, to, max));

    public Task DeleteAsync(string persistenceId, long toSequenceNr) => guard.Call(() => journal.DeleteAsync(persistenceId, toSequenceNr));

    /// <summary>An open breaker fails it at once, a half-open one lets the first through to see.</summary>
    private async Task Probe(PendingWrite write)
    {
        try
        {
            await guard.Call(() =>
            {
                var ended = write.Ended;
                Send(write);
                return ended;
            }).ConfigureAwait(false);
        }
        // The write's own failure has reached it already; this is the breaker's.
        catch (Exception cause)
        {
            write.Complete(cause);
        }
    }

    private void Send(PendingWrite write)
    {
        try
        {
            journal.Write(write);
        }
        // A journal that throws has stored nothing: that is a failure of this write alone.
        catch (Exception cause)
        {
            write.Complete(cause);
        }
    }

    private void Watch(PendingWrite write)
    {
        write.Begun = scheduler.MonotonicClock;
        lock (_gate)
        {
            // Writes end about in the order in which they began: what has ended does not pile up behind the first.
            while (_underWay.TryPeek(out var first) && first.HasEnded) _underWay.Dequeue();
            _underWay.Enqueue(write);
            if (_isWatching) return;
            _isWatching = true;
        }

        WatchOn();
    }

    private void WatchOn() => scheduler.Advanced.ScheduleOnce(guard.Breaker.CallTimeout / 4, Look);

    private void Look()
    {
        var overdue = new List<PendingWrite>();
        var limit = guard.Breaker.CallTimeout;
        lock (_gate)
        {
            while (_underWay.TryPeek(out var first) && (first.HasEnded || scheduler.MonotonicClock - first.Begun >= limit)) overdue.Add(_underWay.Dequeue());
            _isWatching = _underWay.Count > 0;
        }

        foreach (var write in overdue)
        {
            if (!write.HasEnded)
                write.Complete(new TimeoutException($"{write.PersistenceId}: the journal did not answer a write within {limit} (circuit-breaker.call-timeout)."));
        }

        if (Volatile.Read(ref _isWatching)) WatchOn();
    }
}
