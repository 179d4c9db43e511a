namespace CallActors.Gateway.Options;

/// <summary>The keys of the section <c>gateway.rate-limits</c>.</summary>
internal static class RateLimitKeys
{
    public static IReadOnlyList<OptionKey> All { get; } =
    [
        Number("key-burst", 1, 100_000, (l, v) => l with { KeyBurst = v }),
        Number("key-per-second", 1, 10_000, (l, v) => l with { KeyPerSecond = v }),
        Number("person-burst", 1, 1000, (l, v) => l with { PersonBurst = v }),
        new("gateway.rate-limits.person-every", null, null, "a duration from 1s to 24h",
            (o, v) => OptionKeys.Duration(v, 1, 24 * 3600) is { } time ? o with { RateLimits = o.RateLimits with { PersonEvery = time } } : null),
    ];

    private static OptionKey Number(string name, int atLeast, int atMost, Func<RateLimitOptions, int, RateLimitOptions> set) =>
        new($"gateway.rate-limits.{name}", null, null, $"a whole number from {atLeast} to {atMost}",
            (o, v) => OptionKeys.Whole(v, atLeast, atMost) is { } number ? o with { RateLimits = set(o.RateLimits, number) } : null);
}
