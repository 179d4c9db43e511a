using Kernel.Actor;
using Kernel.Event;
using Kernel.Persistence.Journal;
using Kernel.Persistence.Snapshot;

namespace Kernel.Persistence;

/// <summary>
/// Base of all actors whose state is the sum of stored events. It is given its past before its first command; what it
/// persists is handed to the handler once it is durable, with the command's sender.
/// </summary>
public abstract partial class Eventsourced : ActorBase, IWithUnboundedStash
{
    private static int _instances;

    private readonly int _instanceId = Interlocked.Increment(ref _instances);
    private readonly string _writerGuid = Guid.NewGuid().ToString();
    private readonly PersistenceExtension _extension;
    private readonly IStash _internalStash;
    private JournalGuard? _journal;
    private SnapshotStore? _snapshotStore;
    private EventAdapters? _adapters;
    private ILoggingAdapter? _log;
    private IStash? _stash;

    protected Eventsourced()
    {
        _extension = Persistence.Instance.Apply(Context.System);
        _internalStash = Context.CreateStash(GetType());
    }

    /// <summary>Names the stream of events: stable, unique among all persistent actors, at most 255 characters.</summary>
    public abstract string PersistenceId { get; }

    /// <summary>How much of the past is wanted; asked for once an instance.</summary>
    public virtual Recovery Recovery => Recovery.Default;

    /// <summary>The number of the last event that was replayed or stored; 0 when there is none.</summary>
    public long LastSequenceNr { get; private set; }

    /// <summary>The number under which a snapshot would be stored now.</summary>
    public long SnapshotSequenceNr => LastSequenceNr;

    /// <summary>Configuration path of the journal; null or empty for the system's.</summary>
    public string? JournalPluginId { get; protected set; }

    /// <summary>Configuration path of the snapshot store; null or empty for the system's.</summary>
    public string? SnapshotPluginId { get; protected set; }

    public bool IsRecovering => _phase is Phase.AwaitingPermit or Phase.LoadingSnapshot or Phase.Replaying or Phase.RecoveryFailed;

    public bool IsRecoveryFinished => !IsRecovering;

    // The runtime sets it right after the constructor.
    public IStash Stash
    {
        get => _stash!;
        set => _stash = value;
    }

    protected virtual ILoggingAdapter Log => _log ??= Context.GetLogger();

    private JournalGuard Journal => _journal ??= _extension.GuardedJournalFor(JournalPluginId);

    private SnapshotStore SnapshotStore => _snapshotStore ??= _extension.SnapshotStoreFor(SnapshotPluginId);

    private StorageGuard SnapshotGuard => _extension.SnapshotGuardFor(SnapshotPluginId);

    /// <summary>Persistence of this actor's system.</summary>
    protected PersistenceExtension Extension => _extension;

    private EventAdapters Adapters => _adapters ??= _extension.AdaptersFor(JournalPluginId);

    /// <summary>Replayed events, <see cref="SnapshotOffer"/> and <see cref="RecoveryCompleted"/>.</summary>
    protected abstract bool ReceiveRecover(object message);

    /// <summary>Everything after recovery.</summary>
    protected abstract bool ReceiveCommand(object message);

    protected sealed override bool Receive(object message) => ReceiveCommand(message);

    /// <summary>Stores the state as of now; answered by <see cref="SaveSnapshotSuccess"/> or <see cref="SaveSnapshotFailure"/>.</summary>
    public void SaveSnapshot(object snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var metadata = new SnapshotMetadata(PersistenceId, SnapshotSequenceNr, Context.System.Scheduler.Now.UtcDateTime);
        Answer(SnapshotGuard.Call(() => SnapshotStore.SaveAsync(metadata, snapshot)), new SaveSnapshotSuccess(metadata), cause => new SaveSnapshotFailure(metadata, cause));
    }

    /// <summary>Asks for any entity's snapshot; answered by <see cref="LoadSnapshotResult"/> or <see cref="LoadSnapshotFailed"/>.</summary>
    public void LoadSnapshot(string persistenceId, SnapshotSelectionCriteria criteria, long toSequenceNr)
    {
        ArgumentNullException.ThrowIfNull(criteria);
        Pipe(
            SnapshotGuard.Call(() => SnapshotStore.LoadAsync(persistenceId, criteria.Limit(toSequenceNr))),
            snapshot => new LoadSnapshotResult(snapshot, toSequenceNr),
            cause => new LoadSnapshotFailed(cause));
    }

    /// <summary>Deletes this entity's snapshot of that number; answered by <see cref="DeleteSnapshotSuccess"/> or <see cref="DeleteSnapshotFailure"/>.</summary>
    public void DeleteSnapshot(long sequenceNr)
    {
        var metadata = new SnapshotMetadata(PersistenceId, sequenceNr);
        var exactly = new SnapshotSelectionCriteria(sequenceNr, DateTime.MaxValue, sequenceNr);
        Answer(SnapshotGuard.Call(() => SnapshotStore.DeleteAsync(PersistenceId, exactly)), new DeleteSnapshotSuccess(metadata), cause => new DeleteSnapshotFailure(metadata, cause));
    }

