namespace CallActors.Benchmarks.Voice;

/// <summary>Percentiles by nearest rank: the smallest measured value that at least that share of the values does not exceed.</summary>
internal sealed class Percentiles
{
    private readonly double[] _sorted;

    /// <exception cref="InvalidOperationException">There are no values.</exception>
    public Percentiles(IEnumerable<double> values)
    {
        _sorted = [.. values.Order()];
        if (_sorted.Length == 0) throw new InvalidOperationException("Nothing was measured.");
    }

    public int Count => _sorted.Length;

    public double Max => _sorted[^1];

    /// <param name="share">0–1.</param>
    public double At(double share) => _sorted[Math.Clamp((int)Math.Ceiling(share * _sorted.Length) - 1, 0, _sorted.Length - 1)];
}
