namespace Kernel.Persistence;

/// <summary>To the recovering actor itself, after the last replayed event and before the first command.</summary>
public sealed class RecoveryCompleted
{
    public static readonly RecoveryCompleted Instance = new();

    private RecoveryCompleted()
    {
    }

    public override string ToString() => "<RecoveryCompleted>";
}

/// <summary>To the recovering actor itself, before the events that are younger than the snapshot.</summary>
public sealed record SnapshotOffer
{
    public SnapshotOffer(SnapshotMetadata metadata, object snapshot)
    {
        Metadata = metadata;
        Snapshot = snapshot;
    }

    public SnapshotMetadata Metadata { get; }

    public object Snapshot { get; }
}

/// <summary>To the actor that called <c>SaveSnapshot</c>: the snapshot is stored.</summary>
public sealed record SaveSnapshotSuccess
{
    public SaveSnapshotSuccess(SnapshotMetadata metadata) => Metadata = metadata;

    public SnapshotMetadata Metadata { get; }
}

/// <summary>To the actor that called <c>SaveSnapshot</c>: the snapshot is not stored, the events still are.</summary>
public sealed record SaveSnapshotFailure
{
    public SaveSnapshotFailure(SnapshotMetadata metadata, Exception cause)
    {
        Metadata = metadata;
        Cause = cause;
    }

    public SnapshotMetadata Metadata { get; }

    public Exception Cause { get; }
}

/// <summary>To the actor that called <c>DeleteMessages</c>: events up to that number are gone.</summary>
public sealed record DeleteMessagesSuccess
{
    public DeleteMessagesSuccess(long toSequenceNr) => ToSequenceNr = toSequenceNr;

    public long ToSequenceNr { get; }
}

/// <summary>To the actor that called <c>DeleteMessages</c>.</summary>
public sealed record DeleteMessagesFailure
{
    public DeleteMessagesFailure(Exception cause, long toSequenceNr)
    {
        Cause = cause;
        ToSequenceNr = toSequenceNr;
    }

    public Exception Cause { get; }

    public long ToSequenceNr { get; }
}

/// <summary>To the actor that called <c>DeleteSnapshot</c>.</summary>
public sealed record DeleteSnapshotSuccess
{
    public DeleteSnapshotSuccess(SnapshotMetadata metadata) => Metadata = metadata;

    public SnapshotMetadata Metadata { get; }
}

/// <summary>To the actor that called <c>DeleteSnapshot</c>.</summary>
public sealed record DeleteSnapshotFailure
{
    public DeleteSnapshotFailure(SnapshotMetadata metadata, Exception cause)
    {
        Metadata = metadata;
        Cause = cause;
    }

    public SnapshotMetadata Metadata { get; }

    public Exception Cause { get; }
}

/// <summary>To the actor that called <c>DeleteSnapshots</c>.</summary>
public sealed record DeleteSnapshotsSuccess
{
    public DeleteSnapshotsSuccess(SnapshotSelectionCriteria criteria) => Criteria = criteria;

    public SnapshotSelectionCriteria Criteria { get; }
}

/// <summary>To the actor that called <c>DeleteSnapshots</c>.</summary>
public sealed record DeleteSnapshotsFailure
{
    public DeleteSnapshotsFailure(SnapshotSelectionCriteria criteria, Exception cause)
    {
        Criteria = criteria;
        Cause = cause;
    }

    public SnapshotSelectionCriteria Criteria { get; }

    public Exception Cause { get; }
}

/// <summary>A snapshot with its name, as a store hands it out.</summary>
public sealed record SelectedSnapshot
{
    public SelectedSnapshot(SnapshotMetadata metadata, object snapshot)
    {
        Metadata = metadata;
        Snapshot = snapshot;
    }

    public SnapshotMetadata Metadata { get; }

    public object Snapshot { get; }
}
