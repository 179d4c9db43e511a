using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using CallActors.Simulators.Media;
using CallActors.Simulators.Server;
using Microsoft.AspNetCore.Http;

namespace CallActors.Simulators.Deepgram;

/// <summary>The vendor's end of one socket: sends, counts what it sends for a fault that is due, and closes with the vendor's codes.</summary>
internal sealed class Peer : IDisposable
{
    private readonly HttpContext _http;
    private readonly WebSocket _socket;
    private readonly SocketReader _reader;
    private readonly SimulatedFault.Break? _break;
    private readonly SemaphoreSlim _sending = new(1);
    private int _sent;

    public Peer(HttpContext http, WebSocket socket, SimulatedSession session)
    {
        (_http, _socket, Session) = (http, socket, session);
        _reader = new SocketReader(socket);
        _break = SimulatedFaults.BreaksAfter(http);
    }

    public SimulatedSession Session { get; }

    public string RequestId { get; } = Guid.NewGuid().ToString();

    /// <summary>The last message that was read.</summary>
    public ReadOnlyMemory<byte> Content => _reader.Current;

    /// <summary>Reads the next message; null when the socket is closed or gone.</summary>
    public Task<WebSocketMessageType?> ReadAsync() => _reader.ReadAsync();

    /// <summary>The text message that was read; null when it is none of JSON.</summary>
    public JsonObject? ReadObject()
    {
        try
        {
            if (JsonNode.Parse(Content.Span) is not JsonObject message) return null;
            Session.Received(message);
            return message;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public Task SendAsync(JsonObject message) => SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text);

    public async Task SendAsync(ReadOnlyMemory<byte> message, WebSocketMessageType type, CancellationToken cancellation = default)
    {
        await _sending.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived)) return;
            if (_break is { } fault && _sent >= fault.After)
            {
                if (fault.CloseStatus is { } status) await _socket.CloseOutputAsync((WebSocketCloseStatus)status, "", CancellationToken.None).ConfigureAwait(false);
                else _http.Abort();
                return;
            }

            _sent++;
            await _socket.SendAsync(message, type, endOfMessage: true, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The reader sees that it is gone.
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <param name="code">The vendor's, which goes into the close frame's reason.</param>
    public async Task CloseAsync(int status, string code = "")
    {
        await _sending.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync((WebSocketCloseStatus)status, code, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is WebSocketException or IOException or ObjectDisposedException)
        {
            // It is gone already.
        }
        finally
        {
            _sending.Release();
        }
    }

    public void Dispose() => _sending.Dispose();
}
