using CallActors.Contracts.Speech;

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

    // A session that tries a provider and has not told within this, because nobody spoke or its call ended, leaves the trial to another.
    private static readonly TimeSpan LongestTrial = TimeSpan.FromSeconds(30);

    // Weight of the newest latency in the mean.
    private const double Newest = 0.2;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Circuit> _circuits = new(StringComparer.Ordinal);

    /// <summary>The providers in the order in which a new session should try them: as configured, those that keep failing last. A session
    /// that gets one whose pause is over in the first place tries it; until it has told what came of it, others go past.</summary>
    /// <param name="name">Names a provider.</param>
    /// <param name="now">By the actor system's clock.</param>
    public IReadOnlyList<T> Order<T>(IReadOnlyList<T> providers, Func<T, string> name, DateTimeOffset now)
    {
        lock (_gate)
        {
            var ordered = providers.OrderBy(p => Of(name(p)).IsAvoided(now)).ToList();
            var first = Of(name(ordered[0]));
            if (ordered.Count > 1 && first.IsOpen && !first.IsAvoided(now)) first.TriedUntil = now + LongestTrial;
            return ordered;
        }
    }

    /// <summary>A provider has done what it was asked.</summary>
    /// <param name="latency">From asking to the first audio, or from the end of a voice to its text.</param>
    public void Succeeded(string provider, TimeSpan latency, DateTimeOffset now)
    {
        lock (_gate)
        {
            var circuit = Of(provider);
            circuit.Failures = 0;
            circuit.Pause = ShortestPause;
            circuit.LastSuccess = now;
            circuit.Latency = circuit.Latency is { } mean ? mean + (latency - mean) * Newest : latency;
        }
    }

    /// <summary>A provider has failed, or did not answer in time.</summary>
    public void Failed(string provider, SpeechFailure reason, DateTimeOffset now)
    {
        lock (_gate)
        {
            var circuit = Of(provider);
            circuit.LastFailure = new ProviderFailure(reason, now);
            // The calls that were at work with it fail with it: only what is tried after the pause tells something new.
            var isKnown = circuit.IsOpen && now < circuit.AvoidedUntil;
            circuit.Failures++;
            if (!circuit.IsOpen || isKnown) return;
            circuit.AvoidedUntil = now + circuit.Pause;
            circuit.TriedUntil = DateTimeOffset.MinValue;
            circuit.Pause = circuit.Pause * 2 < LongestPause ? circuit.Pause * 2 : LongestPause;
        }
    }

    /// <summary>How each provider stands that a session has ordered, by name.</summary>
    public IReadOnlyList<ProviderHealth> View(DateTimeOffset now)
    {
        lock (_gate)
        {
            return
            [
                .. _circuits.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => new ProviderHealth(
                    c.Key, c.Value.StateAt(now), c.Value.Failures, c.Value.LastSuccess, c.Value.Latency, c.Value.LastFailure)),
            ];
        }
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

        public DateTimeOffset TriedUntil { get; set; } = DateTimeOffset.MinValue;

        public TimeSpan Pause { get; set; } = ShortestPause;

        public DateTimeOffset? LastSuccess { get; set; }

        public TimeSpan? Latency { get; set; }

        public ProviderFailure? LastFailure { get; set; }

        public bool IsOpen => Failures >= FailuresToOpen;

        public bool IsAvoided(DateTimeOffset now) => IsOpen && (now < AvoidedUntil || now < TriedUntil);

        public CircuitState StateAt(DateTimeOffset now) =>
            !IsOpen ? CircuitState.Closed : now < AvoidedUntil ? CircuitState.Open : CircuitState.HalfOpen;
    }
}
