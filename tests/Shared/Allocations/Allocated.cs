namespace CallActors.Tests.Allocations;

/// <summary>What code allocates on the thread that runs it.</summary>
public static class Allocated
{
    /// <summary>
    /// Bytes of one round, the least of several: now and then the runtime does something of its own on whatever thread it finds, and
    /// counts it there. What the code itself allocates, it allocates in every round.
    /// </summary>
    public static long Least(Action round)
    {
        var least = long.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            round();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
