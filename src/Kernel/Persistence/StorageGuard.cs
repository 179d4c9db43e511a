using System.Runtime.ExceptionServices;
using Kernel.Actor;
using Kernel.Configuration;
using Kernel.Event;
using Kernel.Pattern;

namespace Kernel.Persistence;

/// <summary>
/// The circuit breaker before a journal or snapshot store: while the storage is out of order, requests fail at once instead of
/// queueing up behind each other's time limits. What fails for its own reasons (a conflict, an unreadable row) does not count.
/// </summary>
internal sealed class StorageGuard
{
    private readonly Func<Exception, bool> _isOutage;

    private StorageGuard(CircuitBreaker breaker, Func<Exception, bool> isOutage) => (Breaker, _isOutage) = (breaker, isOutage);

    public CircuitBreaker Breaker { get; }

    /// <summary>Reads <c>circuit-breaker</c> of a plugin's section.</summary>
    public static StorageGuard From(Config section, string path, ExtendedActorSystem system, Func<Exception, bool> isOutage)
    {
        var maxFailures = section.GetInt("circuit-breaker.max-failures");
        var callTimeout = section.GetTimeSpan("circuit-breaker.call-timeout");
        var resetTimeout = section.GetTimeSpan("circuit-breaker.reset-timeout", allowInfinite: false);
        var faults = new List<string>();
        if (maxFailures < 1) faults.Add($"{path}.circuit-breaker.max-failures must be 1 or more");
        if (callTimeout <= TimeSpan.Zero && callTimeout != Timeout.InfiniteTimeSpan) faults.Add($"{path}.circuit-breaker.call-timeout must be more than 0, or infinite");
        if (resetTimeout <= TimeSpan.Zero) faults.Add($"{path}.circuit-breaker.reset-timeout must be more than 0");
        if (faults.Count > 0) throw new ConfigurationException(string.Join("; ", faults));
        var breaker = CircuitBreaker.Create(system.Scheduler, maxFailures, callTimeout, resetTimeout);
        breaker
            .OnOpen(() => system.Log.Warning(
                breaker.LastCaughtException!, "[{0}] is out of order: its requests fail at once for {1} (circuit-breaker).", path, resetTimeout))
            .OnClose(() => system.Log.Info("[{0}] works again.", path));
        return new StorageGuard(breaker, isOutage);
    }

    /// <summary>Notes the outcome of a request that was made without <see cref="Call{T}"/>.</summary>
    public void Note(Exception? failure)
    {
        if (failure is null) Breaker.Succeed();
        else if (_isOutage(failure)) Breaker.Fail(failure);
    }

    /// <exception cref="OpenCircuitException">As the task's failure: the storage is out of order.</exception>
    public async Task<T> Call<T>(Func<Task<T>> request)
    {
        ExceptionDispatchInfo? own = null;
        var result = await Breaker.WithCircuitBreaker(async () =>
        {
            try
            {
                return await request().ConfigureAwait(false);
            }
            catch (Exception cause) when (!_isOutage(cause))
            {
                own = ExceptionDispatchInfo.Capture(cause);
                return default!;
            }
        }).ConfigureAwait(false);
        own?.Throw();
        return result;
    }

    public Task Call(Func<Task> request) => Call(async () =>
    {
        await request().ConfigureAwait(false);
        return Done.Instance;
    });
}
