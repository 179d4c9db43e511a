namespace CallActors.Gateway.Webhooks;

/// <summary>Counts the requests of each source and of all: buckets that fill again with time. Thread-safe.</summary>
public sealed class WebhookRates
{
    private const string TheRest = "";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Bucket> _sources = new(StringComparer.Ordinal);
    private readonly WebhookLimits _limits;
    private readonly TimeProvider _time;
    private readonly Bucket _all;

    public WebhookRates(WebhookLimits limits, TimeProvider time)
    {
        _limits = limits;
        _time = time;
        _all = new Bucket(limits.Rate, limits.Burst, time.GetTimestamp());
    }

    /// <summary>Sources that are counted apart now.</summary>
    public int SourceCount
    {
        get
        {
            lock (_lock) return _sources.Count;
        }
    }

    /// <summary>Counts a request.</summary>
    /// <returns>Null when it may be served; otherwise when to come again.</returns>
    public TimeSpan? TryEnter(string source)
    {
        lock (_lock)
        {
            var own = BucketOf(source);
            Fill(own);
            Fill(_all);
            var wait = Math.Max(own.SecondsUntil(1), _all.SecondsUntil(1));
            if (wait > 0) return TimeSpan.FromSeconds(wait);
            own.Level--;
            _all.Level--;
            return null;
        }
    }

    /// <summary>The request that was counted was not genuine.</summary>
    public void Refused(string source)
    {
        lock (_lock)
        {
            var own = BucketOf(source);
            own.Level = Math.Max(0, own.Level - (_limits.RefusalCost - 1));
        }
    }

    private Bucket BucketOf(string source)
    {
        if (_sources.TryGetValue(source, out var bucket)) return bucket;
        if (_sources.Count >= _limits.MaxSources) ForgetIdle();
        if (_sources.Count >= _limits.MaxSources && _sources.TryGetValue(source = TheRest, out bucket)) return bucket;
        return _sources[source] = new Bucket(_limits.SourceRate, _limits.SourceBurst, _time.GetTimestamp());
    }

    /// <summary>A bucket that is full again says nothing that a new one would not.</summary>
    private void ForgetIdle()
    {
        foreach (var (source, bucket) in _sources)
        {
            Fill(bucket);
            if (bucket.IsFull) _sources.Remove(source);
        }
    }

    private void Fill(Bucket bucket)
    {
        var now = _time.GetTimestamp();
        bucket.Fill(_time.GetElapsedTime(bucket.FilledAt, now).TotalSeconds, now);
    }

    private sealed class Bucket
    {
        private readonly double _rate;
        private readonly double _burst;

        public Bucket(double rate, double burst, long now) => (_rate, _burst, Level, FilledAt) = (rate, burst, burst, now);

        public double Level { get; set; }

        public long FilledAt { get; private set; }

        public bool IsFull => Level >= _burst;

        public void Fill(double seconds, long now)
        {
            Level = Math.Min(_burst, Level + seconds * _rate);
            FilledAt = now;
        }

        public double SecondsUntil(double wanted) => Level >= wanted ? 0 : (wanted - Level) / _rate;
    }
}
