namespace CallActors.Gateway.Media;

/// <summary>Bounds of the media sockets.</summary>
public sealed record MediaLimits
{
    /// <summary>A socket that has not presented its token after this is closed.</summary>
    public TimeSpan StartWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Sockets at most that have not presented their token; one more is refused with 503.</summary>
    public int MaxUnstarted { get; init; } = 64;

    /// <summary>Longest message, in bytes; one of 20 ms has about 300.</summary>
    public int MaxFrameBytes { get; init; } = 64 * 1024;

    /// <summary>How long the peer may take to answer our close frame; then the socket is dropped.</summary>
    public TimeSpan CloseWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a stream may take to be opened behind a socket.</summary>
    public TimeSpan OpenWithin { get; init; } = TimeSpan.FromSeconds(5);
}
