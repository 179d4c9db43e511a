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

    public bool TryTake([NotNullWhen(true)] out ReceivedMessage? message, TimeSpan timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = Stopwatch.GetTimestamp();
        using var wake = cancellationToken.Register(Wake);
        lock (_gate)
        {
            while (!_messages.TryDequeue(out message))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!TryLeft(start, timeout, out var left))
                    return false;
                Monitor.Wait(_gate, left);
            }
        }

        return true;
    }

    public async ValueTask<ReceivedMessage?> TryTakeAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task arrival;
            lock (_gate)
            {
                if (_messages.TryDequeue(out var message))
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
