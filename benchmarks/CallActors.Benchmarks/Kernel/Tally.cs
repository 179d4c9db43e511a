namespace CallActors.Benchmarks.KernelRuntime;

/// <summary>Completes when so many things have happened, on whatever thread.</summary>
internal sealed class Tally(long expected)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _left = expected;

    public Task Done => _done.Task;

    public void Count()
    {
        if (Interlocked.Decrement(ref _left) == 0) _done.SetResult();
    }
}
