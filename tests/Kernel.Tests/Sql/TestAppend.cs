using Kernel.Sql.Journal;
using Kernel.Sql.Store;

namespace Kernel.Tests.Sql;

/// <summary>Events of one entity on their way into a store.</summary>
internal sealed class TestAppend(params EventRow[] rows) : JournalAppend(rows)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static EventRow Row(string id, long nr, byte[]? message = null, params string[] tags) =>
        new(id, nr, 1_700_000_000_000, message ?? [1, 2, 3], 77, "order-placed-v1", "writer", tags);

    public static Task To(SqlStore store, params EventRow[] rows)
    {
        var append = new TestAppend(rows);
        store.Append(append);
        return append._done.Task;
    }

    public override void Complete(SqlStoreException? failure)
    {
        if (failure is null) _done.SetResult();
        else _done.SetException(failure);
    }
}
