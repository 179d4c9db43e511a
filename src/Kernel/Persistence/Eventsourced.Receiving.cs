using Kernel.Actor;

namespace Kernel.Persistence;

/// <summary>Which messages are processed now and which wait, and what happens at the ends of an instance.</summary>
public abstract partial class Eventsourced
{
    private Phase _phase = Phase.AwaitingPermit;
    private bool _taskRunning;

    private enum Phase
    {
        AwaitingPermit,
        LoadingSnapshot,
        Replaying,
        RecoveryFailed,
        ProcessingCommands,
        PersistingEvents,
    }

    public override void AroundPreStart()
    {
        if (PersistenceId is not { Length: > 0 }) throw new ActorInitializationException(Self, $"PersistenceId of {GetType().Name} is null or empty.");
        BeginRecovery();
        base.AroundPreStart();
    }

    public override void AroundPostRestart(Exception cause, object? message)
    {
        BeginRecovery();
        base.AroundPostRestart(cause, message);
    }

    public override void AroundPreRestart(Exception cause, object? message)
    {
        try
        {
            GiveBack();
        }
        finally
        {
            base.AroundPreRestart(cause, message is EventReply reply ? reply.Event : message is PersistenceReply ? null : message);
        }
    }

    public override void AroundPostStop()
    {
        try
        {
            GiveBack();
        }
        finally
        {
            base.AroundPostStop();
        }
    }

    protected internal override bool AroundReceive(Receive receive, object message)
    {
        switch (message)
        {
            case PersistenceReply reply:
                // A reply to an instance before this one comes too late to mean anything.
                if (reply.InstanceId == _instanceId) Handle(reply);
                return true;
            case var _ when _phase == Phase.ProcessingCommands:
                base.AroundReceive(receive, message);
                if (!_taskRunning) CommandProcessed();
                return true;
            default:
                _internalStash.Stash();
                return true;
        }
    }

    private void Handle(PersistenceReply reply)
    {
        switch (reply)
        {
            case EventReply stored: HandleStored(stored); break;
            case RecoveryPermitGranted: LoadOwnSnapshot(); break;
            case OwnSnapshotLoaded loaded when _phase == Phase.LoadingSnapshot: HandleSnapshot(loaded.Snapshot); break;
            case EventsRead read when _phase == Phase.Replaying: HandleEvents(read.Page); break;
            case RecoveryReadFailed failed when IsRecovering: FailRecovery(failed.Cause, null); break;
            case RecoveryTick tick when IsRecovering && tick.Step == _recoveryStep: FailRecovery(RecoveryTimedOut(), null); break;
        }
    }

    private void CommandProcessed()
    {
        FlushBatch();
        ChooseNext();
    }

    /// <summary>While an event with a stashing handler is under way every command waits; afterwards they come back one by one.</summary>
    private void ChooseNext()
    {
        if (IsRecovering) return;
        _phase = _stashingInvocations > 0 ? Phase.PersistingEvents : Phase.ProcessingCommands;
        if (_phase == Phase.ProcessingCommands) _internalStash.Unstash();
    }

    /// <summary>Sends unsent events on their way and returns what waits to the mailbox, for the next instance or dead letters.</summary>
    private void GiveBack()
    {
        if (_journalBatch.Count > 0) FlushJournalBatch();
        CancelRecoveryTick();
        _extension.Permits.Return(Self);
        _internalStash.UnstashAll();
        _stash?.UnstashAll();
    }
}
