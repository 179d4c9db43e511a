using System.Net.WebSockets;

namespace CallActors.Carriers.MediaStreams;

/// <summary>The socket under a <see cref="MediaStreamWriter"/>. Used by one loop: one call at a time, <see cref="Abort"/> excepted.</summary>
public interface IMediaTransport
{
    /// <summary>Sends one text frame. The memory may be reused when the task is done. Throws when the socket is gone.</summary>
    ValueTask SendAsync(ReadOnlyMemory<byte> message);

    /// <summary>Says that nothing more comes, with the reason.</summary>
    ValueTask CloseAsync(string reason);

    /// <summary>Drops the socket at once; pending calls fail.</summary>
    void Abort();
}

/// <summary>A WebSocket as a transport. No token is passed on: a token that can be cancelled would cost an allocation a frame, and
/// <see cref="Abort"/> ends whatever hangs.</summary>
/// <param name="closeStatus">The status of the close frame.</param>
public sealed class WebSocketMediaTransport(WebSocket socket, WebSocketCloseStatus closeStatus = WebSocketCloseStatus.NormalClosure) : IMediaTransport
{
    /// <inheritdoc/>
    public ValueTask SendAsync(ReadOnlyMemory<byte> message) =>
        socket.SendAsync(message, WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage | WebSocketMessageFlags.DisableCompression, CancellationToken.None);

    /// <inheritdoc/>
    public async ValueTask CloseAsync(string reason)
    {
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            await socket.CloseOutputAsync(closeStatus, CloseReason.Fit(reason), CancellationToken.None).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Abort() => socket.Abort();
}
