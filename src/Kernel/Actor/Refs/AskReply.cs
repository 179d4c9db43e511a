using Kernel.Event;
using Kernel.Util;

namespace Kernel.Actor;

/// <summary>The address of one reply: the first message to it completes the task.</summary>
internal sealed class AskReply<T> : MinimalActorRef
{
    private static long _names;

    private readonly ActorSystemImpl _system;
    private readonly ICanTell _target;
    private readonly TaskCompletionSource<T> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AskDeadline? _deadline;
    private CancellationTokenRegistration _cancellation;
    private ActorPath? _path;

    public AskReply(ActorSystemImpl system, ICanTell target)
    {
        _system = system;
        _target = target;
    }

    public Task<T> Task => _reply.Task;

    // Named when somebody asks for the name: most replies come without.
    public override ActorPath Path => _path ?? Named();

    public override IActorRefProvider Provider => _system.Provider;

    public override bool IsTerminated => _reply.Task.IsCompleted;

    /// <summary>Real time, also under a test scheduler, as a reply that never comes must not hang a test.</summary>
    public void Expect(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (timeout > TimeSpan.Zero)
        {
            _deadline = new AskDeadline(this, timeout);
            TimerWheel.Shared.Add(_deadline, timeout);
        }

        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken.UnsafeRegister(
                static (state, token) => ((AskReply<T>)state!).Cancelled(token), this);
        }
    }

    public override void SendSystemMessage(Dispatch.SysMsg.ISystemMessage message) =>
        DeadLetterActorRef.AnswerForTheDead(_system, message, this);

    protected override void TellInternal(object message, IActorRef? sender)
    {
        var taken = message switch
        {
            Status.Failure failure => _reply.TrySetException(failure.Cause ?? new InvalidOperationException("The reply is a failure without a cause.")),
            Failure failure => _reply.TrySetException(failure.Exception ?? new InvalidOperationException("The reply is a failure without a cause.")),
            T reply => _reply.TrySetResult(reply),
            _ => _reply.TrySetException(new ArgumentException(
                $"Received message of type [{message.GetType()}] - Ask expected message of type [{typeof(T)}]")),
        };
        if (taken)
            Release();
        else
            DeadLetter(message, sender);
    }

    private void DeadLetter(object message, IActorRef? sender)
    {
        var from = sender ?? _system.DeadLetters;
        _system.DeadLetters.Tell(
            message is IDeadLetterSuppression suppressed
                ? new SuppressedDeadLetter(suppressed, from, this)
                : new DeadLetter(message, from, this),
            from);
    }

    private void Release()
    {
        _deadline?.Remove();
        _cancellation.Unregister();
    }

    private void Cancelled(CancellationToken token)
    {
        if (_reply.TrySetCanceled(token))
            _deadline?.Remove();
    }

    private void TimedOut(TimeSpan timeout)
    {
        if (_reply.TrySetException(new AskTimeoutException($"Timeout after {timeout} seconds, asking {_target}")))
            _cancellation.Unregister();
    }

    private ActorPath Named()
    {
        var path = _system.Provider.TempPath / Interlocked.Increment(ref _names).Base64Encode();
        return Interlocked.CompareExchange(ref _path, path, null) ?? path;
    }

    private sealed class AskDeadline(AskReply<T> reply, TimeSpan timeout) : TimerEntry(reply, TimeSpan.Zero, null)
    {
        protected override void Run() => reply.TimedOut(timeout);
    }
}
