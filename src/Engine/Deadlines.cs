namespace CallActors.Engine;

/// <summary>Deadlines by the actor system's own time.</summary>
internal static class Deadlines
{
    /// <summary>Asks somebody outside, who is told when the time is over, and then answers or fails.</summary>
    public static async Task<T> WithinAsync<T>(this IScheduler scheduler, TimeSpan time, Func<CancellationToken, Task<T>> ask)
    {
        using var deadline = new Cancelable(scheduler, time);
        try
        {
            return await ask(deadline.Token).ConfigureAwait(false);
        }
        finally
        {
            // The scheduler has nothing to tell any more.
            deadline.Cancel();
        }
    }
}
