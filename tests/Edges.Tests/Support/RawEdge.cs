using System.Net.WebSockets;
using System.Text;
using CallActors.Edges.Wire;

namespace CallActors.Edges.Tests.Support;

/// <summary>An edge that says what the test wants.</summary>
internal sealed class RawEdge : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket _socket = new();

    public static async Task<RawEdge> DialAsync(int port, string key = "anna")
    {
        var edge = new RawEdge();
        edge._socket.Options.SetRequestHeader("Authorization", $"Bearer {key}");
        await edge._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/edge"), CancellationToken.None).WaitAsync(Patience);
        return edge;
    }

    /// <summary>Dials and says hello.</summary>
    public static async Task<RawEdge> HelloAsync(int port, string key = "anna", string name = "laptop", string session = "", long got = 0)
    {
        var edge = await DialAsync(port, key);
        await edge.SayAsync(new LinkFrame.Hello(1, name, ["tmux"], session, got));
        return edge;
    }

    public Task SayAsync(LinkFrame frame) => SayAsync(Encoding.UTF8.GetString(LinkWire.Write(frame)));

    public Task SayAsync(string text, WebSocketMessageType type = WebSocketMessageType.Text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), type, endOfMessage: true, CancellationToken.None);

    /// <summary>The next frame; null when the gateway has closed.</summary>
    public async Task<LinkFrame?> HearAsync()
    {
        var buffer = new byte[1 << 20];
        var length = 0;
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None).AsTask().WaitAsync(Patience);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                if (_socket.State is WebSocketState.CloseReceived) await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None).WaitAsync(Patience);
                return null;
            }
            length += received.Count;
            if (received.EndOfMessage) return LinkWire.TryRead(buffer.AsSpan(0, length));
        }
    }

    /// <summary>Reads on until the next frame of a kind.</summary>
    public async Task<T> HearAsync<T>() where T : LinkFrame
    {
        while (true)
        {
            var frame = await HearAsync();
            if (frame is T wanted) return wanted;
            Assert.True(frame is not null, $"closed: {_socket.CloseStatusDescription}");
        }
    }

    /// <summary>Waits until the gateway closes.</summary>
    public async Task<(int Code, string Reason)> ClosedAsync()
    {
        while (await HearAsync() is not null)
        {
        }
        return ((int)_socket.CloseStatus!, _socket.CloseStatusDescription ?? "");
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
