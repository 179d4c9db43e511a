namespace CallActors.Edges.Lending;

/// <summary>How long to wait before the next try: doubled from one failure to the next, and between half of it and all.</summary>
/// <param name="chance">0 up to 1.</param>
internal sealed class BackOff(TimeSpan first, TimeSpan longest, Func<double> chance)
{
    private int _failures;

    public TimeSpan Next()
    {
        var doubled = first * Math.Pow(2, Math.Min(_failures++, 16));
        return (doubled < longest ? doubled : longest) * (0.5 + chance() / 2);
    }

    /// <summary>It went well.</summary>
    public void Reset() => _failures = 0;
}
