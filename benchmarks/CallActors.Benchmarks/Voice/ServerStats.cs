using System.Diagnostics;

namespace CallActors.Benchmarks.Voice;

/// <summary>What the measured process tells of itself.</summary>
/// <param name="AtMs">Its clock.</param>
/// <param name="ProcessorMs">Processor time of all its threads so far, in user and system mode.</param>
/// <param name="AllocatedBytes">Managed memory allocated so far, freed or not.</param>
/// <param name="HeapBytes">Managed memory in use.</param>
/// <param name="Collections">Garbage collections of any generation.</param>
/// <param name="PauseMs">What they stopped it for, in all.</param>
internal sealed record ServerStats(
    double AtMs, double ProcessorMs, long WorkingSetBytes, long HeapBytes, int Collections, double PauseMs, long AllocatedBytes)
{
    /// <summary>Of this process, now. What telling it allocates comes after the allocated bytes were read.</summary>
    public static ServerStats Now() => new(
        Stopwatch.GetElapsedTime(0).TotalMilliseconds,
        Environment.CpuUsage.TotalTime.TotalMilliseconds,
        Environment.WorkingSet,
        GC.GetTotalMemory(forceFullCollection: false),
        GC.CollectionCount(0),
        GC.GetTotalPauseDuration().TotalMilliseconds,
        GC.GetTotalAllocatedBytes(precise: true));

    /// <summary>Share of one core that was used from an earlier time to this, in percent.</summary>
    public double ProcessorPercentSince(ServerStats earlier) => 100 * (ProcessorMs - earlier.ProcessorMs) / (AtMs - earlier.AtMs);
}
