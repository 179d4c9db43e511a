using CallActors.Edges.Borrowing;
using CallActors.Gateway.Calls;
using CallActors.Gateway.Http;
using CallActors.Gateway.Options;
using CallActors.Gateway.People;

namespace CallActors.Gateway.Edges;

/// <summary>The WebSocket <c>/edge</c> (docs/protocols/edge-link.md).</summary>
public static class EdgeEndpoint
{
    public const string Path = "/edge";

    /// <summary>Adds what edges need besides <see cref="IEdgeDesk"/>.</summary>
    public static IServiceCollection AddEdgeLinks(this IServiceCollection services, GatewayOptions options) => services
        .AddSingleton(new EdgeKeys(options.EdgeKeyFolder, Pins.Of(options).Everybody))
        .AddSingleton<IEdgeNames>(new EdgeNames(options.EdgeNameFolder))
        .AddSingleton<IEdgeLog, EdgeLinkLog>()
        .AddSingleton(new EdgeRules())
        .AddSingleton(s => new EdgeRegistry(
            s.GetRequiredService<IEdgeDesk>(), s.GetRequiredService<IEdgeNames>(), s.GetRequiredService<EdgeRules>(), s.GetRequiredService<IEdgeLog>(),
            s.GetRequiredService<TimeProvider>()));

    /// <summary>Where nobody takes hosts there is no such address.</summary>
    public static WebApplication MapEdgeLinks(this WebApplication app)
    {
        if (app.Services.GetService<IServiceProviderIsService>()?.IsService(typeof(IEdgeDesk)) is true) app.Map(Path, ServeAsync).ExcludeFromDescription();
        return app;
    }

    private static async Task ServeAsync(HttpContext http, EdgeRegistry registry, EdgeKeys keys, ShutdownGate gate)
    {
        // Programs send none, and a browser that somebody lured here sends one.
        if (http.Request.Headers.Origin.Count > 0)
        {
            await Problems.WriteAsync(http, StatusCodes.Status403Forbidden, "foreign-origin", "Browsers have no business here.").ConfigureAwait(false);
            return;
        }
        var header = http.Request.Headers.Authorization;
        if ((header.Count == 1 ? keys.Find(header[0]) : null) is not { } bearer)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            await Problems.WriteAsync(http, StatusCodes.Status401Unauthorized, "unauthorized", "A person's edge key is needed: Authorization: Bearer KEY.").ConfigureAwait(false);
            return;
        }
        if (!http.WebSockets.IsWebSocketRequest)
        {
            http.Response.Headers.Upgrade = "websocket";
            await Problems.WriteAsync(http, StatusCodes.Status426UpgradeRequired, "upgrade-required", "This address takes WebSockets.").ConfigureAwait(false);
            return;
        }
        if (gate.SocketsClose.IsCancellationRequested)
        {
            await Problems.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "stopping", "The gateway is stopping.").ConfigureAwait(false);
            return;
        }
        using var socket = await http.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        await registry.ServeAsync(socket, bearer.Person, () => keys.IsCurrent(bearer), gate.SocketsClose).ConfigureAwait(false);
    }
}
