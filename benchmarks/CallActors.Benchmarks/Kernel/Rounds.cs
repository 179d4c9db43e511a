using System.Diagnostics;

namespace CallActors.Benchmarks.KernelRuntime;

/// <summary>One thing measured several times: how long it took, what processor time and what memory it used.</summary>
internal sealed class Rounds
{
    private const int Count = 7;

    private readonly List<Round> _rounds = [];

    public double MedianSeconds => Median(round => round.Seconds);

    public double MedianProcessorSeconds => Median(round => round.ProcessorSeconds);

    public double MedianAllocatedBytes => Median(round => round.AllocatedBytes);

    /// <summary>Runs an action once to warm up and then some rounds of it.</summary>
    public static async Task<Rounds> MeasureAsync(Func<Task> action, int rounds = Count)
    {
        await action();
        var measured = new Rounds();
        for (var i = 0; i < rounds; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var processor = Environment.CpuUsage.TotalTime;
            var started = Stopwatch.GetTimestamp();
            await action();
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var used = (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
            measured._rounds.Add(new Round(seconds, used, GC.GetTotalAllocatedBytes(precise: true) - allocated));
        }

        return measured;
    }

    /// <summary>Prints how many a second, with the slowest and the fastest round, and what one costs.</summary>
    /// <param name="name">Of the figure.</param>
    /// <param name="operations">In one round.</param>
    /// <param name="baseline">The same work on the plainest thing that .NET offers, measured in the same run.</param>
    public void PrintRate(string name, long operations, Rounds? baseline = null)
    {
        Figures.Print(name, operations / MedianSeconds / 1e6, "million/s");
        Figures.Print($"{name}, slowest round", operations / _rounds.Max(round => round.Seconds) / 1e6, "million/s");
        Figures.Print($"{name}, fastest round", operations / _rounds.Min(round => round.Seconds) / 1e6, "million/s");
        Figures.Print($"{name}, processor time of one", MedianProcessorSeconds / operations * 1e9, "ns");
        Figures.Print($"{name}, allocated by one", MedianAllocatedBytes / operations, "bytes");
        if (baseline is not null) Figures.Print($"{name}, rate over plain .NET's", baseline.MedianSeconds / MedianSeconds, "x");
    }

    private double Median(Func<Round, double> of)
    {
        var sorted = _rounds.Select(of).Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private sealed record Round(double Seconds, double ProcessorSeconds, long AllocatedBytes);
}
