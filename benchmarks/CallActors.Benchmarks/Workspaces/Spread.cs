using System.Diagnostics;
using CallActors.Benchmarks.Voice;

namespace CallActors.Benchmarks.Workspaces;

/// <summary>The times of one thing that was done again and again, in ms.</summary>
internal sealed class Spread(string name)
{
    private readonly List<double> _values = [];

    public string Name => name;

    public double Median => new Percentiles(_values).At(0.5);

    public void Add(double milliseconds) => _values.Add(milliseconds);

    /// <param name="from">A <see cref="Stopwatch"/>'s time.</param>
    public void Add(long from, long to) => Add(Stopwatch.GetElapsedTime(from, to).TotalMilliseconds);

    /// <summary>Prints percentiles, and how many times as long as each of the baselines it takes, by their medians.</summary>
    public void Print(params IEnumerable<Spread> baselines)
    {
        var percentiles = new Percentiles(_values);
        foreach (var (what, share) in ((string, double)[])[("p50", 0.5), ("p90", 0.9), ("p99", 0.99)])
            Figures.Print($"{name}, {what}", percentiles.At(share), $"ms (of {percentiles.Count})");
        Figures.Print($"{name}, max", percentiles.Max, "ms");
        foreach (var baseline in baselines) Figures.Print($"{name}, over {baseline.Name}", Median / baseline.Median, "x");
    }
}
