using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;
using CallActors.Simulators.Media;

namespace CallActors.Simulators.Twilio;

/// <summary>The stream's socket, from its handshake to its end.</summary>
public sealed partial class TwilioStream
{
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(2);

    /// <summary>Returns when the stream is over; cancelled when the call leaves the stream.</summary>
    internal async Task RunAsync(CallAudio audio, CancellationToken cancellationToken)
    {
        using var socket = new ClientWebSocket();
        if (Refusal(out var url) is { } refusal)
        {
            Fail(refusal.Code, refusal.What);
            return;
        }
        try
        {
            if (await OpenAsync(socket, url, cancellationToken).ConfigureAwait(false) is { } failure)
            {
                Fail(failure.Code, failure.What);
                return;
            }
        }
        catch (OperationCanceledException)
        {
            _twilio.Watch.Change(() => Ended = StreamEnd.Stopped);
            throw;
        }
        Tell("stream-started", null);
        _socket = socket;
        var sender = new SocketSender(socket, TimeProvider.System);
        lock (_sending)
        {
            _sender = sender;
            sender.Send(CarrierMessages.Connected());
            sender.Send(_messages.Start(Parameters));
        }
        audio.Stream = this;
        _twilio.Watch.Change(() => IsOpen = true);
        // The call leaves the stream at once, whatever the application does with its end of the socket.
        using var leaving = cancellationToken.Register(() => Leave(socket, sender));
        var end = await ReadAsync(socket, cancellationToken).ConfigureAwait(false);
        audio.Stream = null;
        lock (_sending) _stopped = true;
        await sender.DisposeAsync().ConfigureAwait(false);
        socket.Abort();
        End(end, socket);
    }

    private (int Code, string What)? Refusal(out Uri url)
    {
        if (!Uri.TryCreate(_order.Url, UriKind.Absolute, out url!) || url.Scheme is not ("ws" or "wss"))
            return (TwilioCodes.InvalidUrlFormat, "the stream's url is not a wss URL");
        // Twilio takes wss alone; on loopback, where no certificate can be had, the simulator takes ws too.
        if (url.Scheme == "ws" && !url.IsLoopback) return (TwilioCodes.InvalidUrlFormat, "the stream's url is ws, not wss");
        if (url.Query.Length > 0) return (TwilioCodes.StreamHandshake, "the stream's url has a query: use Parameters");
        return null;
    }

    private async Task<(int Code, string What)?> OpenAsync(ClientWebSocket socket, Uri url, CancellationToken cancellationToken)
    {
        var target = url;
        if (_twilio.Options.Tunnels.TryGetValue(url.Authority, out var address))
        {
            target = new UriBuilder(new Uri(address, url.AbsolutePath)) { Scheme = address.Scheme is "https" or "wss" ? "wss" : "ws" }.Uri;
            socket.Options.SetRequestHeader("Host", url.Authority);
            socket.Options.SetRequestHeader("X-Forwarded-Proto", url.Scheme == "wss" ? "https" : "http");
        }
        socket.Options.SetRequestHeader("X-Twilio-Signature", RequestSignature.Of(_twilio.Options.AuthToken, url.AbsoluteUri, []));
        socket.Options.SetRequestHeader("User-Agent", "Twilio.TmeWs/1.0");
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        using var deadline = new CancellationTokenSource(_twilio.Options.StreamConnectTimeout, _twilio.Options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using var connecting = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, ConnectCallback = ConnectAsync });
        try
        {
            await socket.ConnectAsync(target, connecting, either.Token).ConfigureAwait(false);
            return null;
        }
        catch (Exception failed) when (!cancellationToken.IsCancellationRequested && failed is WebSocketException or OperationCanceledException)
        {
            if (socket.HttpStatusCode != 0) return (TwilioCodes.StreamHandshake, $"the handshake was answered with HTTP {(int)socket.HttpStatusCode}, not 101");
            return (TwilioCodes.StreamConnectTimeout, deadline.IsCancellationRequested ? "the handshake took too long" : "nothing listens at the stream's url");
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            return _connection = new FreezableStream(new NetworkStream(socket, ownsSocket: true));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<StreamEnd> ReadAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        var reader = new SocketReader(socket);
        while (await reader.ReadAsync().ConfigureAwait(false) is { } type)
        {
            if (type == WebSocketMessageType.Binary) Malformed("a binary message: dropped");
            else Take(reader.Current);
        }
        if (cancellationToken.IsCancellationRequested) return StreamEnd.Stopped;
        return socket.CloseStatus is null ? StreamEnd.Lost : StreamEnd.ClosedByServer;
    }

    private void Leave(ClientWebSocket socket, SocketSender sender)
    {
        lock (_sending)
        {
            if (!_stopped) sender.Send(_messages.Stop());
            _stopped = true;
        }
        _ = LeaveAsync(socket, sender);
    }

    private static async Task LeaveAsync(ClientWebSocket socket, SocketSender sender)
    {
        await sender.DisposeAsync().ConfigureAwait(false);
        // An application that never closes its side is left; the reader sees either.
        await Task.Delay(CloseWithin, TimeProvider.System).ConfigureAwait(false);
        socket.Abort();
    }

    private void End(StreamEnd end, ClientWebSocket socket)
    {
        if (end == StreamEnd.Lost) _twilio.Alert(TwilioCodes.StreamBroken, "the stream's connection broke", Sid);
        if (end == StreamEnd.ClosedByServer && socket.CloseStatus is not (WebSocketCloseStatus.NormalClosure or WebSocketCloseStatus.EndpointUnavailable))
            _twilio.Alert(TwilioCodes.StreamClosedByServer, $"the server closed the stream with {(int?)socket.CloseStatus}", Sid);
        _twilio.Watch.Change(() =>
        {
            IsOpen = false;
            Ended = end;
        });
        Tell("stream-stopped", null);
    }

    private void Fail(int code, string what)
    {
        _twilio.Alert(code, what, Sid);
        _twilio.Watch.Change(() => Ended = StreamEnd.Failed);
        Tell("stream-error", $"{code}: {what}");
    }

    private void Tell(string streamEvent, string? error)
    {
        if (_order.StatusCallback is not { } callback || _call.Resolve(callback) is not { } url) return;
        List<KeyValuePair<string, string>> fields =
        [
            new("AccountSid", _twilio.Options.AccountSid),
            new("CallSid", _call.Sid),
            new("StreamSid", Sid),
            new("StreamName", _order.Name.Length > 0 ? _order.Name : Sid),
            new("StreamEvent", streamEvent),
            new("Timestamp", _twilio.Options.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)),
        ];
        if (error is not null) fields.Add(new KeyValuePair<string, string>("StreamError", error));
        _call.Callbacks.Send(url, _order.StatusCallbackMethod, fields);
    }
}
