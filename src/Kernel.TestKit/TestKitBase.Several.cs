using System.Runtime.CompilerServices;

namespace Kernel.TestKit;

/// <summary>Expecting several messages in any order, or one of several.</summary>
public abstract partial class TestKitBase
{
    /// <summary>Messages that are each equal to one of those given, in any order.</summary>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(params T[] messages) => ExpectMsgAllOf((IReadOnlyCollection<T>)messages);

    /// <inheritdoc cref="ExpectMsgAllOf{T}(T[])"/>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        AllOf(messages, ReceiveAll(RemainingOrDefault, messages.Count, cancellationToken));

    /// <inheritdoc cref="ExpectMsgAllOf{T}(T[])"/>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(TimeSpan max, params T[] messages) =>
        ExpectMsgAllOf(max, (IReadOnlyCollection<T>)messages);

    /// <inheritdoc cref="ExpectMsgAllOf{T}(T[])"/>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(
        TimeSpan max, IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        AllOf(messages, ReceiveAll(Dilated(max), messages.Count, cancellationToken));

    /// <inheritdoc cref="ExpectMsgAllOf{T}(T[])"/>
    public IAsyncEnumerable<T> ExpectMsgAllOfAsync<T>(IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        AllOfAsync(RemainingOrDefault, messages, cancellationToken);

    /// <inheritdoc cref="ExpectMsgAllOf{T}(T[])"/>
    public IAsyncEnumerable<T> ExpectMsgAllOfAsync<T>(
        TimeSpan max, IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        AllOfAsync(Dilated(max), messages, cancellationToken);

    /// <summary>One message for each predicate, in any order.</summary>
    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(params PredicateInfo[] predicates) =>
        ExpectMsgAllOfMatchingPredicates(predicates, CancellationToken.None);

    /// <inheritdoc cref="ExpectMsgAllOfMatchingPredicates(PredicateInfo[])"/>
    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(
        IReadOnlyCollection<PredicateInfo> predicates, CancellationToken cancellationToken) =>
        OneForEach(predicates, ReceiveAll(RemainingOrDefault, predicates.Count, cancellationToken));

    /// <inheritdoc cref="ExpectMsgAllOfMatchingPredicates(PredicateInfo[])"/>
    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(TimeSpan max, params PredicateInfo[] predicates) =>
        ExpectMsgAllOfMatchingPredicates(max, predicates, CancellationToken.None);

    /// <inheritdoc cref="ExpectMsgAllOfMatchingPredicates(PredicateInfo[])"/>
    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(
        TimeSpan max, IReadOnlyCollection<PredicateInfo> predicates, CancellationToken cancellationToken) =>
        OneForEach(predicates, ReceiveAll(Dilated(max), predicates.Count, cancellationToken));

    /// <inheritdoc cref="ExpectMsgAllOfMatchingPredicates(PredicateInfo[])"/>
    public IAsyncEnumerable<object> ExpectMsgAllOfMatchingPredicatesAsync(
        IReadOnlyCollection<PredicateInfo> predicates, CancellationToken cancellationToken = default) =>
        OneForEachAsync(RemainingOrDefault, predicates, cancellationToken);

    /// <inheritdoc cref="ExpectMsgAllOfMatchingPredicates(PredicateInfo[])"/>
    public IAsyncEnumerable<object> ExpectMsgAllOfMatchingPredicatesAsync(
        TimeSpan max, IReadOnlyCollection<PredicateInfo> predicates, CancellationToken cancellationToken = default) =>
        OneForEachAsync(Dilated(max), predicates, cancellationToken);

    /// <summary>The next message, which must be equal to one of those given.</summary>
    public T ExpectMsgAnyOf<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default) =>
        AnyOf(messages, As<T>(Receive(null, null, cancellationToken), null).Message);

    /// <inheritdoc cref="ExpectMsgAnyOf{T}(IEnumerable{T}, CancellationToken)"/>
    public async ValueTask<T> ExpectMsgAnyOfAsync<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default) =>
        AnyOf(messages, As<T>(await ReceiveAsync(null, null, cancellationToken).ConfigureAwait(false), null).Message);

    private async IAsyncEnumerable<T> AllOfAsync<T>(
        TimeSpan max, IReadOnlyCollection<T> messages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var message in AllOf(messages, await ReceiveAllAsync(max, messages.Count, cancellationToken).ConfigureAwait(false)))
            yield return message;
    }

    private async IAsyncEnumerable<object> OneForEachAsync(
        TimeSpan max, IReadOnlyCollection<PredicateInfo> predicates, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var message in OneForEach(predicates, await ReceiveAllAsync(max, predicates.Count, cancellationToken).ConfigureAwait(false)))
            yield return message;
    }

    private List<T> AllOf<T>(IReadOnlyCollection<T> expected, List<object> received)
    {
        var missing = expected.Where(one => !received.Any(other => Equals(other, one))).ToList();
        var unexpected = received.Where(one => !expected.Any(other => Equals(other, one))).ToList();
        if (missing.Count > 0 || unexpected.Count > 0)
            Fail($"Not found: [{string.Join(", ", missing)}], unexpected: [{string.Join(", ", unexpected)}].");
        return [.. received.Cast<T>()];
    }

    private List<object> OneForEach(IReadOnlyCollection<PredicateInfo> predicates, List<object> received)
    {
        var open = predicates.ToList();
        foreach (var message in received)
        {
            var taker = open.FindIndex(predicate => predicate.Takes(message));
            if (taker < 0)
                Fail($"Received {message}, for which there is no predicate left; not found: [{string.Join(", ", open)}].");
            open.RemoveAt(taker);
        }

        return received;
    }

    private T AnyOf<T>(IEnumerable<T> expected, T message)
    {
        var all = expected.ToList();
        if (!all.Contains(message))
            Fail($"Received {message}, which is none of [{string.Join(", ", all)}].");
        return message;
    }
}
