namespace Kernel.TestKit;

/// <summary>Counts the events that any of its conditions takes.</summary>
internal sealed class TestEventFilter(IReadOnlyList<Predicate<object>> conditions)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;
    private int _wanted = int.MaxValue;

    public int Count
    {
        get
        {
            lock (_gate)
                return _count;
        }
    }

    public bool Take(object published)
    {
        if (!conditions.Any(condition => condition(published)))
            return false;
        lock (_gate)
        {
            if (++_count >= _wanted)
                _reached.TrySetResult();
        }

        return true;
    }

    /// <summary>Completes when that many events were taken; with 0, when one too many was.</summary>
    public Task Reached(int count)
    {
        lock (_gate)
        {
            _wanted = Math.Max(1, count);
            if (_count >= _wanted)
                _reached.TrySetResult();
            else if (_reached.Task.IsCompleted)
                _reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _reached.Task;
        }
    }
}
