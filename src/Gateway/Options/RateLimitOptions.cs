namespace CallActors.Gateway.Options;

/// <summary>How much may be asked: buckets that fill at a rate and are taken from.</summary>
public sealed record RateLimitOptions
{
    /// <summary>Requests that a key may make at once (<c>gateway.rate-limits.key-burst</c>), 1–100,000.</summary>
    public int KeyBurst { get; init; } = 1000;

    /// <summary>Requests per second that it may make in the long run (<c>gateway.rate-limits.key-per-second</c>), 1–10,000.</summary>
    public int KeyPerSecond { get; init; } = 200;

    /// <summary>Calls to one phone number that may be placed at once (<c>gateway.rate-limits.person-burst</c>), 1–1,000.</summary>
    public int PersonBurst { get; init; } = 6;

    /// <summary>One more of them after this (<c>gateway.rate-limits.person-every</c>), 1 s – 24 h.</summary>
    public TimeSpan PersonEvery { get; init; } = TimeSpan.FromMinutes(2);
}
