namespace CallActors.McpEdge;

/// <summary>The edge's clock: the one place that waits for time to pass.</summary>
internal sealed class Clock(TimeProvider time)
{
    /// <summary>A stamp that <see cref="Since"/> measures from.</summary>
    public long Now => time.GetTimestamp();

    public TimeSpan Since(long stamp) => time.GetElapsedTime(stamp);

    public Task Wait(TimeSpan duration, CancellationToken cancellation) => Task.Delay(duration, time, cancellation);

    /// <summary>A source that is cancelled when the time is over.</summary>
    public CancellationTokenSource Deadline(TimeSpan duration) => new(duration, time);
}
