using System.Net.WebSockets;

namespace CallActors.Speech.Sockets;

/// <summary>How a socket ended.</summary>
/// <param name="Status">The vendor's close status; null when it was lost without one.</param>
/// <param name="Description">What the vendor wrote beside it; may be empty.</param>
/// <param name="IsTimeout">Our own deadline ended it: the vendor took nothing any more, or answered no ping.</param>
/// <param name="IsTooLong">We ended it: a message was longer than any that we take.</param>
internal sealed record SocketEnd(WebSocketCloseStatus? Status, string Description, bool IsTimeout = false, bool IsTooLong = false);
