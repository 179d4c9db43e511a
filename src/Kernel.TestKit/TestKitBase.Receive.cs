using System.Diagnostics;
using System.Runtime.CompilerServices;
using Kernel.TestKit.Internals;

namespace Kernel.TestKit;

/// <summary>Taking messages, expecting none, several, or the one that matters.</summary>
public abstract partial class TestKitBase
{
    /// <summary>The next message, or null when none came in time.</summary>
    public object? ReceiveOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        Take(RemainingOrDilated(max), cancellationToken)?.Message;

    public async ValueTask<object?> ReceiveOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        (await TakeAsync(RemainingOrDilated(max), cancellationToken).ConfigureAwait(false))?.Message;

    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, CancellationToken cancellationToken = default) =>
        ReceiveN(numberOfMessages, RemainingOrDefault, cancellationToken);

    /// <summary>That many messages, all of them within the time.</summary>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default)
    {
        var deadline = Deadline(Dilated(max));
        var messages = new List<object>(numberOfMessages);
        while (messages.Count < numberOfMessages)
            messages.Add((Take(Left(deadline), cancellationToken) ?? TooFew(messages.Count, numberOfMessages, max)).Message);
        return messages;
    }

    public async IAsyncEnumerable<object> ReceiveNAsync(
        int numberOfMessages, TimeSpan max, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var deadline = Deadline(Dilated(max));
        for (var got = 0; got < numberOfMessages; got++)
        {
            var next = await TakeAsync(Left(deadline), cancellationToken).ConfigureAwait(false);
            yield return (next ?? TooFew(got, numberOfMessages, max)).Message;
        }
    }

    /// <summary>Messages that are each equal to one of those given, in any order.</summary>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(params T[] messages) => ExpectMsgAllOf((IReadOnlyCollection<T>)messages);

    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default)
    {
        var received = ReceiveN(messages.Count, RemainingOrDefault, cancellationToken);
        return AllOf(messages, received);
    }

    public async IAsyncEnumerable<T> ExpectMsgAllOfAsync<T>(
        IReadOnlyCollection<T> messages, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        List<object> received = [];
        await foreach (var message in ReceiveNAsync(messages.Count, RemainingOrDefault, cancellationToken).ConfigureAwait(false))
            received.Add(message);
        foreach (var message in AllOf(messages, received))
            yield return message;
    }

    /// <summary>The next message, which must be equal to one of those given.</summary>
    public T ExpectMsgAnyOf<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default) =>
        AnyOf(messages, As<T>(Receive(null, null, cancellationToken), null).Message);

    public T ExpectMsgAnyOf<T>(params T[] messages) => ExpectMsgAnyOf((IEnumerable<T>)messages);

    public async ValueTask<T> ExpectMsgAnyOfAsync<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default) =>
        AnyOf(messages, As<T>(await ReceiveAsync(null, null, cancellationToken).ConfigureAwait(false), null).Message);

    public void ExpectNoMsg(CancellationToken cancellationToken = default) =>
        ExpectNoMsg(NoMessageDefault, cancellationToken);

    public void ExpectNoMsg(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectNoMsg(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    /// <summary>Listens for that long; fails at the first message.</summary>
    public void ExpectNoMsg(TimeSpan duration, CancellationToken cancellationToken = default) =>
        NoMessage(Take(Dilated(duration), cancellationToken), duration);

    public ValueTask ExpectNoMsgAsync(CancellationToken cancellationToken = default) =>
        ExpectNoMsgAsync(NoMessageDefault, cancellationToken);

    public ValueTask ExpectNoMsgAsync(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectNoMsgAsync(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    public async ValueTask ExpectNoMsgAsync(TimeSpan duration, CancellationToken cancellationToken = default) =>
        NoMessage(await TakeAsync(Dilated(duration), cancellationToken).ConfigureAwait(false), duration);

    public object FishForMessage(
        Predicate<object> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessage<object>(isMessage, max, hint, cancellationToken);

    /// <summary>Skips messages until one is of the type and satisfies the predicate.</summary>
    public T FishForMessage<T>(
        Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default)
    {
        var most = RemainingOrDilated(max);
        var deadline = Deadline(most);
        while (true)
        {
            var next = Take(Left(deadline), cancellationToken) ?? NothingCame(most, hint);
            if (next.Message is T message && isMessage(message))
                return message;
        }
    }

    public ValueTask<object> FishForMessageAsync(
        Predicate<object> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessageAsync<object>(isMessage, max, hint, cancellationToken);

    public async ValueTask<T> FishForMessageAsync<T>(
        Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default)
    {
        var most = RemainingOrDilated(max);
        var deadline = Deadline(most);
        while (true)
        {
            var next = await TakeAsync(Left(deadline), cancellationToken).ConfigureAwait(false) ?? NothingCame(most, hint);
            if (next.Message is T message && isMessage(message))
                return message;
        }
    }

    public async Task FishUntilMessageAsync<T>(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        await FishForMessageAsync<T>(_ => true, max, cancellationToken: cancellationToken).ConfigureAwait(false);

    private static long Deadline(TimeSpan most) =>
        most == Timeout.InfiniteTimeSpan ? long.MaxValue : Stopwatch.GetTimestamp() + (long)(most.TotalSeconds * Stopwatch.Frequency);

    private static TimeSpan Left(long deadline)
    {
        if (deadline == long.MaxValue)
            return Timeout.InfiniteTimeSpan;
        var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), deadline);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private ReceivedMessage? Take(TimeSpan most, CancellationToken cancellationToken) =>
        Noted(_queue.TryTake(out var message, most, cancellationToken) ? message : null);

    private async ValueTask<ReceivedMessage?> TakeAsync(TimeSpan most, CancellationToken cancellationToken) =>
        Noted(await _queue.TryTakeAsync(most, cancellationToken).ConfigureAwait(false));

    private ReceivedMessage? Noted(ReceivedMessage? message)
    {
        _last = message;
        return message;
    }

    private void NoMessage(ReceivedMessage? message, TimeSpan duration)
    {
        _lastWasNoMessage = true;
        if (message is not null)
            Fail($"Expected no message for {duration}, but received {message.Message} from {message.Sender}.");
    }

    private ReceivedMessage TooFew(int got, int wanted, TimeSpan max)
    {
        Fail($"Timeout {max} while waiting for message {got + 1} of {wanted}.");
        throw new TimeoutException();
    }

    private List<T> AllOf<T>(IReadOnlyCollection<T> expected, IReadOnlyCollection<object> received)
    {
        var missing = expected.Where(one => !received.Any(other => Equals(other, one))).ToList();
        var unexpected = received.Where(one => !expected.Any(other => Equals(other, one))).ToList();
        if (missing.Count > 0 || unexpected.Count > 0)
            Fail($"Not found: [{string.Join(", ", missing)}], unexpected: [{string.Join(", ", unexpected)}].");
        return [.. received.Cast<T>()];
    }

    private T AnyOf<T>(IEnumerable<T> expected, T message)
    {
        var all = expected.ToList();
        if (!all.Contains(message))
            Fail($"Received {message}, which is none of [{string.Join(", ", all)}].");
        return message;
    }
}
