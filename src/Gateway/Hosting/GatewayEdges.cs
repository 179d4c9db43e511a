using CallActors.Gateway.Calls;
using CallActors.Gateway.Edges;
using CallActors.Gateway.Health;
using CallActors.Gateway.Http;
using CallActors.Gateway.Mcp;
using CallActors.Gateway.Media;
using CallActors.Gateway.Options;
using CallActors.Gateway.Phone;
using CallActors.Gateway.Webhooks;

namespace CallActors.Gateway.Hosting;

/// <summary>Everything that listens: REST, MCP, media sockets, edges, carriers' webhooks, phone, health. What stands behind them is added by the caller:
/// <see cref="ICallService"/>, <see cref="IMediaStreams"/>, <see cref="Carriers.Softphone.SoftphoneExchange"/>, readiness checks.</summary>
public static class GatewayEdges
{
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PongWithin = TimeSpan.FromSeconds(15);

    /// <param name="apiKey">The key that requests must bear.</param>
    public static WebApplicationBuilder AddEdges(this WebApplicationBuilder builder, GatewayOptions options, string apiKey)
    {
        builder.UseGatewayKestrel(options);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(new BearerKey(apiKey));
        builder.Services.AddSingleton<PublicAddress>();
        builder.Services.AddSingleton<PublicDoor>();
        builder.Services.AddRestApi().AddMcp(apiKey).AddMediaSockets().AddEdgeLinks(options).AddWebhooks().AddHealth();
        return builder;
    }

    public static WebApplication MapEdges(this WebApplication app)
    {
        app.UseOneSlash();
        app.Use(app.Services.GetRequiredService<PublicDoor>().InvokeAsync);
        app.UseRouting();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = PingEvery, KeepAliveTimeout = PongWithin });
        return app.MapRestApi().MapMcp().MapMediaSockets().MapEdgeLinks().MapWebhooks().MapPhoneLine().MapPhonePages(WebRoot).MapHealth();
    }

    /// <summary>The pages lie beside the program.</summary>
    private static string WebRoot => Path.Combine(AppContext.BaseDirectory, "wwwroot");
}
