using Kernel.Dispatch.SysMsg;

namespace Kernel.Actor;

/// <summary>Failing, restarting, resuming, ending.</summary>
internal sealed partial class ActorCell
{
    private ChildrenWait _wait;

    private enum ChildrenWait : byte
    {
        None,
        ForCreation,
        ForRecreation,
        ForTermination,
    }

    public bool IsTerminated { get; private set; }

    public bool IsTerminating => _wait == ChildrenWait.ForTermination || IsTerminated;

    private bool IsWaitingForChildren => _wait != ChildrenWait.None;

    private bool IsFailed => _extras?.Perpetrator is not null;

    /// <summary>The actor, or a hook of it, threw: suspends this subtree and asks the supervisor.</summary>
    private void HandleInvokeFailure(Exception cause, Failed? escalated = null)
    {
        // While already failed the first cause stands; a second one is still written down.
        if (IsFailed || IsTerminating)
        {
            PublishError(cause, $"{(IsTerminating ? "failure while ending" : "failure while failed")}: {cause.Message}");
            return;
        }

        try
        {
            Mailbox.Suspend();
            Needed.Perpetrator = escalated?.Child ?? _self;
            SuspendChildren(escalated?.Child);
            _self.Parent.SendSystemMessage(new Failed(_self, cause, _self.Path.Uid));
        }
        catch (Exception fatal)
        {
            PublishError(fatal, $"emergency stop: exception in failure handling for {cause.GetType()}");
            StopAllChildren();
            FinishTerminate();
        }
    }

    private void HandleFailed(Failed failed)
    {
        if (!TryGetOwnChild(failed.Child, out var child) || child.Path.Uid != failed.Uid)
        {
            PublishError(failed.Cause, $"{failed.Child} failed, and has ended since: {failed.Cause.Message}");
            return;
        }

        if (IsTerminating || _actor is null)
        {
            PublishError(failed.Cause, $"{failed.Child} failed while its supervisor was ending: {failed.Cause.Message}");
            return;
        }

        _currentMessage = null;
        _sender = failed.Child;
        if (_actor.SupervisorStrategyInternal.HandleFailure(this, failed.Child, failed.Cause, StatsOf(child)))
            ForgetCurrentMessage();
        else
            HandleInvokeFailure(failed.Cause, failed);
    }

    private void HandleCreate()
    {
        try
        {
            _actor = NewActor();
            _actor.AroundPreStart();
            RestartReceiveTimeout();
        }
        catch (Exception cause)
        {
            ClearActor();
            if (cause is ActorInitializationException)
                throw;
            throw new ActorInitializationException(_self, "Exception during creation", cause);
        }

        if (System.Settings.EmitActorTelemetry)
            System.EventStream.Publish(new ActorStarted(_self, _actor.GetType()));
    }

    private void FaultSuspend()
    {
        Mailbox.Suspend();
        SuspendChildren(except: null);
    }

    private void FaultResume(Exception? causedByFailure)
    {
        if (IsTerminating)
            return;
        if (_actor is null)
        {
            PublishError(causedByFailure ?? new IllegalActorStateException("resumed before creation"), $"changing Resume into Create after {causedByFailure?.Message}");
            FaultCreate();
            return;
        }

        var perpetrator = _extras?.Perpetrator;
        Mailbox.Resume();
        if (causedByFailure is not null)
            _extras?.Perpetrator = null;
        ResumeChildren(causedByFailure, perpetrator);
    }

    private void FaultRecreate(Exception cause)
    {
        // A supervisor's answer may cross the order to end: ending stands, or a fresh instance would take its place.
        if (IsTerminating)
            return;
        if (_actor is null)
        {
            FaultCreate();
            return;
        }

        var failed = _actor;
        try
        {
            failed.AroundPreRestart(cause, _currentMessage);
        }
        catch (Exception hook)
        {
            var shown = new PreRestartException(_self, hook, cause, _currentMessage);
            PublishError(shown, shown.Message);
        }
        finally
        {
            // Also when the hook threw: what was stashed belongs to the mailbox, not to the instance.
            UnstashAll();
            ClearActor();
        }

        if (HasEndingChildren)
        {
            _wait = ChildrenWait.ForRecreation;
            Needed.WaitCause = cause;
            return;
        }

        FinishRecreate(cause);
    }

