using System.Net.WebSockets;
using System.Text.Json;
using CallActors.Contracts.Speech;
using CallActors.Speech.Sockets;

namespace CallActors.Speech.OpenAi.Realtime;

/// <summary>One socket to the server, set up for transcription.</summary>
internal sealed class RealtimeSession : IAsyncDisposable
{
    // Few messages lie here: what waits for the network is counted where it is bounded, in the queue of the audio.
    private const int Queue = 4;

    private readonly VendorSocket _socket;
    private readonly OpenAiFaults _faults;
    private readonly SocketLimits _limits;
    private readonly TimeProvider _time;
    private readonly long _openedAt;
    private Task<SocketMessage?>? _done;

    private RealtimeSession(VendorSocket socket, OpenAiFaults faults, SocketLimits limits, TimeProvider time)
    {
        (_socket, _faults, _limits, _time) = (socket, faults, limits, time);
        _openedAt = time.GetTimestamp();
    }

    /// <summary>Since it was opened.</summary>
    public TimeSpan Age => _time.GetElapsedTime(_openedAt);

    /// <summary>Opens the socket.</summary>
    /// <exception cref="OpenAiRefusal">The server has refused the handshake.</exception>
    /// <exception cref="SpeechException">It could not be opened.</exception>
    public static async Task<RealtimeSession> ConnectAsync(
        Uri address, OpenAiConnection connection, bool isEarlier, OpenAiFaults faults, TimeProvider time, HttpMessageInvoker handshakes, CancellationToken cancellationToken)
    {
        var limits = SocketLimits.Default with { ConnectWithin = connection.OpenWithin, SendWithin = connection.StallLimit, Queue = Queue };
        var headers = new List<KeyValuePair<string, string>>();
        if (connection.ApiKey.Length > 0) headers.Add(new("Authorization", $"Bearer {connection.ApiKey}"));
        if (isEarlier) headers.Add(new("OpenAI-Beta", "realtime=v1"));
        var target = new SocketTarget(faults.Name, address, headers) { Failed = failed => FailureOf(failed, faults, limits) };
        return new RealtimeSession(await VendorSocket.ConnectAsync(target, limits, time, handshakes, cancellationToken).ConfigureAwait(false), faults, limits, time);
    }

    /// <summary>Sends a message when there is room for it.</summary>
    /// <returns>False when the socket has ended: <see cref="NextAsync"/> tells why.</returns>
    public ValueTask<bool> SendAsync(ReadOnlyMemory<byte> message) => _socket.SendAsync(message, WebSocketMessageType.Text);

    /// <summary>The server's next event.</summary>
    /// <exception cref="SpeechException">The socket has broken or was closed, or what came is no event.</exception>
    public async Task<RealtimeEvent> NextAsync(CancellationToken cancellationToken)
    {
        var read = _socket.ReadAsync(_done);
        var message = await read.WaitAsync(cancellationToken).ConfigureAwait(false) ?? throw FailureOf(_socket.End!);
        _done = read;
        try
        {
            return JsonSerializer.Deserialize(message.Content.Span, RealtimeJson.Default.RealtimeEvent) is { Type: not null } received
                ? received
                : throw _faults.Broken("the server sent what is no event.");
        }
        catch (JsonException)
        {
            throw _faults.Broken("the server sent what is no event.");
        }
    }

    /// <summary>Ends the session: by a close frame if the server takes one in time, and in any case.</summary>
    public ValueTask DisposeAsync() => _socket.DisposeAsync();

    private SpeechException FailureOf(SocketEnd end) => end switch
    {
        { IsTooLong: true } => _faults.Broken("the server sent an event of more than a megabyte."),
        { IsTimeout: true } => _faults.Stalled(_limits.SendWithin),
        { Status: null } => _faults.Broken("the connection broke."),
        _ => _faults.OfClose(end.Status, end.Description),
    };

    private static Exception FailureOf(FailedHandshake failed, OpenAiFaults faults, SocketLimits limits)
    {
        for (var inner = failed.Cause; inner is not null; inner = inner.InnerException)
            if (inner is OpenAiRefusal refusal) return refusal;
        return failed.IsLate ? faults.NotOpened(limits.ConnectWithin) : faults.OfTransport(failed.Cause);
    }
}
