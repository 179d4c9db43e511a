using System.Net.WebSockets;
using System.Text.Json;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.OpenAi.Realtime;

/// <summary>One socket to the server, set up for transcription.</summary>
internal sealed class RealtimeSession : IAsyncDisposable
{
    private const int FirstBuffer = 4096;
    private const int LongestEvent = 1024 * 1024;
    private static readonly TimeSpan Ping = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly ClientWebSocket _socket;
    private readonly OpenAiFaults _faults;
    private readonly TimeProvider _time;
    private readonly long _openedAt;
    private byte[] _buffer = new byte[FirstBuffer];

    private RealtimeSession(ClientWebSocket socket, OpenAiFaults faults, TimeProvider time)
    {
        (_socket, _faults, _time) = (socket, faults, time);
        _openedAt = time.GetTimestamp();
    }

    /// <summary>Since it was opened.</summary>
    public TimeSpan Age => _time.GetElapsedTime(_openedAt);

    /// <summary>Opens the socket.</summary>
    /// <exception cref="OpenAiRefusal">The server has refused the handshake.</exception>
    /// <exception cref="SpeechException">It could not be opened.</exception>
    public static async Task<RealtimeSession> ConnectAsync(
        Uri address, string key, bool isEarlier, OpenAiFaults faults, TimeProvider time, HttpMessageHandler handler, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        try
        {
            // A peer that is gone without a word does not answer these.
            socket.Options.KeepAliveInterval = Ping;
            socket.Options.KeepAliveTimeout = Ping;
            if (key.Length > 0) socket.Options.SetRequestHeader("Authorization", $"Bearer {key}");
            if (isEarlier) socket.Options.SetRequestHeader("OpenAI-Beta", "realtime=v1");
            using var invoker = new HttpMessageInvoker(new HandshakeWatch(handler, faults), disposeHandler: false);
            await socket.ConnectAsync(address, invoker, cancellationToken).ConfigureAwait(false);
            return new RealtimeSession(socket, faults, time);
        }
        catch (Exception e)
        {
            socket.Dispose();
            for (var inner = e; inner is not null; inner = inner.InnerException)
                if (inner is OpenAiRefusal refusal) throw refusal;
            cancellationToken.ThrowIfCancellationRequested();
            throw faults.OfTransport(e);
        }
    }

    /// <exception cref="SpeechException">The socket has broken.</exception>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or InvalidOperationException or IOException)
        {
            throw _faults.OfTransport(e);
        }
    }

    /// <summary>The server's next event.</summary>
    /// <exception cref="SpeechException">The socket has broken or was closed, or what came is no event.</exception>
    public async Task<RealtimeEvent> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            var length = await ReadAsync(cancellationToken).ConfigureAwait(false);
            return JsonSerializer.Deserialize(_buffer.AsSpan(0, length), RealtimeJson.Default.RealtimeEvent) is { Type: not null } received
                ? received
                : throw _faults.Broken("the server sent what is no event.");
        }
        catch (JsonException)
        {
            throw _faults.Broken("the server sent what is no event.");
        }
        catch (Exception e) when (e is WebSocketException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw _faults.OfTransport(e);
        }
    }

    /// <summary>Ends the session: by a close frame if the server takes one within a second, and in any case.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            using var deadline = new CancellationTokenSource(Farewell, _time);
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or InvalidOperationException or IOException)
        {
            // It ends all the same.
        }

        _socket.Dispose();
    }

    private async Task<int> ReadAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            if (length == _buffer.Length) Grow();
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (part.MessageType is WebSocketMessageType.Close) throw _faults.OfClose(_socket.CloseStatus, _socket.CloseStatusDescription ?? "");
            length += part.Count;
            if (part.EndOfMessage) return length;
        }
    }

    private void Grow()
    {
        if (_buffer.Length >= LongestEvent) throw _faults.Broken("the server sent an event of more than a megabyte.");
        Array.Resize(ref _buffer, 2 * _buffer.Length);
    }
}
