using CallActors.Carriers.Webhooks;
using CallActors.Gateway.Calls;
using CallActors.Gateway.Http;
using CallActors.Gateway.Webhooks;

namespace CallActors.Gateway.Media;

/// <summary>The WebSocket <c>/media-stream</c>: Twilio's Media Streams, for softphones too, and Telnyx' media streaming.</summary>
public static partial class MediaEndpoint
{
    public const string Path = "/media-stream";

    /// <summary>Adds what the sockets need besides <see cref="IMediaStreams"/>.</summary>
    public static IServiceCollection AddMediaSockets(this IServiceCollection services)
    {
        services.AddSingleton(new MediaLimits());
        services.AddSingleton<UnstartedSockets>();
        return services;
    }

    public static WebApplication MapMediaSockets(this WebApplication app)
    {
        app.Map(Path, ServeAsync).ExcludeFromDescription();
        return app;
    }

    private static async Task ServeAsync(
        HttpContext http,
        IMediaStreams streams,
        IEnumerable<IMediaHandshake> handshakes,
        UnstartedSockets unstarted,
        MediaLimits limits,
        ShutdownGate gate,
        TimeProvider time,
        ILogger<MediaSocket> log)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            http.Response.Headers.Upgrade = "websocket";
            await Problems.WriteAsync(http, StatusCodes.Status426UpgradeRequired, "upgrade-required", "This address takes WebSockets.").ConfigureAwait(false);
            return;
        }
        if (http.Request.QueryString.HasValue)
        {
            await Problems.WriteAsync(http, StatusCodes.Status400BadRequest, "bad-request", "This address takes no query: the token belongs into the start message, where no log keeps it.").ConfigureAwait(false);
            return;
        }
        if (gate.SocketsClose.IsCancellationRequested)
        {
            await Problems.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "stopping", "The gateway is stopping.").ConfigureAwait(false);
            return;
        }
        if (handshakes.Select(h => h.Refusal(WebhookRequests.Target(http), WebhookRequests.Header(http))).FirstOrDefault(refusal => refusal is not null) is { } reason)
        {
            LogNotGenuine(log, reason);
            await Problems.WriteAsync(http, StatusCodes.Status403Forbidden, "not-genuine", "The handshake's signature is not the carrier's.").ConfigureAwait(false);
            return;
        }
        using var place = unstarted.TryEnter();
        if (place is null)
        {
            await Problems.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "too-many-sockets", "Too many media sockets wait for their start.").ConfigureAwait(false);
            return;
        }
        using var socket = await http.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        var served = new MediaSocket(socket, streams, place, limits, time, log);
        await using (served.ConfigureAwait(false)) await served.RunAsync(gate.SocketsClose).ConfigureAwait(false);
    }
    [LoggerMessage(Level = LogLevel.Warning, Message = "A media socket was refused: {Reason}")]
    private static partial void LogNotGenuine(ILogger log, string reason);
}
