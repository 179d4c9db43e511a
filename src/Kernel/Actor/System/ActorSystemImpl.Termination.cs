using Kernel.Event;

namespace Kernel.Actor;

internal sealed partial class ActorSystemImpl
{
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Stack<Action> _onTermination = new();
    private readonly Lock _terminationGate = new();
    private volatile bool _terminating;
    private bool _ended;

    /// <summary>The guardians are ending, or have ended.</summary>
    public bool IsTerminating => _terminating;

    public override Task WhenTerminated => _terminated.Task;

    public override Task Terminate()
    {
        if (Settings.Config.GetBoolean("kernel.coordinated-shutdown.run-by-actor-system-terminate", true))
            _ = CoordinatedShutdown.Get(this).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
        else
            FinalTerminate();
        return WhenTerminated;
    }

    public override void Abort() => FinalTerminate();

    public override void RegisterOnTermination(Action code)
    {
        ArgumentNullException.ThrowIfNull(code);
        lock (_terminationGate)
        {
            if (!_ended)
            {
                _onTermination.Push(code);
                return;
            }
        }

        code();
    }

    public void NoteTerminating() => _terminating = true;

    /// <summary>Stops <c>/user</c>, then <c>/system</c>, then the root.</summary>
    public void FinalTerminate()
    {
        NoteTerminating();
        _provider.RootGuardian.Tell(RootGuardian.End.Instance, ActorRefs.NoSender);
    }

    public void RootEnded()
    {
        Action[] callbacks;
        lock (_terminationGate)
        {
            if (_ended)
                return;
            _ended = true;
            callbacks = [.. _onTermination];
            _onTermination.Clear();
        }

        foreach (var callback in callbacks)
        {
            try
            {
                callback();
            }
            catch (Exception cause)
            {
                Log.Error(cause, "A termination callback failed");
            }
        }

        (Scheduler as IDisposable)?.Dispose();
        _terminated.TrySetResult();
    }
}
