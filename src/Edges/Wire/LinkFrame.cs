using System.Text.Json.Serialization;

namespace CallActors.Edges.Wire;

/// <summary>What goes over the WebSocket: one JSON text frame each (docs/protocols/edge-link.md).</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Hello), "hello")]
[JsonDerivedType(typeof(Welcome), "welcome")]
[JsonDerivedType(typeof(Kept), "kept")]
[JsonDerivedType(typeof(Passing), "passing")]
[JsonDerivedType(typeof(Beat), "beat")]
[JsonDerivedType(typeof(Ping), "ping")]
[JsonDerivedType(typeof(Bye), "bye")]
internal abstract record LinkFrame
{
    /// <summary>The version of the protocol that this program speaks.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The edge's first frame.</summary>
    /// <param name="Hosts">The hosts that it lends, by their own names.</param>
    /// <param name="Session">The session that it wants to go on with; empty for a new one.</param>
    /// <param name="Got">The number of the last frame that it got in that session.</param>
    public sealed record Hello(int Version, string Edge, IReadOnlyList<string> Hosts, string Session, long Got) : LinkFrame;

    /// <summary>The gateway's first frame.</summary>
    /// <param name="Session">The session that begins, or goes on.</param>
    /// <param name="Got">The number of the last frame that the gateway got in it.</param>
    public sealed record Welcome(string Session, long Got) : LinkFrame;

    /// <summary>Kept until it is acknowledged, and sent again over the next socket.</summary>
    /// <param name="Number">From 1, without gaps.</param>
    /// <param name="Ack">The number of the last frame that the sender got.</param>
    public sealed record Kept(long Number, long Ack, LinkBody Body) : LinkFrame;

    /// <summary>Sent once, if at all.</summary>
    public sealed record Passing(long Ack, LinkBody Body) : LinkFrame;

    /// <summary>A sign of life, or just an acknowledgement.</summary>
    public sealed record Beat(long Ack) : LinkFrame;

    /// <summary>Wants a <see cref="Beat"/> at once.</summary>
    public sealed record Ping(long Ack) : LinkFrame;

    /// <summary>The session is over: its sender leaves.</summary>
    public sealed record Bye : LinkFrame;
}
