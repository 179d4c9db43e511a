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
public sealed record SnapshotOffer(SnapshotMetadata Metadata, object Snapshot);

/// <summary>To the actor that called <c>SaveSnapshot</c>: the snapshot is stored.</summary>
public sealed record SaveSnapshotSuccess(SnapshotMetadata Metadata);

/// <summary>To the actor that called <c>SaveSnapshot</c>: the snapshot is not stored, the events still are.</summary>
public sealed record SaveSnapshotFailure(SnapshotMetadata Metadata, Exception Cause);

/// <summary>To the actor that called <c>DeleteMessages</c>: events up to that number are gone.</summary>
public sealed record DeleteMessagesSuccess(long ToSequenceNr);

/// <summary>To the actor that called <c>DeleteMessages</c>.</summary>
public sealed record DeleteMessagesFailure(Exception Cause, long ToSequenceNr);

/// <summary>To the actor that called <c>DeleteSnapshot</c>.</summary>
public sealed record DeleteSnapshotSuccess(SnapshotMetadata Metadata);

/// <summary>To the actor that called <c>DeleteSnapshot</c>.</summary>
public sealed record DeleteSnapshotFailure(SnapshotMetadata Metadata, Exception Cause);

/// <summary>To the actor that called <c>DeleteSnapshots</c>.</summary>
public sealed record DeleteSnapshotsSuccess(SnapshotSelectionCriteria Criteria);

/// <summary>To the actor that called <c>DeleteSnapshots</c>.</summary>
public sealed record DeleteSnapshotsFailure(SnapshotSelectionCriteria Criteria, Exception Cause);

/// <summary>A snapshot with its name, as a store hands it out.</summary>
public sealed record SelectedSnapshot(SnapshotMetadata Metadata, object Snapshot);