    /// <summary>Deletes this entity's matching snapshots; answered by <see cref="DeleteSnapshotsSuccess"/> or <see cref="DeleteSnapshotsFailure"/>.</summary>
    public void DeleteSnapshots(SnapshotSelectionCriteria criteria)
    {
        ArgumentNullException.ThrowIfNull(criteria);
        Answer(SnapshotGuard.Call(() => SnapshotStore.DeleteAsync(PersistenceId, criteria)), new DeleteSnapshotsSuccess(criteria), cause => new DeleteSnapshotsFailure(criteria, cause));
    }

    /// <summary>
    /// Deletes events up to a number (<see cref="long.MaxValue"/>: all); answered by <see cref="DeleteMessagesSuccess"/> or
    /// <see cref="DeleteMessagesFailure"/>.
    /// </summary>
    public void DeleteMessages(long toSequenceNr)
    {
        if (toSequenceNr != long.MaxValue && toSequenceNr > LastSequenceNr)
        {
            var cause = new ArgumentOutOfRangeException(
                nameof(toSequenceNr), toSequenceNr, $"{PersistenceId} has no event beyond {LastSequenceNr}.");
            Self.Tell(new DeleteMessagesFailure(cause, toSequenceNr), Self);
            return;
        }

        Answer(
            Journal.DeleteAsync(PersistenceId, Math.Min(toSequenceNr, LastSequenceNr)),
            new DeleteMessagesSuccess(toSequenceNr),
            cause => new DeleteMessagesFailure(cause, toSequenceNr));
    }

    /// <summary>Events could not be stored: the actor is stopped when this returns, for its state and its journal may differ.</summary>
    protected virtual void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        Log.Error(cause, "Failed to persist event type [{0}] with sequence number [{1}] for persistenceId [{2}].", @event.GetType(), sequenceNr, PersistenceId);

    /// <summary>The journal refused this event (it cannot be serialised); the actor goes on without it.</summary>
    protected virtual void OnPersistRejected(Exception cause, object @event, long sequenceNr) =>
        Log.Error(cause, "Rejected to persist event type [{0}] with sequence number [{1}] for persistenceId [{2}].", @event.GetType(), sequenceNr, PersistenceId);

    /// <summary>The past could not be read or applied: the actor is stopped when this returns.</summary>
    /// <param name="reason">What went wrong.</param>
    /// <param name="message">The event or offer that was being applied; null when reading failed.</param>
    protected virtual void OnRecoveryFailure(Exception reason, object? message = null)
    {
        if (message is null)
            Log.Error(reason, "Exception in recovery when replaying events for persistenceId [{0}]; last known sequence number [{1}].", PersistenceId, LastSequenceNr);
        else
            Log.Error(reason, "Exception in recovery when replaying event type [{0}] with sequence number [{1}] for persistenceId [{2}].", message.GetType(), LastSequenceNr, PersistenceId);
    }

    /// <summary>All events were replayed; called right before <see cref="RecoveryCompleted"/>.</summary>
    protected virtual void OnReplaySuccess()
    {
    }

    protected override void Unhandled(object message)
    {
        switch (message)
        {
            case RecoveryCompleted:
                return;
            case SaveSnapshotFailure failure:
                Log.Warning(failure.Cause, "Failed to save snapshot of [{0}] at sequence number [{1}].", PersistenceId, failure.Metadata.SequenceNr);
                return;
            case DeleteSnapshotFailure failure:
                Log.Warning(failure.Cause, "Failed to delete snapshot of [{0}] at sequence number [{1}].", PersistenceId, failure.Metadata.SequenceNr);
                return;
            case DeleteSnapshotsFailure failure:
                Log.Warning(failure.Cause, "Failed to delete snapshots of [{0}].", PersistenceId);
                return;
            case DeleteMessagesFailure failure:
                Log.Warning(failure.Cause, "Failed to delete events of [{0}] up to sequence number [{1}].", PersistenceId, failure.ToSequenceNr);
                return;
            default:
                base.Unhandled(message);
                return;
        }
    }

    /// <summary>Runs asynchronous work; no further message is processed until it ends, and what it persisted is then stored.</summary>
    protected void RunTask(Func<Task> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        ActorTaskScheduler.RunTask(async () =>
        {
            _taskRunning = true;
            try
            {
                await action();
                _taskRunning = false;
                CommandProcessed();
            }
            finally
            {
                _taskRunning = false;
            }
        });
    }

    private void Answer(Task done, object success, Func<Exception, object> failure) =>
        Pipe(Nothing(done), _ => success, failure);

    private static async Task<bool> Nothing(Task done)
    {
        await done.ConfigureAwait(false);
        return true;
    }

    private void Pipe<T>(Task<T> task, Func<T, object> success, Func<Exception, object> failure)
    {
        var self = Self;
        if (task.IsCompleted) Tell(task);
        else task.ContinueWith(Tell, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        void Tell(Task<T> ended) => self.Tell(
            ended.IsCompletedSuccessfully ? success(ended.Result) : failure(ended.Exception?.InnerException ?? new TaskCanceledException(ended)),
            self);
    }
}
