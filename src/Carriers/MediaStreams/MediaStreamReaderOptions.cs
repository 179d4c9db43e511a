namespace CallActors.Carriers.MediaStreams;

/// <summary>Bounds of one media socket's incoming side.</summary>
public sealed record MediaStreamReaderOptions
{
    /// <summary>Longest frame, in bytes. Default 65,536; a frame of 20 ms has about 300.</summary>
    public int MaxFrameBytes { get; init; } = 64 * 1024;

    /// <summary>Longest gap in the carrier's timestamps that is filled with silence, so that recognition keeps its sense of time
    /// when a carrier sends nothing in silence or on hold. A longer gap, or one of at most one frame, is passed over.
    /// Default 10 s, zero fills nothing.</summary>
    public TimeSpan MaxFilledGap { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many pieces of audio (20 ms each) may wait for one that is late, where a carrier sends audio out of order. What comes
    /// later than that is dropped, and silence stands in its place. Default 6: speech is held up by 120 ms at most, and only while
    /// something is missing. Range 1–50.</summary>
    public int ReorderWindow { get; init; } = 6;
}
