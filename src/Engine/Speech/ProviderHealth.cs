using CallActors.Contracts.Speech;

namespace CallActors.Engine.Speech;

/// <summary>Whether a provider is asked.</summary>
public enum CircuitState
{
    /// <summary>It is asked in its turn.</summary>
    Closed,

    /// <summary>It has failed again and again and is asked last for now.</summary>
    Open,

    /// <summary>Its pause is over: one session tries it, or will.</summary>
    HalfOpen,
}

/// <summary>How a voice or recogniser stands.</summary>
/// <param name="Failures">In a row, since the last success.</param>
/// <param name="LastSuccess">Null when there was none.</param>
/// <param name="Latency">Weighted mean; null when there was no success.</param>
/// <param name="LastFailure">Null when there was none.</param>
public sealed record ProviderHealth(
    string Provider, CircuitState State, int Failures, DateTimeOffset? LastSuccess, TimeSpan? Latency, ProviderFailure? LastFailure);

/// <summary>How a provider failed. The kind alone: what a vendor says of it may hold what must not be told.</summary>
public sealed record ProviderFailure(SpeechFailure Reason, DateTimeOffset At);
