namespace CallActors.Simulators.Media;

/// <summary>Guards a phone's state and lets others wait for it with a deadline.</summary>
internal sealed class PhoneWatch(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<(Func<bool> Test, TaskCompletionSource Met)> _waiting = [];

    public void Change(Action change)
    {
        lock (_lock)
        {
            change();
            for (var i = _waiting.Count - 1; i >= 0; i--)
            {
                if (!_waiting[i].Test()) continue;
                _waiting[i].Met.TrySetResult();
                _waiting.RemoveAt(i);
            }
        }
    }

    public T Read<T>(Func<T> read)
    {
        lock (_lock) return read();
    }

    /// <exception cref="TimeoutException">It did not come about in time: <paramref name="what"/> says what.</exception>
    public async Task UntilAsync(Func<bool> test, TimeSpan within, string what, CancellationToken cancellationToken)
    {
        var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var entry = (test, met);
        lock (_lock)
        {
            if (test()) return;
            _waiting.Add(entry);
        }
        try
        {
            await met.Task.WaitAsync(within, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Not within {within.TotalSeconds:0.#} s: {what}.");
        }
        finally
        {
            lock (_lock) _waiting.Remove(entry);
        }
    }
}
