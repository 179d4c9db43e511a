namespace CallActors.Edges.Links;

/// <summary>Bounds and times of a link, the same at both ends.</summary>
public sealed record LinkLimits
{
    /// <summary>Longest frame, in bytes.</summary>
    public int FrameBytes { get; init; } = 1 << 20;

    /// <summary>Longest first frame, in bytes.</summary>
    public int HelloBytes { get; init; } = 4 * 1024;

    /// <summary>Numbered frames that wait or are not acknowledged, at most. One more ends the session.</summary>
    public int MostFrames { get; init; } = 1000;

    /// <summary>The same in bytes.</summary>
    public int MostBytes { get; init; } = 8 << 20;

    /// <summary>What programs wrote and could not be sent yet, in characters over all workspaces; what is more is passed over.</summary>
    public int MostPassing { get; init; } = 1 << 20;

    /// <summary>The same of one workspace.</summary>
    public int MostPassingOfOne { get; init; } = 64 * 1024;

    /// <summary>From the socket's beginning to the first frame.</summary>
    public TimeSpan HelloWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Each end tells so often that it is there.</summary>
    public TimeSpan BeatEvery { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A socket on which nothing came for so long is dead.</summary>
    public TimeSpan DeadAfter { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>What came is acknowledged by the next frame, or after this.</summary>
    public TimeSpan AckWithin { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The network must take a frame within this, or the socket is dead.</summary>
    public TimeSpan SendWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The other end may take so long to answer a close frame.</summary>
    public TimeSpan CloseWithin { get; init; } = TimeSpan.FromSeconds(2);
}
