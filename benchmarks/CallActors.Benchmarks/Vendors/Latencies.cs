using System.Collections.Concurrent;
using CallActors.Benchmarks.Voice;

namespace CallActors.Benchmarks.Vendors;

/// <summary>The times that were taken with some calls open, by name, in ms. Thread-safe.</summary>
/// <param name="with">How many calls, for the printed names.</param>
internal sealed class Latencies(string with)
{
    /// <summary>What the others are compared with: see docs/performance.md.</summary>
    public const string BareRequest = "bare request to the gateway and back";

    private readonly ConcurrentDictionary<string, ConcurrentQueue<double>> _values = new();

    public void Add(string name, double milliseconds) => _values.GetOrAdd(name, _ => new ConcurrentQueue<double>()).Enqueue(milliseconds);

    /// <summary>Prints these, in this order, each with its ratio to the bare request's median if that was measured.</summary>
    public void Print(params IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            var percentiles = Of(name);
            foreach (var (what, share) in ((string, double)[])[("p50", 0.5), ("p90", 0.9), ("p99", 0.99)])
                Figures.Print($"{name}, {what}, {with}", percentiles.At(share), $"ms (of {percentiles.Count})");
            Figures.Print($"{name}, max, {with}", percentiles.Max, "ms");
            if (name is not (BareRequest or WakeUps.Name) && _values.ContainsKey(BareRequest))
                Figures.Print($"{name}, to a bare request, {with}", percentiles.At(0.5) / Of(BareRequest).At(0.5), "x");
        }
    }

    /// <summary>Prints median and largest: of parts, and of what was done a few times.</summary>
    public void PrintShort(params IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            var percentiles = Of(name);
            Figures.Print($"{name}, p50, {with}", percentiles.At(0.5), $"ms (of {percentiles.Count})");
            Figures.Print($"{name}, max, {with}", percentiles.Max, "ms");
        }
    }

    private Percentiles Of(string name) => new(_values.TryGetValue(name, out var values) ? values : []);
}
