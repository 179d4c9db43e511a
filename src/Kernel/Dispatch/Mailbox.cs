using Kernel.Actor;
using Kernel.Dispatch.SysMsg;
using Kernel.Event;

namespace Kernel.Dispatch;

/// <summary>
/// The two queues of a cell and the state that decides who may run it. One gate of a few instructions guards all of it, so that
/// a message costs its sender one atomic operation and an empty queue is found and left in one. It is its own work item:
/// scheduling allocates nothing.
/// </summary>
internal sealed partial class Mailbox : IThreadPoolWorkItem
{
    private const int Closed = 1;
    private const int Scheduled = 2;
    private const int AwaitingTask = 4;
    private const int SuspendUnit = 8;

    private ActorCell _cell = null!;

    // While a turn runs it alone writes this: senders set Scheduled only when nobody runs.
    private int _status;
    private int _gate;

    public bool IsClosed => (Volatile.Read(ref _status) & Closed) != 0;

    public int SuspendCount => Volatile.Read(ref _status) / SuspendUnit;

    /// <summary>For the turn itself.</summary>
    public bool IsAwaitingTask => (_cell.Turn.Holds & AwaitingTask) != 0;

    /// <summary>Whose mailbox it is. Once, before anybody sends to it.</summary>
    public void Attach(ActorCell cell) => _cell = cell;

    public void Post(in Envelope envelope)
    {
        EnterGate();
        var status = _status;
        if ((status & Closed) != 0)
        {
            LeaveGate();
            SendToDeadLetters(envelope);
            return;
        }

        Append(envelope);
        if (status != 0)
        {
            LeaveGate();
            return;
        }

        _status = Scheduled;
        LeaveGate();
        _cell.Dispatcher.Dispatch(this);
    }

    public void PostSystem(SystemMessage message)
    {
        EnterGate();
        var status = _status;
        if ((status & Closed) != 0)
        {
            LeaveGate();
            DeadLetterSystemMessage(message);
            return;
        }

        message.Next = _cell.Turn.SystemTail;
        Volatile.Write(ref _cell.Turn.SystemTail, message);
        _status = status | Scheduled;
        LeaveGate();
        if ((status & Scheduled) == 0)
            _cell.Dispatcher.Dispatch(this);
    }

    /// <summary>Holds user messages back. For the turn itself, and for the maker of a cell that has not started.</summary>
    public void Suspend()
    {
        EnterGate();
        Hold(_status + SuspendUnit);
        LeaveGate();
    }

    /// <summary>Takes one suspension back; user messages flow again when the last one is gone. For the turn itself.</summary>
    public void Resume()
    {
        EnterGate();
        if (_status >= SuspendUnit)
            Hold(_status - SuspendUnit);
        LeaveGate();
    }

    /// <summary>Holds user messages back while an asynchronous handler is under way. For the turn itself.</summary>
    public void SetAwaitingTask(bool awaiting)
    {
        EnterGate();
        Hold(awaiting ? _status | AwaitingTask : _status & ~AwaitingTask);
        LeaveGate();
    }

    void IThreadPoolWorkItem.Execute() => Run();

    /// <summary>One turn: at most a quantum of user messages, and before each of them the system messages that have come.</summary>
    public void Run()
    {
        var previous = ActorCell.Current;
        ActorCell.Current = _cell;
        var turn = RunningTurn.OfThread;
        var outer = turn.Begin(_cell);
        var left = _cell.Dispatcher.Throughput;
        var ended = false;
        try
        {
            while (TryTake(left > 0, out var system, out var envelope))
            {
                if (system is not null)
                {
                    ProcessSystemMessages(system);
                    continue;
                }

                left--;
                _cell.Invoke(envelope);
            }

            ended = true;
        }
        finally
        {
            turn.End(outer);
            ActorCell.Current = previous;
            if (!ended)
                _cell.Dispatcher.Dispatch(this);
        }
    }

    /// <summary>Ends the mailbox: what lies in it and what still comes goes to dead letters.</summary>
    public void Close()
    {
        EnterGate();
        Hold(_status | Closed);
        var system = TakeSystemMessages();
        LeaveGate();

        // Nobody appends to a closed mailbox any more.
        while (TryDequeue(out var envelope))
            SendToDeadLetters(envelope);
        for (var next = system; next is not null;)
        {
            var message = next;
            next = message.Next;
            message.Next = null;
            DeadLetterSystemMessage(message);
        }
    }

    /// <summary>
    /// What the turn does next: system messages, oldest first, or a user message. Without either the mailbox rests when this
    /// returns; with user messages left and the quantum used up it has gone behind everything else that waits.
    /// </summary>
    private bool TryTake(bool mayTakeUserMessage, out SystemMessage? system, out Envelope envelope)
    {
        system = null;
        ref var turn = ref _cell.Turn;
        if (mayTakeUserMessage && turn.Head != turn.End && turn.Holds == 0 && Volatile.Read(ref turn.SystemTail) is null)
        {
            envelope = TakeFromBatch(ref turn);
            return true;
        }

        envelope = default;
        EnterGate();
        if (turn.SystemTail is not null)
        {
            system = TakeSystemMessages();
            LeaveGate();
            return true;
        }

        if (turn.Holds == 0 && HasUserMessages)
        {
            if (mayTakeUserMessage)
            {
                TakeIncoming(out envelope);
                LeaveGate();
                return true;
            }

            LeaveGate();
            _cell.Dispatcher.Dispatch(this);
            return false;
        }

        _status &= ~Scheduled;
        LeaveGate();
        return false;
    }

    private void ProcessSystemMessages(SystemMessage first)
    {
        for (var next = first; next is not null;)
        {
            var message = next;
            next = message.Next;
            message.Next = null;
            if (IsClosed)
                DeadLetterSystemMessage(message);
            else
                _cell.SystemInvoke(message);
        }
    }

    /// <summary>Takes the whole system queue, oldest first. Under the gate.</summary>
    private SystemMessage? TakeSystemMessages()
    {
        var newest = _cell.Turn.SystemTail;
        _cell.Turn.SystemTail = null;
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

    /// <summary>Notes a status for both sides. Under the gate.</summary>
    private void Hold(int status)
    {
        _status = status;
        _cell.Turn.Holds = status & ~Scheduled;
    }

    private void EnterGate()
    {
        if (Interlocked.CompareExchange(ref _gate, 1, 0) != 0)
            WaitForGate();
    }

    private void WaitForGate()
    {
        var spin = default(SpinWait);
        do
        {
            // Never sleeps: the holder is a few instructions from letting go, or has been preempted.
            spin.SpinOnce(sleep1Threshold: -1);
        }
        while (Volatile.Read(ref _gate) != 0 || Interlocked.CompareExchange(ref _gate, 1, 0) != 0);
    }

    private void LeaveGate() => Volatile.Write(ref _gate, 0);

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
