namespace CallActors.Carriers.MediaStreams;

/// <summary>Bounds of one media socket's outgoing side.</summary>
public sealed record MediaStreamWriterOptions
{
    /// <summary>Items (frames, marks) that wait for the socket at most; more are dropped. Default 64: 1.28 s of audio, 11 KB.</summary>
    public int Capacity { get; init; } = 64;

    /// <summary>How long a close waits for what is queued and for the close frame; then the socket is dropped. Default 2 s.</summary>
    public TimeSpan DrainFor { get; init; } = TimeSpan.FromSeconds(2);
}
