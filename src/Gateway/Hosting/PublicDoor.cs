using CallActors.Gateway.Http;
using CallActors.Gateway.Options;

namespace CallActors.Gateway.Hosting;

/// <summary>
/// What strangers reach. A tunnel or a proxy that lets a carrier in lets everybody in: who comes by it finds what asks for a signature, a
/// token or the API key, and health, but not the phone, which answers calls without asking who it is. <c>gateway.phone-page</c> opens that
/// too.
/// </summary>
public sealed class PublicDoor(GatewayOptions options)
{
    private static readonly PathString[] Open = ["/api", "/mcp", "/openapi", "/health", "/twiml", "/whatsapp", "/media-stream", "/edge"];

    // Set by proxies and tunnels; a browser on this machine sends none of them.
    private static readonly string[] Forwarding = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "CF-Connecting-IP"];

    private readonly string _publicHost = options.PublicUrl.Length > 0 ? new Uri(options.PublicUrl).Host : "";

    /// <summary>Middleware, before everything else.</summary>
    public Task InvokeAsync(HttpContext http, RequestDelegate next) =>
        options.PhonePageForAll || !IsFromOutside(http.Request) || Open.Any(path => http.Request.Path.StartsWithSegments(path))
            ? next(http)
            : Problems.WriteAsync(http, StatusCodes.Status404NotFound, "not-public",
                "This page is for the gateway's own machine: open it by that machine's address, or allow it with gateway.phone-page = everywhere.");

    private bool IsFromOutside(HttpRequest request) =>
        Forwarding.Any(request.Headers.ContainsKey)
        || (request.Host.Host.Equals(_publicHost, StringComparison.OrdinalIgnoreCase) && !IsLoopback(_publicHost));

    private static bool IsLoopback(string host) => host is "localhost" || (System.Net.IPAddress.TryParse(host.Trim('[', ']'), out var address) && System.Net.IPAddress.IsLoopback(address));
}
