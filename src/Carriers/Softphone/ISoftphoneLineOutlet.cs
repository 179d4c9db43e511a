using System.Net.WebSockets;

namespace CallActors.Carriers.Softphone;

/// <summary>Why the gateway closes a line.</summary>
public enum LineClosing
{
    /// <summary>No <c>hello</c> in time.</summary>
    HelloLate,

    /// <summary>A frame was not JSON of the line's shape.</summary>
    NotJson,

    /// <summary>A frame was longer than 16 KiB.</summary>
    TooLong,

    /// <summary>A frame was binary.</summary>
    Binary,

    /// <summary>As many phones as there may be are registered already.</summary>
    TooManyLines,

    /// <summary>The same phone has opened another line: it must not come back by itself.</summary>
    Replaced,

    /// <summary>The phone does not take its messages.</summary>
    TooSlow,

    /// <summary>The gateway stops.</summary>
    Shutdown,
}

/// <summary>The sending side of one line's socket. Never blocks, never throws.</summary>
public interface ISoftphoneLineOutlet
{
    /// <summary>Queues one text frame; false when the queue is full or the socket is closed.</summary>
    bool Send(ReadOnlyMemory<byte> message);

    /// <summary>Closes the socket after what is queued has been sent.</summary>
    void Close(LineClosing closing);
}

/// <summary>A line's closing as it is written into the close frame.</summary>
public static class LineClosings
{
    /// <summary>The close frame's text.</summary>
    public static string Reason(this LineClosing closing) => closing switch
    {
        LineClosing.HelloLate => "no hello in time",
        LineClosing.NotJson => "a frame was not JSON of the line's protocol",
        LineClosing.TooLong => "a frame was longer than 16 KiB",
        LineClosing.Binary => "a frame was binary",
        LineClosing.TooManyLines => "too many phones are registered",
        LineClosing.Replaced => "this phone was opened elsewhere",
        LineClosing.TooSlow => "the phone does not take its messages",
        _ => "the gateway stops",
    };

    /// <summary>The close frame's status: 4001 tells a replaced phone apart, which must not reconnect by itself.</summary>
    public static WebSocketCloseStatus Status(this LineClosing closing) => closing switch
    {
        LineClosing.Replaced => (WebSocketCloseStatus)4001,
        LineClosing.TooManyLines => (WebSocketCloseStatus)1013,
        LineClosing.TooLong => WebSocketCloseStatus.MessageTooBig,
        LineClosing.Binary => WebSocketCloseStatus.InvalidMessageType,
        LineClosing.Shutdown => WebSocketCloseStatus.EndpointUnavailable,
        _ => WebSocketCloseStatus.PolicyViolation,
    };
}
