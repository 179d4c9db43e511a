using System.Diagnostics;
using System.Runtime.CompilerServices;
using Kernel.TestKit.Internals;

namespace Kernel.TestKit;

/// <summary>Taking messages, and expecting none.</summary>
public abstract partial class TestKitBase
{
    /// <summary>The next message, or null when none came in time.</summary>
    public object? ReceiveOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        Take(RemainingOrDilated(max), cancellationToken)?.Message;

    public async ValueTask<object?> ReceiveOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        (await TakeAsync(RemainingOrDilated(max), cancellationToken).ConfigureAwait(false))?.Message;

    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, CancellationToken cancellationToken = default) =>
        ReceiveAll(RemainingOrDefault, numberOfMessages, cancellationToken);

    /// <summary>That many messages, all of them within the time.</summary>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default) =>
        ReceiveAll(Dilated(max), numberOfMessages, cancellationToken);

    public IAsyncEnumerable<object> ReceiveNAsync(int numberOfMessages, CancellationToken cancellationToken = default) =>
        ReceiveEachAsync(numberOfMessages, RemainingOrDefault, cancellationToken);

    /// <inheritdoc cref="ReceiveN(int, TimeSpan, CancellationToken)"/>
    public IAsyncEnumerable<object> ReceiveNAsync(int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default) =>
        ReceiveEachAsync(numberOfMessages, Dilated(max), cancellationToken);

    public void ExpectNoMsg(CancellationToken cancellationToken = default) =>
        NoMessage(Take(NoMessageRemainingOrDefault, cancellationToken), NoMessageRemainingOrDefault);

    public void ExpectNoMsg(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectNoMsg(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    /// <summary>Listens for that long; fails at the first message.</summary>
    public void ExpectNoMsg(TimeSpan duration, CancellationToken cancellationToken = default) =>
        NoMessage(Take(Dilated(duration), cancellationToken), duration);

    public async ValueTask ExpectNoMsgAsync(CancellationToken cancellationToken = default) => NoMessage(
        await TakeAsync(NoMessageRemainingOrDefault, cancellationToken).ConfigureAwait(false), NoMessageRemainingOrDefault);

    public ValueTask ExpectNoMsgAsync(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectNoMsgAsync(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    public async ValueTask ExpectNoMsgAsync(TimeSpan duration, CancellationToken cancellationToken = default) =>
        NoMessage(await TakeAsync(Dilated(duration), cancellationToken).ConfigureAwait(false), duration);

    private static long Deadline(TimeSpan most) =>
        most == Timeout.InfiniteTimeSpan ? long.MaxValue : Stopwatch.GetTimestamp() + (long)(most.TotalSeconds * Stopwatch.Frequency);

    private static TimeSpan Left(long deadline)
    {
        if (deadline == long.MaxValue)
            return Timeout.InfiniteTimeSpan;
        var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), deadline);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private static bool IsOver(long deadline) => Left(deadline) == TimeSpan.Zero;

    private async IAsyncEnumerable<object> ReceiveEachAsync(
        int count, TimeSpan most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var deadline = Deadline(most);
        for (var got = 0; got < count; got++)
            yield return (await TakeAsync(Left(deadline), cancellationToken).ConfigureAwait(false) ?? TooFew(got, count, most)).Message;
    }

    private List<object> ReceiveAll(TimeSpan most, int count, CancellationToken cancellationToken)
    {
        var deadline = Deadline(most);
        var messages = new List<object>(count);
        while (messages.Count < count)
            messages.Add((Take(Left(deadline), cancellationToken) ?? TooFew(messages.Count, count, most)).Message);
        return messages;
    }

    private async ValueTask<List<object>> ReceiveAllAsync(TimeSpan most, int count, CancellationToken cancellationToken)
    {
        var deadline = Deadline(most);
        var messages = new List<object>(count);
        while (messages.Count < count)
            messages.Add((await TakeAsync(Left(deadline), cancellationToken).ConfigureAwait(false) ?? TooFew(messages.Count, count, most)).Message);
        return messages;
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
}
