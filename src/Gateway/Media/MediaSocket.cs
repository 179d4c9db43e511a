using System.Net.WebSockets;
using CallActors.Carriers.MediaStreams;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Gateway.Sockets;

namespace CallActors.Gateway.Media;

/// <summary>
/// One media socket: reads a carrier's messages, opens an audio stream when the start bears a call id and a token, and passes on what
/// follows. Whatever breaks the protocol closes the socket with the reason, and this socket alone.
/// </summary>
public sealed partial class MediaSocket : IMediaStreamHandler, ITextFrameReceiver, IAsyncDisposable
{
    private const string CallIdParameter = "callId";
    private const string TokenParameter = "token";
    private const int MaxTokenLength = 200;
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int Refused = 2;

    private readonly WebSocket _socket;
    private readonly IMediaStreams _streams;
    private readonly UnstartedSockets.Place _place;
    private readonly MediaLimits _limits;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly MediaTransport _transport;
    private readonly MediaStreamReader _reader;
    private MediaStreamStart? _start;
    private MediaStreamWriter? _writer;
    private IStreamInlet? _stream;
    private int _state;

    public MediaSocket(WebSocket socket, IMediaStreams streams, UnstartedSockets.Place place, MediaLimits limits, TimeProvider time, ILogger log)
    {
        _socket = socket;
        _streams = streams;
        _place = place;
        _limits = limits;
        _time = time;
        _log = log;
        _transport = new MediaTransport(socket, limits.CloseWithin, time);
        _reader = new MediaStreamReader(this, new MediaStreamReaderOptions { MaxFrameBytes = limits.MaxFrameBytes }, time: time);
    }

    /// <summary>Serves the socket to its end. Cancelling closes it as stopping.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await using var stop = stopping.UnsafeRegister(static s => ((MediaSocket)s!).Refuse(WebSocketCloseStatus.EndpointUnavailable, "the gateway stops"), this).ConfigureAwait(false);
        await using var limit = _time.CreateTimer(static s => ((MediaSocket)s!).OnStartLate(), this, _limits.StartWithin, Timeout.InfiniteTimeSpan).ConfigureAwait(false);
        try
        {
            using var frames = new TextFrames(_socket, _limits.MaxFrameBytes);
            await frames.ReadToEndAsync(this).ConfigureAwait(false);
        }
        catch (WebSocketException)
        {
            // The peer is gone without a word, or broke the WebSocket protocol: the same for the call, which waits for a new socket.
        }
    }

    /// <summary>Tells the stream that the socket is gone, and closes what is left of it.</summary>
    public async ValueTask DisposeAsync()
    {
        _stream?.Disconnected();
        _place.Dispose();
        if (_writer is not null) await _writer.DisposeAsync().ConfigureAwait(false);
        else await CloseQuietlyAsync("").ConfigureAwait(false);
        _transport.Dispose();
    }

    ValueTask ITextFrameReceiver.TakeAsync(FrameKind kind, ReadOnlySpan<byte> text)
    {
        // After our close frame only the peer's is awaited; the rest is what was on its way.
        if (_transport.IsClosing) return ValueTask.CompletedTask;
        switch (kind)
        {
            case FrameKind.Binary: Refuse(WebSocketCloseStatus.InvalidMessageType, "a frame was binary"); break;
            case FrameKind.TooLong: Refuse(WebSocketCloseStatus.MessageTooBig, $"a frame was longer than {_limits.MaxFrameBytes} bytes"); break;
            default:
                if (_reader.Accept(text) is { } fault) Refuse(StatusOf(fault.Kind), fault.Message);
                else if (_start is not null && _stream is null) return new ValueTask(BeginAsync(_start));
                break;
        }
        return ValueTask.CompletedTask;
    }

    private async Task BeginAsync(MediaStreamStart start)
    {
        if (!start.CustomParameters.TryGetValue(CallIdParameter, out var id) || !CallId.TryParse(id, out var callId))
        {
            Refuse(WebSocketCloseStatus.PolicyViolation, "the start names no call");
            return;
        }
        if (!start.CustomParameters.TryGetValue(TokenParameter, out var token) || token.Length is 0 or > MaxTokenLength)
        {
            Refuse(WebSocketCloseStatus.PolicyViolation, "the start has no token");
            return;
        }
        // Before the state: whoever finds it begun closes through the writer.
        _writer = new MediaStreamWriter(start.StreamSid, _transport, time: _time, dialect: start.Dialect);
        if (Interlocked.CompareExchange(ref _state, Begun, Waiting) != Waiting) return;
        using var deadline = new CancellationTokenSource(_limits.OpenWithin, _time);
        try
        {
            _stream = await _streams.OpenAsync(_writer, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            LogNotOpened(e);
            Refuse(WebSocketCloseStatus.InternalServerError, "the gateway could not take the stream");
            return;
        }
        _place.Dispose();
        _stream.Started(callId, token);
    }

    private void OnStartLate()
    {
        if (Volatile.Read(ref _state) == Waiting) Refuse(WebSocketCloseStatus.PolicyViolation, "no start in time");
    }

    private void Refuse(WebSocketCloseStatus status, string reason)
    {
        var before = Interlocked.CompareExchange(ref _state, Refused, Waiting);
        if (!_transport.TryDecide(status)) return;
        LogRefused((int)status, reason);
        _place.Dispose();
        if (before == Begun) _writer?.Close(reason);
        else _ = CloseQuietlyAsync(reason);
    }

    private async Task CloseQuietlyAsync(string reason)
    {
        try
        {
            await _transport.CloseAsync(reason).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It was closed or lost from the other side meanwhile.
            _socket.Abort();
        }
    }

    void IMediaStreamHandler.OnStart(MediaStreamStart start) => _start = start;

    void IMediaStreamHandler.OnAudio(AudioFrame frame)
    {
        if (_stream is null) frame.Return();
        else _stream.Hear(frame);
    }

    void IMediaStreamHandler.OnMark(MediaMark mark) => _stream?.MarkReturned(mark);

    void IMediaStreamHandler.OnForeignMark()
    {
        // Nobody waits for a mark that is not ours.
    }

    void IMediaStreamHandler.OnKey(char key) => _stream?.KeyPressed(key);

    void IMediaStreamHandler.OnComplaint(int code) => LogComplaint(code);

    void IMediaStreamHandler.OnStop() => _stream?.Stopped();

    private static WebSocketCloseStatus StatusOf(MediaStreamFaultKind fault) => fault switch
    {
        MediaStreamFaultKind.NotJson or MediaStreamFaultKind.BadAudio => WebSocketCloseStatus.InvalidPayloadData,
        MediaStreamFaultKind.TooLong => WebSocketCloseStatus.MessageTooBig,
        MediaStreamFaultKind.UnsupportedFormat => WebSocketCloseStatus.InvalidMessageType,
        _ => WebSocketCloseStatus.PolicyViolation,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "A media socket was closed with {Status}: {Reason}")]
    private partial void LogRefused(int status, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A carrier complains of what a media socket has sent: error {Code}")]
    private partial void LogComplaint(int code);

    [LoggerMessage(Level = LogLevel.Error, Message = "No audio stream could be opened behind a media socket")]
    private partial void LogNotOpened(Exception exception);
}
