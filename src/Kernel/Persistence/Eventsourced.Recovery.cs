using Kernel.Actor;
using Kernel.Persistence.Journal;

namespace Kernel.Persistence;

/// <summary>Being given the past: permit, snapshot, events page by page, then the commands that waited.</summary>
public abstract partial class Eventsourced
{
    /// <summary>Events read at a time: a long past never fills the mailbox, and no entity keeps a reader for itself.</summary>
    private const int PageSize = 500;

    private Recovery _recovery = Recovery.Default;
    private long _replayLeft;
    private int _recoveryStep;
    private ICancelable? _recoveryTick;
    private Receive? _receiveRecover;

    private void BeginRecovery()
    {
        // A plugin that cannot be made fails the start, not the first event.
        _ = Journal;
        _ = SnapshotStore;
        _extension.Permits.Request(Self, new RecoveryPermitGranted(_instanceId));
    }

    private void LoadOwnSnapshot()
    {
        _phase = Phase.LoadingSnapshot;
        _recovery = Recovery;
        _replayLeft = _recovery.ReplayMax;
        if (_recovery.FromSnapshot == SnapshotSelectionCriteria.None)
        {
            HandleSnapshot(null);
            return;
        }

        ArmRecoveryTick();
        Pipe(
            SnapshotGuard.Call(() => SnapshotStore.LoadAsync(PersistenceId, _recovery.FromSnapshot.Limit(_recovery.ToSequenceNr))),
            snapshot => new OwnSnapshotLoaded(_instanceId, snapshot),
            cause => new RecoveryReadFailed(_instanceId, cause));
    }

    private void HandleSnapshot(SelectedSnapshot? snapshot)
    {
        if (snapshot is not null)
        {
            LastSequenceNr = snapshot.Metadata.SequenceNr;
            if (!TryRecover(new SnapshotOffer(snapshot.Metadata, snapshot.Snapshot))) return;
        }

        _phase = Phase.Replaying;
        ReadEvents(LastSequenceNr + 1);
    }

    private void ReadEvents(long from)
    {
        ArmRecoveryTick();
        var max = from > _recovery.ToSequenceNr ? 0 : (int)Math.Min(_replayLeft, PageSize);
        Pipe(
            Journal.ReadAsync(PersistenceId, from, _recovery.ToSequenceNr, max),
            page => new EventsRead(_instanceId, page),
            cause => new RecoveryReadFailed(_instanceId, cause));
    }

    private void HandleEvents(EventPage page)
    {
        _replayLeft -= page.Events.Count;
        var isOver = page.Events.Count == 0 || page.IsLast || _replayLeft <= 0;
        // The journal reads the next page while this one is applied.
        if (!isOver) ReadEvents(page.Events[^1].SequenceNr + 1);
        foreach (var stored in page.Events)
        {
            LastSequenceNr = stored.SequenceNr;
            if (!TryRecover(stored)) return;
        }

        if (isOver) CompleteRecovery(page.HighestSequenceNr);
    }

    private void CompleteRecovery(long highest)
    {
        CancelRecoveryTick();
        try
        {
            OnReplaySuccess();
            LastSequenceNr = _sequenceNr = Math.Max(highest, LastSequenceNr);
            _phase = Phase.ProcessingCommands;
            Recover(RecoveryCompleted.Instance);
        }
        finally
        {
            _extension.Permits.Return(Self);
            if (!_taskRunning) CommandProcessed();
        }
    }

    private bool TryRecover(PersistentEvent stored)
    {
        try
        {
            if (Adapters.AreNone) Recover(stored.Payload);
            else foreach (var replayed in Adapters.FromJournal(stored)) Recover(replayed);
            return true;
        }
        catch (Exception cause)
        {
            FailRecovery(cause, stored.Payload);
            return false;
        }
    }

    private bool TryRecover(SnapshotOffer offer)
    {
        try
        {
            Recover(offer);
            return true;
        }
        catch (Exception cause)
        {
            FailRecovery(cause, offer);
            return false;
        }
    }

    private void Recover(object message) => base.AroundReceive(_receiveRecover ??= ReceiveRecover, message);

    private void FailRecovery(Exception cause, object? message)
    {
        _phase = Phase.RecoveryFailed;
        CancelRecoveryTick();
        try
        {
            OnRecoveryFailure(cause, message);
        }
        finally
        {
            _extension.Permits.Return(Self);
            Context.Stop(Self);
        }
    }

    private RecoveryTimedOutException RecoveryTimedOut() =>
        new($"{PersistenceId}: the journal or snapshot store was silent for {_extension.RecoveryEventTimeout(JournalPluginId)} during recovery (recovery-event-timeout).");

    private void ArmRecoveryTick()
    {
        CancelRecoveryTick();
        var limit = _extension.RecoveryEventTimeout(JournalPluginId);
        if (limit == Timeout.InfiniteTimeSpan) return;
        _recoveryTick = Context.System.Scheduler.ScheduleTellOnceCancelable(limit, Self, new RecoveryTick(_instanceId, ++_recoveryStep), Self);
    }

    private void CancelRecoveryTick()
    {
        _recoveryTick?.Cancel();
        _recoveryTick = null;
        _recoveryStep++;
    }
}
