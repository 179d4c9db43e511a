using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace CallActors.Speech.Tests.OpenAi;

/// <summary>A server that opens a realtime session and then reads nothing any more.</summary>
internal sealed class SilentPeer : IDisposable
{
    private const int SmallBuffer = 4096;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private Socket? _socket;

    public string Address => $"http://{_listener.LocalEndpoint}";

    public static SilentPeer Start()
    {
        var peer = new SilentPeer();
        peer._listener.Server.ReceiveBufferSize = SmallBuffer;
        peer._listener.Start();
        _ = peer.ServeAsync();
        return peer;
    }

    /// <summary>Connects with little room for what is not taken.</summary>
    public SocketsHttpHandler Handler() => new()
    {
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, SendBufferSize = SmallBuffer };
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    public void Dispose()
    {
        _socket?.Dispose();
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        _socket = await _listener.AcceptSocketAsync();
        var stream = new NetworkStream(_socket);
        var request = new StringBuilder();
        var buffer = new byte[1024];
        while (!request.ToString().Contains("\r\n\r\n")) request.Append(Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer)));
        var key = request.ToString().Split("\r\n").Single(line => line.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase))[18..].Trim();
        // RFC 6455 section 1.3 has both the constant and the digest.
#pragma warning disable CA5350
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"));
        var updated = """{"type":"transcription_session.updated"}"""u8.ToArray();
        await stream.WriteAsync((byte[])[0x81, (byte)updated.Length, .. updated]);
    }
}
