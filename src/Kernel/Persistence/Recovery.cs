namespace Kernel.Persistence;

/// <summary>How much of the past a persistent actor is given when it starts.</summary>
public sealed class Recovery
{
    public Recovery(SnapshotSelectionCriteria? fromSnapshot = null, long toSequenceNr = long.MaxValue, long replayMax = long.MaxValue)
    {
        FromSnapshot = fromSnapshot ?? SnapshotSelectionCriteria.Latest;
        (ToSequenceNr, ReplayMax) = (toSequenceNr, replayMax);
    }

    /// <summary>The latest snapshot, then every event after it.</summary>
    public static Recovery Default { get; } = new();

    /// <summary>Neither snapshot nor events; only the highest sequence number is looked up.</summary>
    public static Recovery None { get; } = new(SnapshotSelectionCriteria.None, 0);

    public SnapshotSelectionCriteria FromSnapshot { get; }

    /// <summary>The last event that is replayed.</summary>
    public long ToSequenceNr { get; }

    /// <summary>How many events are replayed at most.</summary>
    public long ReplayMax { get; }
}