    private void FinishRecreate(Exception cause)
    {
        var survivors = Children();
        try
        {
            Mailbox.Resume();
            _extras?.Perpetrator = null;
            _actor = NewActor();
            _actor.AroundPostRestart(cause, null);
            RestartReceiveTimeout();
        }
        catch (Exception hook)
        {
            ClearActor();
            HandleInvokeFailure(new PostRestartException(_self, hook, cause));
            return;
        }

        if (System.Settings.EmitActorTelemetry)
            System.EventStream.Publish(new ActorRestarted(_self, _actor.GetType(), cause));
        foreach (var survivor in survivors)
            survivor.Restart(cause);
    }

    private void FaultCreate()
    {
        StopAllChildren();
        if (HasEndingChildren)
        {
            _wait = ChildrenWait.ForCreation;
            return;
        }

        FinishCreate();
    }

    private void FinishCreate()
    {
        Mailbox.Resume();
        _extras?.Perpetrator = null;
        HandleCreate();
    }

    private void HandleTerminate()
    {
        if (IsTerminating)
            return;
        CancelReceiveTimeout();
        UnwatchWatchedActors();
        RefuseChildren();
        StopAllChildren();
        if (HasEndingChildren)
        {
            Mailbox.Suspend();
            _wait = ChildrenWait.ForTermination;
            return;
        }

        FinishTerminate();
    }

    private void HandleChildTerminated(IActorRef child)
    {
        if (!RemoveChild(child))
            return;
        if (_wait == ChildrenWait.None || HasEndingChildren)
            return;
        var (wait, cause) = (_wait, _extras?.WaitCause);
        _wait = ChildrenWait.None;
        _extras?.WaitCause = null;
        switch (wait)
        {
            case ChildrenWait.ForCreation:
                FinishCreate();
                break;
            case ChildrenWait.ForRecreation:
                FinishRecreate(cause!);
                break;
            default:
                FinishTerminate();
                break;
        }
    }

    private void FinishTerminate()
    {
        if (IsTerminated)
            return;
        var type = _actor?.GetType();
        try
        {
            _actor?.AroundPostStop();
        }
        catch (Exception hook)
        {
            PublishError(hook, hook.Message);
        }

        IsTerminated = true;
        RefuseChildren();
        CancelReceiveTimeout();
        UnstashAll();
        System.EventStream.UnsubscribeEnded(_self);
        Mailbox.Close();
        _self.Parent.SendSystemMessage(new DeathWatchNotification(_self, existenceConfirmed: true, addressTerminated: false));
        TellWatchersWeDied();
        UnwatchWatchedActors();
        if (type is not null && System.Settings.EmitActorTelemetry)
            System.EventStream.Publish(new ActorStopped(_self, type));
        ClearActor();
        _props = Props.Empty;
        _extras = null;
    }

    /// <summary>Lets go of the instance: its timers, its pending handler, its behaviour, and what it holds itself.</summary>
    private void ClearActor()
    {
        if (_extras is { } extras)
        {
            extras.Timers?.CancelAll();
            extras.Timers = null;
            extras.TaskScheduler = null;
        }

        if (Mailbox.IsAwaitingTask)
            Mailbox.SetAwaitingTask(false);
        ForgetBehaviour();
        ForgetCurrentMessage();
        if (_actor is not { } ended)
            return;
        Dispose(ended);
        _actor = null;
        _props.Release(ended);
        ended.Clear(_self);
    }

    private void Dispose(ActorBase ended)
    {
        if (ended is not IDisposable disposable)
            return;
        try
        {
            disposable.Dispose();
        }
        catch (Exception cause)
        {
            PublishError(cause, $"An error occurred while disposing {ended.GetType()} actor. Reason: {cause.Message}");
        }
    }

    private void UnstashAll()
    {
        if (_actor is IActorStash { Stash: { } stash })
            stash.UnstashAll();
    }

    private sealed partial class Extras
    {
        /// <summary>Who failed: this actor, or the child whose failure it has escalated.</summary>
        public IActorRef? Perpetrator { get; set; }

        public Exception? WaitCause { get; set; }
    }
}
