using System.Net;
using System.Net.WebSockets;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.ElevenLabs;

/// <summary>One attempt to open a socket. Its time runs from its making.</summary>
internal sealed class ElevenLabsHandshake(ElevenLabsLine line, ElevenLabsOptions options, TimeProvider time) : IDisposable
{
    // A peer that vanished without a word is noticed between the requests, before one has to wait for it.
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PongWithin = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _late = new(options.ConnectWithin, time);

    /// <summary>Gives it up.</summary>
    public Task CancelAsync() => _late.CancelAsync();

    /// <inheritdoc/>
    public void Dispose() => _late.Dispose();

    /// <exception cref="SpeechException">It was refused, or the vendor cannot be reached.</exception>
    /// <exception cref="SocketsAreBarred">The vendor can perhaps be reached, but not by a socket.</exception>
    public async Task<ClientWebSocket> ConnectAsync()
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("xi-api-key", options.ApiKey);
        socket.Options.CollectHttpResponseDetails = true;
        (socket.Options.KeepAliveInterval, socket.Options.KeepAliveTimeout) = (PingEvery, PongWithin);
        try
        {
            var path = options.Route is ElevenLabsRoute.SharedSocket ? "multi-stream-input" : "stream-input";
            await socket.ConnectAsync(ElevenLabsAsk.SocketOf(line, path, options), _late.Token).ConfigureAwait(false);
            socket.HttpResponseHeaders = null;
            return socket;
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            var status = socket.HttpStatusCode;
            socket.Dispose();
            throw FailureOf(e, status);
        }
    }

    private Exception FailureOf(Exception cause, HttpStatusCode status)
    {
        if (_late.IsCancellationRequested)
            return new SocketsAreBarred(new SpeechException(SpeechFailure.TimedOut, $"ElevenLabs did not answer within {options.ConnectWithin.TotalSeconds:0.#} s."));
        if ((int)status is 401 or 402 or 403 or 422 or 429) return ElevenLabsFaults.OfStatus(status);
        // Anything else in place of a socket is a proxy's answer, or that of a server that takes no sockets.
        if ((int)status is not 0) return new SocketsAreBarred(ElevenLabsFaults.OfStatus(status));
        return ElevenLabsFaults.OfConnection((cause.InnerException as HttpRequestException)?.HttpRequestError ?? HttpRequestError.ResponseEnded);
    }
}

/// <summary>A socket could not be had, but perhaps an HTTP request can.</summary>
internal sealed class SocketsAreBarred(SpeechException why) : Exception(why.Message, why)
{
    public SpeechException Why { get; } = why;
}
