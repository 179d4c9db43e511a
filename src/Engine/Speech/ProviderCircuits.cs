namespace CallActors.Engine.Speech;

/// <summary>
/// What the calls of a node have learned about providers of one kind: one circuit a provider. A provider that has failed some times in
/// a row is asked last for a while, then tried again by one session. Thread-safe; nothing here waits.
/// </summary>
public sealed class ProviderCircuits
{
    /// <summary>Failures in a row that open a circuit.</summary>
    public const int FailuresToOpen = 3;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    // Weight of the newest latency in the mean.
    private const double Newest = 0.2;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Circuit> _circuits = new(StringComparer.Ordinal);

    /// <summary>The providers in the order in which a new session should try them: as configured, those that keep failing last.</summary>
    /// <param name="name">Names a provider.</param>
    /// <param name="now">By the actor system's clock.</param>
    public IReadOnlyList<T> Order<T>(IReadOnlyList<T> providers, Func<T, string> name, DateTimeOffset now)
    {
        if (providers.Count < 2) return providers;
        lock (_gate) return [.. providers.OrderBy(p => IsOpen(name(p), now))];
    }

    /// <summary>A provider has done what it was asked.</summary>
    /// <param name="latency">From asking to the first audio, or from the end of a voice to its text.</param>
    public void Succeeded(string provider, TimeSpan latency, DateTimeOffset now)
    {
        lock (_gate)
        {
            var circuit = Of(provider);
            circuit.Failures = 0;
            circuit.AvoidedUntil = DateTimeOffset.MinValue;
            circuit.Pause = ShortestPause;
            circuit.LastSuccess = now;
            circuit.Latency = circuit.Latency is { } mean ? mean + (latency - mean) * Newest : latency;
        }
    }

    /// <summary>A provider has failed, or did not answer in time.</summary>
    public void Failed(string provider, DateTimeOffset now)
    {
        lock (_gate)
        {
            var circuit = Of(provider);
            if (++circuit.Failures < FailuresToOpen) return;
            circuit.AvoidedUntil = now + circuit.Pause;
            circuit.Pause = circuit.Pause * 2 < LongestPause ? circuit.Pause * 2 : LongestPause;
        }
    }

    /// <summary>How each provider that was used stands, by name.</summary>
    public IReadOnlyList<ProviderHealth> View(DateTimeOffset now)
    {
        lock (_gate)
            return [.. _circuits.OrderBy(c => c.Key, StringComparer.Ordinal)
                .Select(c => new ProviderHealth(c.Key, now < c.Value.AvoidedUntil, c.Value.Failures, c.Value.LastSuccess, c.Value.Latency))];
    }

    private bool IsOpen(string provider, DateTimeOffset now)
    {
        if (!_circuits.TryGetValue(provider, out var circuit) || circuit.Failures < FailuresToOpen) return false;
        if (now < circuit.AvoidedUntil) return true;
        // One session tries it; the others wait for what comes of that.
        circuit.AvoidedUntil = now + ShortestPause;
        return false;
    }

    private Circuit Of(string provider)
    {
        if (!_circuits.TryGetValue(provider, out var circuit)) _circuits[provider] = circuit = new Circuit();
        return circuit;
    }

    private sealed class Circuit
    {
        public int Failures { get; set; }

        public DateTimeOffset AvoidedUntil { get; set; } = DateTimeOffset.MinValue;

        public TimeSpan Pause { get; set; } = ShortestPause;

        public DateTimeOffset? LastSuccess { get; set; }

        public TimeSpan? Latency { get; set; }
    }
}

/// <summary>How a voice or recogniser stands.</summary>
/// <param name="IsAvoided">It has failed again and again and is asked last for now.</param>
/// <param name="Failures">In a row, since the last success.</param>
/// <param name="LastSuccess">Null when there was none.</param>
/// <param name="Latency">Weighted mean; null when there was no success.</param>
public sealed record ProviderHealth(string Provider, bool IsAvoided, int Failures, DateTimeOffset? LastSuccess, TimeSpan? Latency);
