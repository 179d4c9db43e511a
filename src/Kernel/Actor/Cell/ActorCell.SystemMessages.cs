using Kernel.Dispatch.SysMsg;

namespace Kernel.Actor;

/// <summary>System messages, and which of them must wait until a failure or a wait for children is over.</summary>
internal sealed partial class ActorCell
{
    private void InvokeOrSetAside(SystemMessage message)
    {
        if (MustWait(message))
        {
            (Needed.SetAside ??= []).Add(message);
            return;
        }

        InvokeSystem(message);
        while (_extras?.SetAside is { Count: > 0 } waiting)
        {
            var next = waiting.FindIndex(one => !MustWait(one));
            if (next < 0)
                return;
            var ready = waiting[next];
            waiting.RemoveAt(next);
            InvokeSystem(ready);
        }
    }

    private bool MustWait(SystemMessage message)
    {
        if (IsTerminated)
            return false;
        return message switch
        {
            Create or Recreate or Suspend or Resume => IsWaitingForChildren && !IsTerminating,
            Failed => (IsFailed || IsWaitingForChildren) && !IsTerminating,
            _ => false,
        };
    }

    private void InvokeSystem(SystemMessage message)
    {
        try
        {
            switch (message)
            {
                case Create:
                    HandleCreate();
                    break;
                case Watch watch:
                    AddWatcher(watch.Watchee, watch.Watcher);
                    break;
                case Unwatch unwatch:
                    RemoveWatcher(unwatch.Watchee, unwatch.Watcher);
                    break;
                case Recreate recreate:
                    FaultRecreate(recreate.Cause);
                    break;
                case Suspend:
                    FaultSuspend();
                    break;
                case Resume resume:
                    FaultResume(resume.CausedByFailure);
                    break;
                case Terminate:
                    HandleTerminate();
                    break;
                case DeathWatchNotification notification:
                    WatchedActorTerminated(notification);
                    break;
                case Failed failed:
                    HandleFailed(failed);
                    break;
                case ActorTaskStep step:
                    step.Scheduler.RunStep(step.Task);
                    break;
                case ActorTaskFinished finished:
                    HandleTaskFinished(finished);
                    break;
                default:
                    throw new NotSupportedException($"Unknown system message {message.GetType().Name}.");
            }
        }
        catch (Exception cause)
        {
            HandleInvokeFailure(cause, message as Failed);
        }
    }

    private void HandleTaskFinished(ActorTaskFinished finished)
    {
        // A handler of an instance that was restarted meanwhile has no say over the mailbox any more.
        if (!ReferenceEquals(finished.Scheduler, _extras?.TaskScheduler))
        {
            if (finished.Failure is { } late)
                PublishError(late, $"asynchronous handler of an earlier instance failed: {late.Message}");
            return;
        }

        if (finished.Scheduler.End(out var message, out var sender))
            Mailbox.SetAwaitingTask(false);
        if (finished.Failure is { } failure)
        {
            _currentMessage = message;
            _sender = sender;
            HandleInvokeFailure(failure);
            return;
        }

        ForgetCurrentMessage();
        RestartReceiveTimeout();
    }

    private sealed partial class Extras
    {
        public List<SystemMessage>? SetAside { get; set; }
    }
}
