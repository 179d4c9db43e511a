using System.Collections.Concurrent;
using Kernel.Dispatch;

namespace Kernel.Actor;

/// <summary>
/// Fires what is due, on the thread pool: some entries, one after the other and in order, then at once the turns of the actors that
/// they woke, while their mailboxes are still in this processor's cache. One worker serves the usual; the timer's thread
/// sends more when what was due a while ago still waits, so that an actor that blocks or is slow holds up nobody else.
/// </summary>
internal sealed class TimerCrew : IThreadPoolWorkItem
{
    // Small enough that the first actors run while the last entries are still to be fired.
    private const int Chunk = 32;

    // Then others that wait in the pool get their turn.
    private const int ChunksInARow = 8;

    private readonly ConcurrentQueue<TimerEntry> _due = new();
    private readonly WokenMailboxes _woken = new();
    private readonly Lock _order = new();
    private readonly TimerEntry[] _chunk = new TimerEntry[Chunk];
    private int _workers;
    private long _chunksDone;
    private long _chunksSeen;

    public bool HasWork => !_due.IsEmpty || !_woken.IsEmpty;

    /// <summary>From the timer's thread. An entry that still waits to be fired leaves this period out.</summary>
    public void Add(TimerEntry entry)
    {
        if (entry.TryBeginFiring())
            _due.Enqueue(entry);
    }

    /// <summary>From the timer's thread, after it has added.</summary>
    public void EnsureWorker()
    {
        if (HasWork && Interlocked.CompareExchange(ref _workers, 1, 0) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>
    /// From the timer's thread, when work has waited since it looked last: another worker, if there are fewer than processors, or
    /// if those that there are get nowhere.
    /// </summary>
    public void Relieve()
    {
        var done = Volatile.Read(ref _chunksDone);
        var stuck = done == _chunksSeen;
        _chunksSeen = done;
        if (!stuck && Volatile.Read(ref _workers) >= Environment.ProcessorCount)
            return;
        Interlocked.Increment(ref _workers);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        for (var left = ChunksInARow; left > 0 && HasWork; left--)
        {
            FireChunk();
            while (_woken.TryRunNext())
            {
            }

            Interlocked.Increment(ref _chunksDone);
        }

        // A full fence: whoever adds after this look at the queues must see that this worker is gone.
        Interlocked.Decrement(ref _workers);
        EnsureWorker();
    }

    private void FireChunk()
    {
        // What is due earlier must be told earlier, whoever tells it.
        lock (_order)
        {
            _woken.BeginCollecting();
            try
            {
                var count = 0;
                while (count < Chunk && _due.TryDequeue(out var entry))
                {
                    entry.Warm();
                    _chunk[count++] = entry;
                }

                for (var i = 0; i < count; i++)
                    _chunk[i].Fire();
                Array.Clear(_chunk, 0, count);
            }
            finally
            {
                WokenMailboxes.EndCollecting();
            }
        }
    }
}
