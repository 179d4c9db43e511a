using Kernel.Dispatch.SysMsg;

namespace Kernel.Actor;

/// <summary>One message at a time.</summary>
internal sealed partial class ActorCell
{
    /// <summary>Processes a user message, in a turn of the mailbox. Failures go to the supervisor.</summary>
    public void Invoke(in Envelope envelope)
    {
        var message = envelope.Message;
        _currentMessage = message;
        _sender = envelope.Sender;
        Turn.Begun++;
        try
        {
            switch (message)
            {
                case TimerMessage timer:
                    InvokeTimer(timer);
                    break;
                case ReceiveTimeoutCheck check:
                    CheckReceiveTimeout(check);
                    break;
                default:
                    NoteReceived(message);
                    if (message is IAutoReceivedMessage)
                        AutoReceive(message);
                    else
                        ReceiveMessage(message);
                    break;
            }

            if (!Mailbox.IsAwaitingTask)
                ForgetCurrentMessage();
        }
        catch (Exception cause)
        {
            HandleInvokeFailure(cause);
        }
    }

    /// <summary>Gives a message straight to the behaviour, on the caller's thread: for test references.</summary>
    public void ReceiveMessageForTest(in Envelope envelope)
    {
        var previous = (_current, _currentMessage, _sender);
        _current = this;
        _currentMessage = envelope.Message;
        _sender = envelope.Sender;
        Turn.Begun++;
        try
        {
            if (envelope.Message is IAutoReceivedMessage)
                AutoReceive(envelope.Message);
            else
                ReceiveMessage(envelope.Message);
        }
        finally
        {
            (_current, _currentMessage, _sender) = previous;
        }
    }

    /// <summary>Processes a message of the runtime, in a turn of the mailbox.</summary>
    public void SystemInvoke(SystemMessage message) => InvokeOrSetAside(message);

    /// <summary>Enters a step of an asynchronous handler: same message, same sender.</summary>
    public void RunTaskStep(object? message, IActorRef? sender, Action step)
    {
        var previous = (_currentMessage, _sender);
        _currentMessage = message;
        _sender = sender;
        try
        {
            step();
        }
        finally
        {
            (_currentMessage, _sender) = previous;
        }
    }

    public void ForgetCurrentMessage()
    {
        _currentMessage = null;
        _sender = null;
    }

    private void ReceiveMessage(object message) => _actor!.AroundReceive(_behaviour!, message);

    private void InvokeTimer(TimerMessage timer)
    {
        if (_extras?.Timers?.Intercept(timer) is not { } payload)
            return;

        // A stash looks at the current message: it must find what the timer's owner knows.
        _currentMessage = payload;
        NoteReceived(payload);
        if (payload is IAutoReceivedMessage)
            AutoReceive(payload);
        else
            ReceiveMessage(payload);
    }

    private void AutoReceive(object message)
    {
        switch (message)
        {
            case Terminated terminated:
                ReceivedTerminated(terminated);
                break;
            case PoisonPill:
                _self.Stop();
                break;
            case Kill:
                throw new ActorKilledException("Kill");
            case Identify identify:
                Sender.Tell(new ActorIdentity(identify.MessageId, _self), _self);
                break;
            default:
                ReceiveMessage(message);
                break;
        }
    }
}
