using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Kernel.Actor;

namespace Kernel.TestKit.Internals;

/// <summary>A message that a test actor has received.</summary>
internal sealed record ReceivedMessage(object Message, IActorRef Sender);

/// <summary>What a test actor has received and the test has not yet looked at.</summary>
internal sealed class TestMessageQueue
{
    private readonly object _gate = new();
    private readonly Queue<ReceivedMessage> _messages = new();
    private TaskCompletionSource? _arrival;

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
                return _messages.Count == 0;
        }
    }

    public void Enqueue(ReceivedMessage message)
    {
        TaskCompletionSource? arrival;
        lock (_gate)
        {
            _messages.Enqueue(message);
            (arrival, _arrival) = (_arrival, null);
            Monitor.PulseAll(_gate);
        }

        arrival?.TrySetResult();
    }

    /// <summary>Waits for the next message, and removes it.</summary>
    public bool TryTake([NotNullWhen(true)] out ReceivedMessage? message, TimeSpan timeout, CancellationToken cancellationToken) =>
        TryNext(out message, remove: true, timeout, cancellationToken);

    /// <summary>Waits for the next message, and leaves it where it is.</summary>
    public bool TryPeek([NotNullWhen(true)] out ReceivedMessage? message, TimeSpan timeout, CancellationToken cancellationToken) =>
        TryNext(out message, remove: false, timeout, cancellationToken);

    public ValueTask<ReceivedMessage?> TryTakeAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        NextAsync(remove: true, timeout, cancellationToken);

    public ValueTask<ReceivedMessage?> TryPeekAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        NextAsync(remove: false, timeout, cancellationToken);

    private bool TryNext(
        [NotNullWhen(true)] out ReceivedMessage? message, bool remove, TimeSpan timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = Stopwatch.GetTimestamp();
        using var wake = cancellationToken.Register(Wake);
        lock (_gate)
        {
            while (!TryFirst(out message, remove))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!TryLeft(start, timeout, out var left))
                    return false;
                Monitor.Wait(_gate, left);
            }
        }

        return true;
    }

    private async ValueTask<ReceivedMessage?> NextAsync(bool remove, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task arrival;
            lock (_gate)
            {
                if (TryFirst(out var message, remove))
                    return message;
                _arrival ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                arrival = _arrival.Task;
            }

            if (!TryLeft(start, timeout, out var left))
                return null;
            try
            {
                await arrival.WaitAsync(left, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // Looked at once more above: it may have come at the last moment.
            }
        }
    }

    private bool TryFirst([NotNullWhen(true)] out ReceivedMessage? message, bool remove) =>
        remove ? _messages.TryDequeue(out message) : _messages.TryPeek(out message);

    private static bool TryLeft(long start, TimeSpan timeout, out TimeSpan left)
    {
        left = timeout == Timeout.InfiniteTimeSpan ? timeout : timeout - Stopwatch.GetElapsedTime(start);
        return timeout == Timeout.InfiniteTimeSpan || left > TimeSpan.Zero;
    }

    private void Wake()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }
}
