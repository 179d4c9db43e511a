namespace Kernel.Sql.Sqlite;

/// <summary>A change asked for by one entity: stored wholly or not at all, whatever becomes of the others in its batch.</summary>
internal abstract class SqliteWrite
{
    /// <summary>How much of a batch it fills.</summary>
    public virtual int Rows => 1;

    /// <summary>Several statements that must not stay half done: a savepoint is set before them.</summary>
    public virtual bool IsGuarded => true;

    /// <summary>On the writer's thread, inside a transaction.</summary>
    public abstract void Execute(SqliteSession session);

    /// <summary>On the writer's thread, once: after the commit, or with the reason why nothing was stored.</summary>
    public abstract void Complete(SqlStoreException? failure);
}

/// <summary>A change whose outcome is awaited as a task.</summary>
internal sealed class SqliteTaskWrite(Action<SqliteSession> change) : SqliteWrite
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => _done.Task;

    public override void Execute(SqliteSession session) => change(session);

    public override void Complete(SqlStoreException? failure)
    {
        if (failure is null) _done.TrySetResult();
        else _done.TrySetException(failure);
    }
}
