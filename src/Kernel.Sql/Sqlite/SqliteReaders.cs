using System.Threading.Channels;
using Kernel.Sql.Store;
using Microsoft.Data.Sqlite;

namespace Kernel.Sql.Sqlite;

/// <summary>The threads that read: each has its own connection, so that replay never waits for a commit (WAL).</summary>
internal sealed class SqliteReaders : IDisposable
{
    private readonly SqliteSettings _settings;
    private readonly Channel<Request> _queue;
    private readonly List<Thread> _threads = [];

    public SqliteReaders(SqliteSettings settings)
    {
        _settings = settings;
        _queue = Channel.CreateBounded<Request>(settings.BufferSize);
        for (var i = 0; i < settings.Readers; i++)
        {
            var thread = new Thread(Run) { IsBackground = true, Name = $"sqlite reader {Path.GetFileName(settings.File)} {i}" };
            _threads.Add(thread);
            thread.Start();
        }
    }

    /// <summary>Runs on a reader's thread; fails with <see cref="SqlStoreException"/>, or with what <paramref name="read"/> threw of its own.</summary>
    public Task<T> Read<T>(Func<SqliteSession, T> read)
    {
        var request = new Request<T>(read);
        if (!_queue.Writer.TryWrite(request))
            request.Fail(new SqlStoreException(SqlStoreFault.Overloaded, $"{_settings.File}: closed, or {_settings.BufferSize} reads wait already (buffer-size)"));
        return request.Done;
    }

    public void Dispose()
    {
        _queue.Writer.TryComplete();
        foreach (var thread in _threads) thread.Join();
    }

    private void Run()
    {
        SqliteSession? session = null;
        // These threads are the store's own: blocking them costs the pool nothing.
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_queue.Reader.TryRead(out var request))
            {
                try
                {
                    session ??= SqliteSession.Open(_settings);
                    request.Run(session);
                }
                catch (SqliteException cause)
                {
                    // The connection starts afresh: a mended file is used again without a restart.
                    session?.Dispose();
                    session = null;
                    request.Fail(SqliteFaults.From(cause, _settings.File));
                }
                // Whatever else went wrong belongs to the entity that asked.
                catch (Exception cause)
                {
                    request.Fail(cause);
                }
            }
        }

        session?.Dispose();
    }

    private abstract class Request
    {
        public abstract void Run(SqliteSession session);

        public abstract void Fail(Exception cause);
    }

    private sealed class Request<T>(Func<SqliteSession, T> read) : Request
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> Done => _done.Task;

        public override void Run(SqliteSession session) => _done.TrySetResult(read(session));

        public override void Fail(Exception cause) => _done.TrySetException(cause);
    }
}
