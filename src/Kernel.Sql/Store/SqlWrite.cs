using Kernel.Sql.Journal;

namespace Kernel.Sql.Store;

/// <summary>A change asked for by one entity: stored wholly or not at all, whatever becomes of the others in its batch.</summary>
internal abstract class SqlWrite
{
    /// <summary>How much of a batch it fills.</summary>
    public virtual int Weight => 1;

    /// <summary>Called by the writer once: after the commit, or with the reason why nothing was stored.</summary>
    public abstract void Complete(SqlStoreException? failure);
}

/// <summary>Events to be stored.</summary>
internal abstract class JournalAppend(IReadOnlyList<EventRow> rows) : SqlWrite
{
    public IReadOnlyList<EventRow> Rows { get; } = rows;

    public override int Weight => Rows.Count;
}

/// <summary>A change whose outcome is awaited as a task. By itself it changes nothing and only tells that it is its turn.</summary>
internal class TaskWrite : SqlWrite
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => _done.Task;

    public override void Complete(SqlStoreException? failure)
    {
        if (failure is null) _done.TrySetResult();
        else _done.TrySetException(failure);
    }
}
