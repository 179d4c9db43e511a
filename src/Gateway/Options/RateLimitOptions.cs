namespace CallActors.Gateway.Options;

/// <summary>How much may be asked: buckets that fill at a rate and are taken from.</summary>
public sealed record RateLimitOptions
{
    /// <summary>Requests that a key may make at once; 1 or more.</summary>
    public int KeyBurst { get; init; } = 1000;

    /// <summary>Requests per second that it may make in the long run; 1 or more.</summary>
    public int KeyPerSecond { get; init; } = 200;

    /// <summary>Calls to one phone number that may be placed at once; 1 or more.</summary>
    public int PersonBurst { get; init; } = 6;

    /// <summary>One more of them after this; 1 s or more.</summary>
    public TimeSpan PersonEvery { get; init; } = TimeSpan.FromMinutes(2);
}
