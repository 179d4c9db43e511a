using System.Globalization;
using CallActors.Contracts.Calls;
using CallActors.Gateway.Options;

namespace CallActors.Gateway.Http;

/// <summary>How much the key may ask, and how often a phone may ring: an agent that runs in circles stops at 429 with <c>Retry-After</c>
/// and not at a person's patience. Phones of the softphone are the agent's own machine and are not counted.</summary>
/// <param name="time">Fills the buckets.</param>
public sealed class RateLimits(RateLimitOptions options, TimeProvider time)
{
    private static readonly TimeSpan KeyPeriod = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Bucket> _persons = new(StringComparer.Ordinal);
    private readonly Bucket _key = new(options.KeyBurst, options.KeyPerSecond, KeyPeriod, time);

    /// <summary>Takes one of the key's requests. The gateway has one key.</summary>
    public Task InvokeAsync(HttpContext http, RequestDelegate next) =>
        _key.Refuse() is { } pause ? Refusal(http, pause, "Too much is asked at once.").ExecuteAsync(http) : next(http);

    /// <summary>Takes one of somebody's calls. How long to wait when there is none left; null when there was.</summary>
    public TimeSpan? RefuseCall(Callee callee)
    {
        if (callee.Address == CalleeShape.Softphone) return null;
        Bucket? person;
        // Only who is listed comes so far: the list is the bound.
        lock (_lock)
            if (!_persons.TryGetValue(callee.Address, out person)) _persons[callee.Address] = person = new Bucket(options.PersonBurst, 1, options.PersonEvery, time);
        return person.Refuse();
    }

    /// <summary>The answer 429.</summary>
    public static IResult Refusal(HttpContext http, TimeSpan pause, string what)
    {
        var seconds = Math.Max(1, (long)Math.Ceiling(pause.TotalSeconds));
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problems.Of(StatusCodes.Status429TooManyRequests, "rate-limited", $"{what} Try again in {seconds} s.");
    }

    /// <summary>A token bucket that the given clock fills. The framework's own is filled by the machine's clock alone.</summary>
    private sealed class Bucket(int burst, int each, TimeSpan period, TimeProvider time)
    {
        private readonly Lock _lock = new();
        private readonly long _began = time.GetTimestamp();
        private long _periods;
        private long _tokens = burst;

        /// <summary>Takes a token: null; or how long until there is one.</summary>
        public TimeSpan? Refuse()
        {
            lock (_lock)
            {
                var elapsed = time.GetElapsedTime(_began);
                var periods = elapsed.Ticks / period.Ticks;
                _tokens = Math.Min(burst, _tokens + Math.Min(periods - _periods, burst) * each);
                _periods = periods;
                if (_tokens == 0) return (periods + 1) * period - elapsed;
                _tokens--;
                return null;
            }
        }
    }
}
