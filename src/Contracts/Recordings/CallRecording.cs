namespace CallActors.Contracts.Recordings;

/// <summary>How a call's recording stands.</summary>
/// <param name="BeganAt">When the person had been told; null while that has not happened.</param>
/// <param name="Stopped">Why it was stopped before the call was over; null when it was not.</param>
public sealed record CallRecording(DateTimeOffset? BeganAt, RecordingStop? Stopped);

/// <summary>Why a recording was stopped before its call was over: a closed set.</summary>
public enum RecordingStop
{
    /// <summary>The person could not be told of it.</summary>
    NotAnnounced,

    /// <summary>It has reached its longest time.</summary>
    LongestReached,

    /// <summary>Recordings have used up their room on the disk.</summary>
    NoRoom,

    /// <summary>The disk did not keep up.</summary>
    DiskSlow,

    /// <summary>The disk is full, or failed, or this node keeps no recordings.</summary>
    DiskFailed,

    /// <summary>It was deleted while the call went on.</summary>
    Deleted,
}

/// <summary>Which calls are recorded.</summary>
public enum RecordingPolicy
{
    /// <summary>None.</summary>
    Off,

    /// <summary>Those whose request asks for it.</summary>
    PerCall,

    /// <summary>All, but those whose request forbids it.</summary>
    On,
}
