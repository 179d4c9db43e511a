using CallActors.Gateway.Calls;
using CallActors.Gateway.Hosting;
using CallActors.Gateway.Http;
using CallActors.Gateway.Options;
using CallActors.McpEdge;

namespace CallActors.Gateway.Mcp;

/// <summary>MCP over HTTP: its services and its route.</summary>
public static partial class McpRoutes
{
    /// <param name="apiKey">The gateway's key: the tools speak to its own REST API.</param>
    public static IServiceCollection AddMcp(this IServiceCollection services, string apiKey)
    {
        services.AddSingleton(s => PhoneTools.OfGateway(
            new Uri(s.GetRequiredService<PublicAddress>().Listening + "/"),
            apiKey,
            s.GetRequiredService<GatewayOptions>().TlsCertificate,
            s.GetRequiredService<TimeProvider>(),
            line => LogTools(s.GetRequiredService<ILogger<PhoneTools>>(), line)));
        services.AddSingleton(s => new McpSessions(id => New(s, id), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new McpEndpoint(
            s.GetRequiredService<McpSessions>(), () => New(s, null), s.GetRequiredService<RequestBodyReader>(), s.GetRequiredService<ShutdownGate>(), s.GetRequiredService<PublicAddress>()));
        return services;
    }

    public static WebApplication MapMcp(this WebApplication app)
    {
        app.MapPost(McpEndpoint.Path, (HttpContext http, McpEndpoint e) => e.PostAsync(http)).ExcludeFromDescription();
        app.MapGet(McpEndpoint.Path, (HttpContext http, McpEndpoint e) => e.GetAsync(http)).ExcludeFromDescription();
        app.MapDelete(McpEndpoint.Path, (HttpContext http, McpEndpoint e) => e.DeleteAsync(http)).ExcludeFromDescription();
        return app;
    }

    private static McpSession New(IServiceProvider services, string? id) => new(
        id, services.GetRequiredService<PhoneTools>().ServerOptions, services.GetRequiredService<ILoggerFactory>(), services);

    [LoggerMessage(Level = LogLevel.Warning, Message = "MCP: {Line}")]
    private static partial void LogTools(ILogger log, string line);
}
