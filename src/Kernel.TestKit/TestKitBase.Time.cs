using System.Diagnostics;

namespace Kernel.TestKit;

/// <summary>Waiting for assertions, and bounds on how long things may take.</summary>
public abstract partial class TestKitBase
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private long? _end;

    /// <summary>What is left of the enclosing <c>Within</c>.</summary>
    /// <exception cref="InvalidOperationException">Not inside <c>Within</c>.</exception>
    public TimeSpan Remaining => _end is { } end
        ? Left(end)
        : throw new InvalidOperationException("Remaining may not be called outside of \"Within\"");

    /// <summary>What is left of the enclosing <c>Within</c>, or <c>kernel.test.single-expect-default</c>.</summary>
    public TimeSpan RemainingOrDefault => RemainingOr(Dilated(TestKitSettings.SingleExpectDefault));

    /// <summary>What is left of the enclosing <c>Within</c>, or <c>kernel.test.expect-no-message-default</c>.</summary>
    public TimeSpan NoMessageRemainingOrDefault => RemainingOr(Dilated(TestKitSettings.ExpectNoMessageDefault));

    /// <summary>A clock of real time, for measuring in tests.</summary>
    public static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    /// <summary>What is left of the enclosing <c>Within</c>, or what is given.</summary>
    protected TimeSpan RemainingOr(TimeSpan duration) => _end is { } end ? Left(end) : duration;

    /// <summary>Tries an assertion again and again until it passes; its last failure is thrown when time is up.</summary>
    public void AwaitAssert(
        Action assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default)
    {
        var deadline = Deadline(RemainingOrDilated(duration));
        while (true)
        {
            try
            {
                assertion();
                return;
            }
            catch when (!IsOver(deadline))
            {
                Pause(interval, deadline, cancellationToken);
            }
        }
    }

    /// <inheritdoc cref="AwaitAssert"/>
    public Task AwaitAssertAsync(
        Action assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        AwaitAssertAsync(
            () =>
            {
                assertion();
                return Task.CompletedTask;
            },
            duration,
            interval,
            cancellationToken);

    /// <inheritdoc cref="AwaitAssert"/>
    public async Task AwaitAssertAsync(
        Func<Task> assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default)
    {
        var deadline = Deadline(RemainingOrDilated(duration));
        while (true)
        {
            try
            {
                await assertion();
                return;
            }
            catch when (!IsOver(deadline))
            {
                await PauseAsync(interval, deadline, cancellationToken);
            }
        }
    }

    public void Within(TimeSpan max, Action action, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, action, null, epsilonValue, cancellationToken);

    public void Within(
        TimeSpan min, TimeSpan max, Action action, string? hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(
            min,
            max,
            () =>
            {
                action();
                return true;
            },
            hint,
            epsilonValue,
            cancellationToken);

    public T Within<T>(TimeSpan max, Func<T> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    /// <summary>Bounds how long a block may take; expectations inside wait no longer than what is left of it.</summary>
    public T Within<T>(
        TimeSpan min, TimeSpan max, Func<T> function, string? hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (outer, start, allowed) = Enter(max);
        T result;
        try
        {
            result = function();
        }
        finally
        {
            _end = outer;
        }

        CheckElapsed(Stopwatch.GetElapsedTime(start), min, allowed, epsilonValue, hint);
        return result;
    }

    public Task WithinAsync(
        TimeSpan max, Func<Task> actionAsync, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, actionAsync, null, epsilonValue, cancellationToken);

    public Task WithinAsync(
        TimeSpan min, TimeSpan max, Func<Task> actionAsync, string? hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        WithinAsync(
            min,
            max,
            async () =>
            {
                await actionAsync();
                return true;
            },
            hint,
            epsilonValue,
            cancellationToken);

    public Task<T> WithinAsync<T>(
        TimeSpan max, Func<Task<T>> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    /// <inheritdoc cref="Within{T}(TimeSpan, TimeSpan, Func{T}, string?, TimeSpan?, CancellationToken)"/>
    public async Task<T> WithinAsync<T>(
        TimeSpan min, TimeSpan max, Func<Task<T>> function, string? hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default)
    {
        var (outer, start, allowed) = Enter(max);
        T result;
        try
        {
            result = await function().WaitAsync(allowed, cancellationToken);
        }
        catch (TimeoutException) when (Stopwatch.GetElapsedTime(start) >= allowed)
        {
            Fail($"The block took longer than {allowed}.{Why(hint)}");
            throw;
        }
        finally
        {
            _end = outer;
        }

        CheckElapsed(Stopwatch.GetElapsedTime(start), min, allowed, epsilonValue, hint);
        return result;
    }

    private static void Pause(TimeSpan? interval, long deadline, CancellationToken cancellationToken)
    {
        cancellationToken.WaitHandle.WaitOne(Shorter(interval ?? PollInterval, Left(deadline)));
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static Task PauseAsync(TimeSpan? interval, long deadline, CancellationToken cancellationToken) =>
        Task.Delay(Shorter(interval ?? PollInterval, Left(deadline)), cancellationToken);

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) =>
        other == Timeout.InfiniteTimeSpan || one < other ? one : other;

    /// <summary>What is given, dilated; the usual wait of an expectation when null; never more than is left of the enclosing <c>Within</c>.</summary>
    public TimeSpan RemainingOrDilated(TimeSpan? duration)
    {
        if (duration is not { } asked)
            return RemainingOrDefault;
        if (asked == Timeout.InfiniteTimeSpan)
            return RemainingOr(asked);
        var dilated = Dilated(asked);
        return _end is { } end ? Shorter(dilated, Left(end)) : dilated;
    }

    private (long? Outer, long Start, TimeSpan Allowed) Enter(TimeSpan max)
    {
        var outer = _end;
        var allowed = Dilated(max);
        if (outer is { } end)
            allowed = Shorter(allowed, Left(end));
        _lastWasNoMessage = false;
        _end = Deadline(allowed);
        return (outer, Stopwatch.GetTimestamp(), allowed);
    }

    private void CheckElapsed(TimeSpan elapsed, TimeSpan min, TimeSpan allowed, TimeSpan? epsilon, string? hint)
    {
        if (elapsed < min)
            Fail($"The block took {elapsed}, should have taken at least {min}.{Why(hint)}");

        // A block that ends with an expectation of silence uses up all its time.
        if (!_lastWasNoMessage && allowed != Timeout.InfiniteTimeSpan && elapsed > allowed + (epsilon ?? TimeSpan.Zero))
            Fail($"The block took {elapsed}, exceeding {allowed}.{Why(hint)}");
    }
}
