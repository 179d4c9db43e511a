namespace CallActors.Engine;

/// <summary>
/// A persistent actor that stores the events of a step, applies each, and goes on when all are stored. Every so many events it saves a snapshot, which
/// takes the place of what is before it: the journal behind it and the snapshot before it are deleted. What of that fails is logged; the next one
/// makes up for it.
/// </summary>
public abstract class SnapshottingActor : ReceivePersistentActor
{
    private readonly int _every;

    /// <param name="what">What it is, to begin a line of the log: "A switchboard".</param>
    /// <param name="every">Events between two snapshots.</param>
    protected SnapshottingActor(string what, int every)
    {
        _every = every;
        Command<SaveSnapshotSuccess>(saved =>
        {
            DeleteMessages(saved.Metadata.SequenceNr);
            DeleteSnapshots(new SnapshotSelectionCriteria(saved.Metadata.SequenceNr - 1));
        });
        Command<SaveSnapshotFailure>(f => Log.Warning("{0} could not save a snapshot: {1}", what, f.Cause.Message));
        Command<DeleteMessagesSuccess>(_ => { });
        Command<DeleteMessagesFailure>(f => Log.Warning("{0} could not trim its journal: {1}", what, f.Cause.Message));
        Command<DeleteSnapshotsSuccess>(_ => { });
        Command<DeleteSnapshotsFailure>(f => Log.Warning("{0} could not delete its old snapshots: {1}", what, f.Cause.Message));
    }

    /// <summary>The state with one more event.</summary>
    protected abstract void Apply(object fact);

    /// <summary>All of the state, for the snapshot store.</summary>
    protected abstract object Snapshot();

    /// <summary>Stores the events, applies them, and then goes on; at once when there are none.</summary>
    protected void Store(IReadOnlyList<object> events, Action then)
    {
        var left = events.Count;
        if (left == 0)
        {
            then();
            return;
        }

        PersistAll(events, fact =>
        {
            Apply(fact);
            if (LastSequenceNr % _every == 0) SaveSnapshot(Snapshot());
            if (--left == 0) then();
        });
    }
}
