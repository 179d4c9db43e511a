using Kernel.Actor;

namespace Kernel.Pattern;

/// <summary>
/// Stops calling what keeps failing. Closed: calls pass, and failures or late answers in a row are counted. Open: calls fail
/// at once with <see cref="OpenCircuitException"/>. Half open, after the reset timeout: one call is let through, and decides.
/// </summary>
public class CircuitBreaker
{
    private readonly IScheduler _scheduler;
    private readonly Lock _gate = new();
    private Action? _onOpen;
    private Action? _onHalfOpen;
    private Action? _onClose;
    private State _state = State.Closed;
    private TimeSpan _currentReset;
    private int _failures;
    private bool _probing;
    private Exception? _lastFailure;

    public CircuitBreaker(IScheduler scheduler, int maxFailures, TimeSpan callTimeout, TimeSpan resetTimeout)
        : this(scheduler, maxFailures, callTimeout, resetTimeout, TimeSpan.FromDays(36500))
    {
    }

    public CircuitBreaker(
        IScheduler scheduler, int maxFailures, TimeSpan callTimeout, TimeSpan resetTimeout, TimeSpan maxResetTimeout)
    {
        ArgumentNullException.ThrowIfNull(scheduler);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxFailures, 1);
        _scheduler = scheduler;
        MaxFailures = maxFailures;
        CallTimeout = callTimeout;
        ResetTimeout = resetTimeout;
        MaxResetTimeout = maxResetTimeout;
        _currentReset = resetTimeout;
    }

    private enum State
    {
        Closed,
        Open,
        HalfOpen,
    }

    /// <summary>Failures in a row that open the breaker.</summary>
    public int MaxFailures { get; }

    /// <summary>A call that takes longer is a failure.</summary>
    public TimeSpan CallTimeout { get; }

    /// <summary>How long the breaker stays open.</summary>
    public TimeSpan ResetTimeout { get; }

    /// <summary>Upper bound of the reset timeout under exponential back-off.</summary>
    public TimeSpan MaxResetTimeout { get; }

    public long CurrentFailureCount
    {
        get
        {
            lock (_gate)
                return _failures;
        }
    }

    public Exception? LastCaughtException
    {
        get
        {
            lock (_gate)
                return _lastFailure;
        }
    }

    public bool IsClosed => Is(State.Closed);

    public bool IsOpen => Is(State.Open);

    public bool IsHalfOpen => Is(State.HalfOpen);

    private bool BacksOff { get; init; }

    public static CircuitBreaker Create(IScheduler scheduler, int maxFailures, TimeSpan callTimeout, TimeSpan resetTimeout) =>
        new(scheduler, maxFailures, callTimeout, resetTimeout);

    /// <summary>A breaker that doubles its reset timeout with each failed probe.</summary>
    public CircuitBreaker WithExponentialBackoff(TimeSpan maxResetTimeout) =>
        new(_scheduler, MaxFailures, CallTimeout, ResetTimeout, maxResetTimeout) { BacksOff = true };

    /// <summary>Makes a call through the breaker.</summary>
    /// <exception cref="OpenCircuitException">The breaker is open.</exception>
    /// <exception cref="TimeoutException">The call took longer than <see cref="CallTimeout"/>.</exception>
    public async Task<T> WithCircuitBreaker<T>(Func<Task<T>> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        EnterCall();
        try
        {
            var result = await InTime(body()).ConfigureAwait(false);
            Succeed();
            return result;
        }
        catch (Exception cause)
        {
            Fail(cause);
            throw;
        }
    }

    /// <inheritdoc cref="WithCircuitBreaker{T}(Func{Task{T}})"/>
    public Task WithCircuitBreaker(Func<Task> body) => WithCircuitBreaker(async () =>
    {
        await body().ConfigureAwait(false);
        return Done.Instance;
    });

    public void WithSyncCircuitBreaker(Action body) => WithCircuitBreaker(() =>
    {
        body();
        return Task.CompletedTask;
    }).GetAwaiter().GetResult();

    public T WithSyncCircuitBreaker<T>(Func<T> body) => WithCircuitBreaker(() => Task.FromResult(body())).GetAwaiter().GetResult();

    /// <summary>Notes a success that was had elsewhere.</summary>
    public void Succeed()
    {
        lock (_gate)
        {
            _failures = 0;
            if (_state != State.HalfOpen)
                return;
            _state = State.Closed;
            _probing = false;
            _currentReset = ResetTimeout;
        }

        _onClose?.Invoke();
    }

    /// <summary>Notes a failure that was had elsewhere.</summary>
    public void Fail() => Fail(new OpenCircuitException());

    public CircuitBreaker OnOpen(Action callback)
    {
        _onOpen += callback;
        return this;
    }

    public CircuitBreaker OnHalfOpen(Action callback)
    {
        _onHalfOpen += callback;
        return this;
    }

    public CircuitBreaker OnClose(Action callback)
    {
        _onClose += callback;
        return this;
    }

    private bool Is(State state)
    {
        lock (_gate)
            return _state == state;
    }

    private void EnterCall()
    {
        lock (_gate)
        {
            if (_state == State.Closed)
                return;
            if (_state == State.Open || _probing)
                throw _lastFailure is null ? new OpenCircuitException() : new OpenCircuitException(_lastFailure);
            _probing = true;
        }
    }

    internal void Fail(Exception cause)
    {
        TimeSpan reset;
        lock (_gate)
        {
            _lastFailure = cause;
            _failures++;
            if (_state == State.Open || (_state == State.Closed && _failures < MaxFailures))
                return;
            if (_state == State.HalfOpen && BacksOff)
                _currentReset = _currentReset * 2 < MaxResetTimeout ? _currentReset * 2 : MaxResetTimeout;
            _state = State.Open;
            _probing = false;
            reset = _currentReset;
        }

        _onOpen?.Invoke();
        _scheduler.Advanced.ScheduleOnce(reset, AttemptReset);
    }

    private void AttemptReset()
    {
        lock (_gate)
        {
            if (_state != State.Open)
                return;
            _state = State.HalfOpen;
            _probing = false;
        }

        _onHalfOpen?.Invoke();
    }

    private async Task<T> InTime<T>(Task<T> call)
    {
        if (call.IsCompleted || CallTimeout == Timeout.InfiniteTimeSpan)
            return await call.ConfigureAwait(false);
        var late = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var deadline = _scheduler.Advanced.ScheduleOnceCancelable(
            CallTimeout, () => late.TrySetException(new TimeoutException($"The call took longer than {CallTimeout}.")));
        var first = await Task.WhenAny(call, late.Task).ConfigureAwait(false);
        deadline.Cancel();
        return await first.ConfigureAwait(false);
    }
}
