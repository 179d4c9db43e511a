using Kernel.Sql.Store;
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
    private readonly WriteQueue _queue;
    private readonly Action<Exception> _report;
    private readonly Thread _thread;
    private SqliteSession? _session;

    public SqliteWriter(SqliteSettings settings, WriteQueue queue, Action<Exception> report)
    {
        (_settings, _queue, _report) = (settings, queue, report);
        _thread = new Thread(Run) { IsBackground = true, Name = $"sqlite writer {Path.GetFileName(settings.File)}" };
        _thread.Start();
    }

    /// <summary>How many commits were made; grouped requests share one.</summary>
    public long Commits { get; private set; }

    /// <summary>Waits until what the closed queue still holds is written, and closes the file.</summary>
    public void Dispose() => _thread.Join();

    private void Run()
    {
        var batch = new List<SqlWrite>();
        // This thread is its own: blocking it costs the pool nothing.
        while (_queue.WaitAsync().AsTask().GetAwaiter().GetResult())
        {
            _queue.TakeInto(batch);
            Commit(batch);
        }

        _session?.Dispose();
    }

    private void Commit(List<SqlWrite> batch)
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
            var failure = SqliteFaults.From(cause, _settings.File);
            Abandon(failure);
            if (batch.Count > 1 && failure.Fault == SqlStoreFault.Full)
            {
                // One request may be what does not fit: the others get a transaction of their own.
                foreach (var write in batch.ToArray()) Commit([write]);
                return;
            }

            Array.Fill(failures, failure);
        }

        for (var i = 0; i < batch.Count; i++) _queue.Complete(batch[i], failures[i]);
    }

    private SqlStoreException? Execute(SqliteSession session, SqlWrite write)
    {
        // Several statements must not stay half done.
        var guarded = write is not JournalAppend { Rows: [{ Tags.Count: 0 }] };
        if (guarded) session.Execute("SAVEPOINT one");
        try
        {
            switch (write)
            {
                case JournalAppend append:
                    foreach (var row in append.Rows) JournalTable.Insert(session, row);
                    break;
                case SqliteChange change:
                    change.Execute(session);
                    break;
            }

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

            return SqliteFaults.From(cause, _settings.File);
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
}
