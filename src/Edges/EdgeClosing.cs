namespace CallActors.Edges;

/// <summary>Why one end closed the WebSocket: the close code. The reason beside it is the name in kebab case (docs/protocols/edge-link.md).</summary>
public enum EdgeClosing
{
    /// <summary>It leaves in an orderly way.</summary>
    Leaving = 1000,

    /// <summary>The gateway stops: it will be back.</summary>
    Stopping = 1001,

    /// <summary>A frame was binary.</summary>
    Binary = 1003,

    /// <summary>A frame was too long.</summary>
    TooLong = 1009,

    /// <summary>A frame was not understood, or does not fit the moment.</summary>
    BadFrame = 4400,

    /// <summary>The key is not, or no longer, valid.</summary>
    KeyReplaced = 4401,

    /// <summary>A frame named a host that the edge has not declared.</summary>
    ForeignHost = 4403,

    /// <summary>No hello came in time.</summary>
    HelloLate = 4408,

    /// <summary>Another edge has this name.</summary>
    NameTaken = 4409,

    /// <summary>Too much waited for the other end: the session is over, another one may begin.</summary>
    SessionOver = 4412,

    /// <summary>The gateway speaks another version of the protocol.</summary>
    Version = 4426,

    /// <summary>The person has too many edges.</summary>
    TooManyEdges = 4429,
}
