using System.Runtime.CompilerServices;
using Kernel.TestKit.Internals;

namespace Kernel.TestKit;

/// <summary>Taking messages as long as they are wanted. The first that is not stays where it is.</summary>
public abstract partial class TestKitBase
{
    /// <inheritdoc cref="ReceiveWhile{T}(Func{object, T}, TimeSpan?, TimeSpan?, int, CancellationToken)"/>
    public IReadOnlyList<T> ReceiveWhile<T>(
        TimeSpan? max, Func<object, T?> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        ReceiveWhile(filter, max, null, msgs, cancellationToken);

    /// <inheritdoc cref="ReceiveWhile{T}(Func{object, T}, TimeSpan?, TimeSpan?, int, CancellationToken)"/>
    public IReadOnlyList<T> ReceiveWhile<T>(
        TimeSpan? max, TimeSpan? idle, Func<object, T?> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        ReceiveWhile(filter, max, idle, msgs, cancellationToken);

    /// <summary>Takes messages until the filter answers null, time is up, none came for a while, or there are enough.</summary>
    /// <param name="filter">What becomes of a message; null ends the taking before it.</param>
    /// <param name="max">How long altogether; the usual wait of an expectation when null.</param>
    /// <param name="idle">The silence that ends it; none when null.</param>
    /// <param name="msgs">How many at most.</param>
    public IReadOnlyList<T> ReceiveWhile<T>(
        Func<object, T?> filter, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue, CancellationToken cancellationToken = default)
    {
        var results = new List<T>();
        var deadline = Deadline(RemainingOrDilated(max));
        while (results.Count < msgs
            && _queue.TryPeek(out var next, Shorter(idle ?? Timeout.InfiniteTimeSpan, Left(deadline)), cancellationToken)
            && filter(next.Message) is { } result)
        {
            Take(TimeSpan.Zero, cancellationToken);
            results.Add(result);
        }

        _lastWasNoMessage = true;
        return results;
    }

    /// <summary>Takes messages as long as those of the type satisfy the predicate.</summary>
    /// <param name="shouldContinue">False ends the taking before that message.</param>
    /// <param name="max">How long altogether; the usual wait of an expectation when null.</param>
    /// <param name="idle">The silence that ends it; none when null.</param>
    /// <param name="msgs">How many of the type at most.</param>
    /// <param name="shouldIgnoreOtherMessageTypes">Others are taken and left out; otherwise one ends the taking before it.</param>
    public IReadOnlyList<T> ReceiveWhile<T>(
        Predicate<T> shouldContinue, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue,
        bool shouldIgnoreOtherMessageTypes = true, CancellationToken cancellationToken = default)
    {
        var results = new List<T>();
        var deadline = Deadline(RemainingOrDilated(max));
        while (results.Count < msgs
            && _queue.TryPeek(out var next, Shorter(idle ?? Timeout.InfiniteTimeSpan, Left(deadline)), cancellationToken)
            && GoesOn(next, shouldContinue, shouldIgnoreOtherMessageTypes, out var wanted))
        {
            Take(TimeSpan.Zero, cancellationToken);
            if (wanted) results.Add((T)next.Message);
        }

        _lastWasNoMessage = true;
        return results;
    }

    /// <inheritdoc cref="ReceiveWhile{T}(Func{object, T}, TimeSpan?, TimeSpan?, int, CancellationToken)"/>
    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        TimeSpan? max, Func<object, T?> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        ReceiveWhileAsync(filter, max, null, msgs, cancellationToken);

    /// <inheritdoc cref="ReceiveWhile{T}(Func{object, T}, TimeSpan?, TimeSpan?, int, CancellationToken)"/>
    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        TimeSpan? max, TimeSpan? idle, Func<object, T?> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        ReceiveWhileAsync(filter, max, idle, msgs, cancellationToken);

    /// <inheritdoc cref="ReceiveWhile{T}(Func{object, T}, TimeSpan?, TimeSpan?, int, CancellationToken)"/>
    public async IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        Func<object, T?> filter, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var deadline = Deadline(RemainingOrDilated(max));
        for (var count = 0; count < msgs; count++)
        {
            var next = await _queue.TryPeekAsync(Shorter(idle ?? Timeout.InfiniteTimeSpan, Left(deadline)), cancellationToken).ConfigureAwait(false);
            if (next is null || filter(next.Message) is not { } result)
                break;
            Take(TimeSpan.Zero, cancellationToken);
            yield return result;
        }

        _lastWasNoMessage = true;
    }

    /// <inheritdoc cref="ReceiveWhile{T}(Predicate{T}, TimeSpan?, TimeSpan?, int, bool, CancellationToken)"/>
    public async IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        Predicate<T> shouldContinue, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue,
        bool shouldIgnoreOtherMessageTypes = true, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var deadline = Deadline(RemainingOrDilated(max));
        for (var count = 0; count < msgs;)
        {
            var next = await _queue.TryPeekAsync(Shorter(idle ?? Timeout.InfiniteTimeSpan, Left(deadline)), cancellationToken).ConfigureAwait(false);
            if (next is null || !GoesOn(next, shouldContinue, shouldIgnoreOtherMessageTypes, out var wanted))
                break;
            Take(TimeSpan.Zero, cancellationToken);
            if (!wanted) continue;
            count++;
            yield return (T)next.Message;
        }

        _lastWasNoMessage = true;
    }

    private static bool GoesOn<T>(ReceivedMessage next, Predicate<T> shouldContinue, bool ignoreOthers, out bool wanted)
    {
        wanted = next.Message is T message && shouldContinue(message);
        return wanted || (ignoreOthers && next.Message is not T);
    }
}
