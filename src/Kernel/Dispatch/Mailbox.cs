using Kernel.Actor;
using Kernel.Dispatch.SysMsg;
using Kernel.Event;

namespace Kernel.Dispatch;

/// <summary>
/// The two queues of a cell and the state that decides who may run it. It is its own work item: scheduling allocates nothing.
/// </summary>
internal sealed partial class Mailbox(ActorCell cell) : IThreadPoolWorkItem
{
    private const int Closed = 1;
    private const int Scheduled = 2;
    private const int AwaitingTask = 4;
    private const int SuspendUnit = 8;

    // Marks the end of the system queue for good: whoever finds it must go to dead letters.
    private static readonly SystemMessage Sealed = new Create();

    private readonly ActorCell _cell = cell;
    private SystemMessage? _systemTail;
    private int _status;

    public bool IsClosed => (Volatile.Read(ref _status) & Closed) != 0;

    public int SuspendCount => Volatile.Read(ref _status) / SuspendUnit;

    public bool IsAwaitingTask => (Volatile.Read(ref _status) & AwaitingTask) != 0;

    private bool MayProcessUserMessages => (Volatile.Read(ref _status) & ~Scheduled) == 0;

    private bool HasSystemMessages => Volatile.Read(ref _systemTail) is { } tail && !ReferenceEquals(tail, Sealed);

    public void Post(in Envelope envelope)
    {
        if (TryEnqueue(envelope))
            ScheduleIfNeeded(hasMessageHint: true, hasSystemHint: false);
        else
            SendToDeadLetters(envelope);
    }

    public void PostSystem(SystemMessage message)
    {
        while (true)
        {
            var tail = Volatile.Read(ref _systemTail);
            if (ReferenceEquals(tail, Sealed))
            {
                DeadLetterSystemMessage(message);
                return;
            }

            message.Next = tail;
            if (ReferenceEquals(Interlocked.CompareExchange(ref _systemTail, message, tail), tail))
                break;
        }

        ScheduleIfNeeded(hasMessageHint: false, hasSystemHint: true);
    }

    public void Suspend() => Interlocked.Add(ref _status, SuspendUnit);

    /// <summary>Takes one suspension back; user messages flow again when the last one is gone.</summary>
    public void Resume()
    {
        var status = Volatile.Read(ref _status);
        while (status >= SuspendUnit)
        {
            var seen = Interlocked.CompareExchange(ref _status, status - SuspendUnit, status);
            if (seen == status)
                return;
            status = seen;
        }
    }

    public void SetAwaitingTask(bool awaiting)
    {
        if (awaiting)
            Interlocked.Or(ref _status, AwaitingTask);
        else
            Interlocked.And(ref _status, ~AwaitingTask);
    }

    public void ScheduleIfNeeded(bool hasMessageHint, bool hasSystemHint)
    {
        var status = Volatile.Read(ref _status);
        if ((status & (Closed | Scheduled)) != 0)
            return;
        var runnable = status == 0
            ? hasMessageHint || hasSystemHint || HasMessages || HasSystemMessages
            : hasSystemHint || HasSystemMessages;
        if (runnable && TrySetScheduled())
            _cell.Dispatcher.Dispatch(this);
    }

    void IThreadPoolWorkItem.Execute() => Run();

    /// <summary>One turn: all system messages, then at most a quantum of user messages.</summary>
    public void Run()
    {
        try
        {
            if (!IsClosed)
            {
                ProcessSystemMessages();
                ProcessUserMessages();
            }
        }
        finally
        {
            Interlocked.And(ref _status, ~Scheduled);
            ScheduleIfNeeded(hasMessageHint: false, hasSystemHint: false);
        }
    }

    /// <summary>Ends the mailbox: what lies in it and what still comes goes to dead letters.</summary>
    public void Close()
    {
        Interlocked.Or(ref _status, Closed);
        SealUserQueue();
        while (TryDequeue(out var envelope))
            SendToDeadLetters(envelope);
        for (var message = TakeSystemMessages(Sealed); message is not null;)
        {
            var next = message.Next;
            message.Next = null;
            DeadLetterSystemMessage(message);
            message = next;
        }
    }

    private void ProcessSystemMessages()
    {
        for (var message = TakeSystemMessages(null); message is not null; message ??= IsClosed ? null : TakeSystemMessages(null))
        {
            var next = message.Next;
            message.Next = null;
            if (IsClosed)
                DeadLetterSystemMessage(message);
            else
                _cell.SystemInvoke(message);
            message = next;
        }
    }

    private void ProcessUserMessages()
    {
        var left = _cell.Dispatcher.Throughput;
        while (MayProcessUserMessages && TryDequeue(out var envelope))
        {
            _cell.Invoke(envelope);
            if (HasSystemMessages && !IsClosed)
                ProcessSystemMessages();
            if (--left <= 0)
                return;
        }
    }

    /// <summary>Takes the whole system queue, oldest first, and leaves a given end in its place.</summary>
    private SystemMessage? TakeSystemMessages(SystemMessage? end)
    {
        if (end is null && Volatile.Read(ref _systemTail) is null)
            return null;
        var newest = Interlocked.Exchange(ref _systemTail, end);
        if (ReferenceEquals(newest, Sealed))
        {
            if (end is null)
                Volatile.Write(ref _systemTail, Sealed);
            return null;
        }

        SystemMessage? oldest = null;
        while (newest is not null)
        {
            var next = newest.Next;
            newest.Next = oldest;
            oldest = newest;
            newest = next;
        }

        return oldest;
    }

    private bool TrySetScheduled()
    {
        var status = Volatile.Read(ref _status);
        while ((status & (Closed | Scheduled)) == 0)
        {
            var seen = Interlocked.CompareExchange(ref _status, status | Scheduled, status);
            if (seen == status)
                return true;
            status = seen;
        }

        return false;
    }

    private void SendToDeadLetters(in Envelope envelope)
    {
        // This actor listened to dead letters: announcing one more would bring it here again, without end.
        if (envelope.Message is AllDeadLetters)
            return;
        var sender = envelope.Sender ?? _cell.System.DeadLetters;
        _cell.System.DeadLetters.Tell(
            envelope.Message is IDeadLetterSuppression suppressed
                ? new SuppressedDeadLetter(suppressed, sender, _cell.Self)
                : new DeadLetter(envelope.Message, sender, _cell.Self),
            _cell.Self);
    }

    private void DeadLetterSystemMessage(SystemMessage message) =>
        DeadLetterActorRef.AnswerForTheDead(_cell.System, message, _cell.Self);
}
