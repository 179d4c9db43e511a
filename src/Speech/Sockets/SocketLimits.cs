namespace CallActors.Speech.Sockets;

/// <summary>The times and bounds of one socket to a vendor.</summary>
internal sealed record SocketLimits
{
    public static SocketLimits Default { get; } = new();

    /// <summary>From asking for the connection to its handshake's end. Default 5 s.</summary>
    public TimeSpan ConnectWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>One message must be taken by the network within this, or the socket counts as lost. Default 5 s.</summary>
    public TimeSpan SendWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For sending what is queued, and as long again for the vendor's own close. Default 1 s.</summary>
    public TimeSpan CloseWithin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Pings go out so often, and one that is not answered within the same time ends the socket: that is how one is found out whose
    /// other side is gone without a word. Default 10 s.</summary>
    public TimeSpan PingEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Messages that may wait to be sent. Default 256.</summary>
    public int Queue { get; init; } = 256;

    /// <summary>Longest message that is taken, in bytes; a longer one ends the socket. Default 1 MiB.</summary>
    public int LongestMessage { get; init; } = 1 << 20;
}
