using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kernel.Sql.Sqlite;

/// <summary>
/// The one thread that writes a database file. While a commit runs, the requests of all actors gather; the next commit
/// takes them together. A request that fails by its own fault (a sequence number already stored) is undone alone.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private readonly SqliteSettings _settings;
    private readonly Action<Exception> _report;
    private readonly Channel<SqliteWrite> _queue;
    private readonly Thread _thread;
    private SqliteSession? _session;
    private volatile bool _closing;
    private int _pending;

    public SqliteWriter(SqliteSettings settings, Action<Exception> report)
    {
        (_settings, _report) = (settings, report);
        _queue = Channel.CreateBounded<SqliteWrite>(new BoundedChannelOptions(settings.BufferSize) { SingleReader = true });
        _thread = new Thread(Run) { IsBackground = true, Name = $"sqlite writer {Path.GetFileName(settings.File)}" };
        _thread.Start();
    }

    /// <summary>How many commits were made; grouped requests share one.</summary>
    public long Commits { get; private set; }

    /// <summary>Never blocks: a full or closed queue is the write's failure.</summary>
    public void Enqueue(SqliteWrite write)
    {
        Interlocked.Increment(ref _pending);
        if (_queue.Writer.TryWrite(write)) return;
        Interlocked.Decrement(ref _pending);
        write.Complete(_closing
            ? new SqlStoreException(SqlStoreFault.Closed, $"{_settings.File}: the store is closed")
            : new SqlStoreException(SqlStoreFault.Overloaded, $"{_settings.File}: {_settings.BufferSize} requests wait already (buffer-size)"));
    }

    /// <summary>Completes when everything asked for before this call is stored, so that a reader sees it.</summary>
    public Task Settled()
    {
        if (Volatile.Read(ref _pending) == 0) return Task.CompletedTask;
        var fence = new SqliteTaskWrite(static _ => { });
        Enqueue(fence);
        return fence.Done;
    }

    /// <summary>Writes what was already asked for, then closes the file.</summary>
    public void Dispose()
    {
        _closing = true;
        _queue.Writer.TryComplete();
        _thread.Join();
    }

    private void Run()
    {
        var batch = new List<SqliteWrite>();
        // This thread is its own: blocking it costs the pool nothing.
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            batch.Clear();
            for (var rows = 0; rows < _settings.BatchSize && _queue.Reader.TryRead(out var write); rows += write.Rows) batch.Add(write);
            Commit(batch);
        }

        _session?.Dispose();
    }

    private void Commit(List<SqliteWrite> batch)
    {
        var failures = new SqlStoreException?[batch.Count];
        try
        {
            _session ??= SqliteSession.Open(_settings);
            _session.Execute("BEGIN IMMEDIATE");
            for (var i = 0; i < batch.Count; i++) failures[i] = Execute(_session, batch[i]);
            _session.Execute("COMMIT");
            Commits++;
        }
        // Whatever went wrong must end up at the entities that asked, never on this thread's floor.
        catch (Exception cause)
        {
            var failure = SqlStoreException.From(cause, _settings.File);
            Abandon(failure);
            if (batch.Count > 1 && failure.Fault == SqlStoreFault.Full)
            {
                // One request may be what does not fit: the others get a transaction of their own.
                foreach (var write in batch.ToArray()) Commit([write]);
                return;
            }

            Array.Fill(failures, failure);
        }

        for (var i = 0; i < batch.Count; i++) Complete(batch[i], failures[i]);
    }

    private SqlStoreException? Execute(SqliteSession session, SqliteWrite write)
    {
        var guarded = write.IsGuarded;
        if (guarded) session.Execute("SAVEPOINT one");
        try
        {
            write.Execute(session);
            if (guarded) session.Execute("RELEASE one");
            return null;
        }
        catch (Exception cause) when (session.InTransaction && cause is not SqliteException { SqliteErrorCode: not (raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH) })
        {
            if (guarded)
            {
                session.Execute("ROLLBACK TO one");
                session.Execute("RELEASE one");
            }

            return SqlStoreException.From(cause, _settings.File);
        }
    }

    private void Abandon(SqlStoreException failure)
    {
        try
        {
            if (_session is { InTransaction: true }) _session.Execute("ROLLBACK");
            if (failure.Fault is SqlStoreFault.Locked or SqlStoreFault.Full) return;
        }
        catch (SqliteException cause)
        {
            _report(cause);
        }

        // A fresh connection after any other fault: a mended disk or file is used again without a restart.
        _session?.Dispose();
        _session = null;
    }

    private void Complete(SqliteWrite write, SqlStoreException? failure)
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
}
