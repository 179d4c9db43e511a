using System.Diagnostics;

namespace CallActors.Benchmarks.Vendors;

/// <summary>A clock whose date is reckoned from <see cref="Stopwatch"/>, so that what a simulator dates can be told from what is timed.</summary>
internal sealed class SteadyTime : TimeProvider
{
    private readonly DateTimeOffset _began = System.GetUtcNow();
    private readonly long _beganAt = Stopwatch.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _began + Stopwatch.GetElapsedTime(_beganAt);

    /// <summary>The timestamp of a date.</summary>
    public long TimestampOf(DateTimeOffset date) => _beganAt + (long)((date - _began).TotalSeconds * Stopwatch.Frequency);
}
