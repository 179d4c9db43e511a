using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using CallActors.Simulators.ElevenLabs;

namespace CallActors.Simulators.Tests.ElevenLabs;

/// <summary>A bare client: says what a test says.</summary>
internal sealed class ElevenLabsSocket : IDisposable
{
    public const string Voice = "JBFqnCBsd6RMkjVDRZzb";

    private const string Usual = "model_id=eleven_flash_v2_5&output_format=ulaw_8000&sync_alignment=true";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket = new();

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public string? CloseReason => _socket.CloseStatusDescription;

    /// <param name="key">Null to send none in the header.</param>
    public static async Task<ElevenLabsSocket> OpenAsync(
        ElevenLabsSimulator vendor, string door = "multi-stream-input", string query = Usual, string? key = "simulated-key", string voice = Voice)
    {
        var client = new ElevenLabsSocket();
        client._socket.Options.CollectHttpResponseDetails = true;
        if (key is not null) client._socket.Options.SetRequestHeader("xi-api-key", key);
        await client._socket.ConnectAsync(new Uri(vendor.Server.SocketAddress, $"v1/text-to-speech/{voice}/{door}?{query}"), CancellationToken.None).WaitAsync(Limit);
        return client;
    }

    /// <summary>The status of a handshake that is refused.</summary>
    public static async Task<int> RefusedAsync(ElevenLabsSimulator vendor, string query, string? key = "simulated-key", string voice = Voice)
    {
        using var client = new ClientWebSocket();
        client.Options.CollectHttpResponseDetails = true;
        if (key is not null) client.Options.SetRequestHeader("xi-api-key", key);
        await Assert.ThrowsAsync<WebSocketException>(() =>
            client.ConnectAsync(new Uri(vendor.Server.SocketAddress, $"v1/text-to-speech/{voice}/stream-input?{query}"), CancellationToken.None).WaitAsync(Limit));
        return (int)client.HttpStatusCode;
    }

    public async Task SendAsync(params string[] messages)
    {
        foreach (var message in messages)
            await _socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).WaitAsync(Limit);
    }

    /// <summary>The next message; null when the socket is closed.</summary>
    public async Task<JsonNode?> ReadAsync()
    {
        var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(Limit);
            if (part.MessageType is WebSocketMessageType.Close) return null;
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage) return JsonNode.Parse(message.ToArray());
        }
    }

    /// <summary>Everything up to the message that says that a context is over, that one too.</summary>
    public async Task<List<JsonNode>> ReadToFinalAsync()
    {
        List<JsonNode> messages = [];
        while (await ReadAsync() is { } message)
        {
            messages.Add(message);
            if ((bool?)message["isFinal"] is true) break;
        }

        return messages;
    }

    public void Dispose() => _socket.Dispose();
}
