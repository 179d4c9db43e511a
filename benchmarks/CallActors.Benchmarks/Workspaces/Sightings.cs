namespace CallActors.Benchmarks.Workspaces;

/// <summary>Waits for what is told by others, and keeps when it was. Thread-safe.</summary>
/// <typeparam name="T">What is told.</typeparam>
internal sealed class Sightings<T>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();
    private readonly List<(Func<T, bool> Fits, TaskCompletionSource<(long At, T What)> Seen)> _waiting = [];

    /// <summary>The next that fits, told from now on.</summary>
    /// <exception cref="TimeoutException">Nothing did for 20 s.</exception>
    public async Task<(long At, T What)> NextAsync(Func<T, bool> fits)
    {
        var seen = new TaskCompletionSource<(long, T)>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock) _waiting.Add((fits, seen));
        return await seen.Task.WaitAsync(Patience);
    }

    /// <param name="at">When it was told, by the stopwatch.</param>
    public void Tell(T what, long at)
    {
        lock (_lock)
        {
            for (var i = _waiting.Count - 1; i >= 0; i--)
            {
                if (!_waiting[i].Fits(what)) continue;
                _waiting[i].Seen.TrySetResult((at, what));
                _waiting.RemoveAt(i);
            }
        }
    }
}
