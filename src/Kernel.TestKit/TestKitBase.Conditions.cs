using System.Diagnostics.CodeAnalysis;

namespace Kernel.TestKit;

/// <summary>Waiting until a condition holds.</summary>
public abstract partial class TestKitBase
{
    public void AwaitCondition(Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, null, null, null, cancellationToken);

    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, max, null, null, cancellationToken);

    public void AwaitCondition(
        Func<bool> conditionIsFulfilled, TimeSpan? max, string? message, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, max, null, message, cancellationToken);

    /// <summary>Looks again and again until the condition holds; fails when time is up.</summary>
    /// <param name="conditionIsFulfilled">The condition.</param>
    /// <param name="max">How long; the usual wait of an expectation when null.</param>
    /// <param name="interval">The pause between two looks; 20 ms when null.</param>
    /// <param name="message">Added to the failure.</param>
    public void AwaitCondition(
        Func<bool> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string? message = null, CancellationToken cancellationToken = default)
    {
        var most = RemainingOrDilated(max);
        if (!IsFulfilled(conditionIsFulfilled, most, interval, cancellationToken))
            Fail($"Timeout {most} while waiting for a condition.{Why(message)}");
    }

    public Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, null, null, null, cancellationToken);

    public Task AwaitConditionAsync(Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, null, null, null, cancellationToken);

    public Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, null, null, cancellationToken);

    public Task AwaitConditionAsync(Func<bool> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, null, null, cancellationToken);

    public Task AwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, string? message, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, null, message, cancellationToken);

    public Task AwaitConditionAsync(
        Func<bool> conditionIsFulfilled, TimeSpan? max, string? message, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, null, message, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, TimeSpan?, TimeSpan?, string?, CancellationToken)"/>
    public async Task AwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string? message = null, CancellationToken cancellationToken = default)
    {
        var most = RemainingOrDilated(max);
        if (!await IsFulfilledAsync(conditionIsFulfilled, most, interval, cancellationToken))
            Fail($"Timeout {most} while waiting for a condition.{Why(message)}");
    }

    /// <inheritdoc cref="AwaitCondition(Func{bool}, TimeSpan?, TimeSpan?, string?, CancellationToken)"/>
    public Task AwaitConditionAsync(
        Func<bool> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string? message = null, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(() => Task.FromResult(conditionIsFulfilled()), max, interval, message, cancellationToken);

    /// <summary>Whether the condition held in time.</summary>
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "An instance member, as on Akka.NET.")]
    public bool AwaitConditionNoThrow(
        Func<bool> conditionIsFulfilled, TimeSpan max, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        IsFulfilled(conditionIsFulfilled, max, interval, cancellationToken);

    /// <inheritdoc cref="AwaitConditionNoThrow"/>
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "An instance member, as on Akka.NET.")]
    public Task<bool> AwaitConditionNoThrowAsync(
        Func<Task<bool>> conditionIsFulfilled, TimeSpan max, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        IsFulfilledAsync(conditionIsFulfilled, max, interval, cancellationToken);

    /// <inheritdoc cref="AwaitConditionNoThrow"/>
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "An instance member, as on Akka.NET.")]
    public Task<bool> AwaitConditionNoThrowAsync(
        Func<bool> conditionIsFulfilled, TimeSpan max, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        IsFulfilledAsync(() => Task.FromResult(conditionIsFulfilled()), max, interval, cancellationToken);

    private static bool IsFulfilled(Func<bool> condition, TimeSpan most, TimeSpan? interval, CancellationToken cancellationToken)
    {
        var deadline = Deadline(most);
        while (!condition())
        {
            if (IsOver(deadline))
                return false;
            Pause(interval, deadline, cancellationToken);
        }

        return true;
    }

    private static async Task<bool> IsFulfilledAsync(
        Func<Task<bool>> condition, TimeSpan most, TimeSpan? interval, CancellationToken cancellationToken)
    {
        var deadline = Deadline(most);
        while (!await condition())
        {
            if (IsOver(deadline))
                return false;
            await PauseAsync(interval, deadline, cancellationToken);
        }

        return true;
    }
}
