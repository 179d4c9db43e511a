using CallActors.Carriers.Softphone;
using CallActors.Gateway.Calls;
using CallActors.Gateway.Hosting;
using CallActors.Gateway.Http;
using CallActors.Gateway.Sockets;

namespace CallActors.Gateway.Phone;

/// <summary>The WebSocket <c>/phone/line</c> (docs/protocols/softphone-line.md).</summary>
public static class PhoneLineEndpoint
{
    public const string Path = "/phone/line";

    public static WebApplication MapPhoneLine(this WebApplication app)
    {
        app.Map(Path, ServeAsync).ExcludeFromDescription();
        return app;
    }

    private static async Task ServeAsync(HttpContext http, SoftphoneExchange exchange, ShutdownGate gate, PublicAddress address, TimeProvider time)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            http.Response.Headers.Upgrade = "websocket";
            await Problems.WriteAsync(http, StatusCodes.Status426UpgradeRequired, "upgrade-required", "This address takes WebSockets.").ConfigureAwait(false);
            return;
        }
        if (!SameOrigin.Accepts(http.Request, address.Url))
        {
            await Problems.WriteAsync(http, StatusCodes.Status403Forbidden, "foreign-origin", "Only this gateway's own pages may open a line. Behind a proxy set the gateway's public URL.").ConfigureAwait(false);
            return;
        }
        if (gate.SocketsClose.IsCancellationRequested)
        {
            await Problems.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "stopping", "The gateway is stopping.").ConfigureAwait(false);
            return;
        }
        using var socket = await http.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        using var line = new PhoneLineSocket(socket, time);
        await line.RunAsync(exchange, gate.SocketsClose).ConfigureAwait(false);
    }
}
