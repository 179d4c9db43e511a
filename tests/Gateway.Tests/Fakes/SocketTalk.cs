using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace CallActors.Gateway.Tests.Fakes;

/// <summary>Talking over a client's WebSocket.</summary>
public static class SocketTalk
{
    public static Task SendTextAsync(this ClientWebSocket socket, string text) => socket.SendBytesAsync(Encoding.UTF8.GetBytes(text));

    public static Task SendBytesAsync(this ClientWebSocket socket, byte[] bytes, WebSocketMessageType type = WebSocketMessageType.Text) =>
        socket.SendAsync(bytes, type, endOfMessage: true, CancellationToken.None).WaitAsync(TestGateway.Patience);

    /// <summary>The next text message as JSON; fails when the socket is closed instead.</summary>
    public static async Task<JsonElement> ReceiveJsonAsync(this ClientWebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None).AsTask().WaitAsync(TestGateway.Patience);
            Assert.True(received.MessageType == WebSocketMessageType.Text, $"closed with {socket.CloseStatus}: {socket.CloseStatusDescription}");
            length += received.Count;
            if (!received.EndOfMessage) continue;
            using var document = JsonDocument.Parse(buffer.AsMemory(0, length));
            return document.RootElement.Clone();
        }
    }

    /// <summary>Reads on until the gateway closes, answers the close, and tells its status and reason.</summary>
    public static async Task<(WebSocketCloseStatus? Status, string? Reason)> UntilClosedAsync(this ClientWebSocket socket)
    {
        var buffer = new byte[4096];
        while (await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).AsTask().WaitAsync(TestGateway.Patience) is { MessageType: not WebSocketMessageType.Close })
        {
        }
        var (status, reason) = (socket.CloseStatus, socket.CloseStatusDescription);
        if (socket.State == WebSocketState.CloseReceived)
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None).WaitAsync(TestGateway.Patience);
        return (status, reason);
    }
}
