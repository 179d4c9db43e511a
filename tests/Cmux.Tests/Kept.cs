namespace CallActors.Cmux.Tests;

/// <summary>Keeps what was told, and waits for what has not come yet. Thread-safe.</summary>
internal abstract class Kept<T>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<T> _all = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>All of it so far.</summary>
    public IReadOnlyList<T> News
    {
        get
        {
            lock (_lock) return _all.ToArray();
        }
    }

    public void On(T news)
    {
        TaskCompletionSource more;
        lock (_lock)
        {
            _all.Add(news);
            more = _more;
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        more.SetResult();
    }

    /// <summary>Waits for news that make this true.</summary>
    public async Task UntilAsync(Func<bool> isSo)
    {
        while (true)
        {
            Task more;
            lock (_lock) more = _more.Task;
            if (isSo()) return;
            await more.WaitAsync(Patience);
        }
    }
}
