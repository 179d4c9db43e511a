using System.Threading.Channels;

namespace Kernel.Sql.Store;

/// <summary>What waits for the one writer of a database. While a commit runs, the requests of all entities gather here.</summary>
internal sealed class WriteQueue
{
    private readonly SqlSettings _settings;
    private readonly Action<Exception> _report;
    private readonly Channel<SqlWrite> _queue;
    private volatile bool _closing;
    private int _pending;

    public WriteQueue(SqlSettings settings, Action<Exception> report)
    {
        (_settings, _report) = (settings, report);
        _queue = Channel.CreateBounded<SqlWrite>(new BoundedChannelOptions(settings.BufferSize) { SingleReader = true });
    }

    /// <summary>Never blocks: a full or closed queue is the write's failure.</summary>
    public void Enqueue(SqlWrite write)
    {
        Interlocked.Increment(ref _pending);
        if (_queue.Writer.TryWrite(write)) return;
        Interlocked.Decrement(ref _pending);
        write.Complete(_closing
            ? new SqlStoreException(SqlStoreFault.Closed, $"{_settings.Name}: the store is closed")
            : new SqlStoreException(SqlStoreFault.Overloaded, $"{_settings.Name}: {_settings.BufferSize} requests wait already (buffer-size)"));
    }

    /// <summary>Completes when everything asked for before this call is stored or has failed, so that a reader sees it.</summary>
    public Task Settled()
    {
        if (Volatile.Read(ref _pending) == 0) return Task.CompletedTask;
        var fence = new TaskWrite();
        Enqueue(fence);
        return fence.Done;
    }

    /// <summary>Waits for requests; false once the queue is closed and empty.</summary>
    public ValueTask<bool> WaitAsync() => _queue.Reader.WaitToReadAsync();

    /// <summary>Takes what waits, up to the size of a batch.</summary>
    public void TakeInto(List<SqlWrite> batch)
    {
        batch.Clear();
        for (var rows = 0; rows < _settings.BatchSize && _queue.Reader.TryRead(out var write); rows += write.Weight) batch.Add(write);
    }

    public void Complete(SqlWrite write, SqlStoreException? failure)
    {
        Interlocked.Decrement(ref _pending);
        try
        {
            write.Complete(failure);
        }
        // The receiver's fault must not stop the writer for everybody else.
        catch (Exception cause)
        {
            _report(cause);
        }
    }

    /// <summary>What was asked for already is still written; what comes now is refused.</summary>
    public void Close()
    {
        _closing = true;
        _queue.Writer.TryComplete();
    }
}
