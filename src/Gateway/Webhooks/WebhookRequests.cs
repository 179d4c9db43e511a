using System.Net;
using System.Net.Sockets;
using CallActors.Carriers.Webhooks;
using Microsoft.AspNetCore.Http.Features;

namespace CallActors.Gateway.Webhooks;

/// <summary>A carrier's request as the carrier wrote it.</summary>
public static class WebhookRequests
{
    /// <summary>The request with a body that was read.</summary>
    public static WebhookRequest Of(HttpContext http, ReadOnlyMemory<byte> body) =>
        new(http.Request.Method, Target(http), http.Request.Host.Value ?? "", MediaType(http.Request.ContentType), Header(http), body);

    /// <summary>Path and query before anything was decoded: signatures cover them so.</summary>
    public static string Target(HttpContext http) =>
        http.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } target && target[0] == '/'
            ? target : http.Request.Path.ToUriComponent() + http.Request.QueryString.ToUriComponent();

    /// <summary>Reads a header's one value; null when it is missing or there are several.</summary>
    public static Func<string, string?> Header(HttpContext http) => name => http.Request.Headers[name] is { Count: 1 } values ? values[0] : null;

    /// <summary>
    /// Whom the request is counted for: its address. A request from this machine or a private network comes through a proxy, which has put
    /// the address before it last into X-Forwarded-For; whatever stands before that could be anybody's invention.
    /// </summary>
    public static string Source(HttpContext http)
    {
        var remote = http.Connection.RemoteIpAddress ?? IPAddress.None;
        if (remote.IsIPv4MappedToIPv6) remote = remote.MapToIPv4();
        if (!IsPrivate(remote)) return remote.ToString();
        var last = http.Request.Headers["X-Forwarded-For"].LastOrDefault()?.Split(',')[^1].Trim();
        return IPAddress.TryParse(last, out var forwarded) ? forwarded.ToString() : remote.ToString();
    }

    private static bool IsPrivate(IPAddress address)
    {
        if (IPAddress.IsLoopback(address)) return true;
        if (address.AddressFamily == AddressFamily.InterNetworkV6) return address.IsIPv6UniqueLocal || address.IsIPv6LinkLocal;
        var bytes = address.GetAddressBytes();
        return bytes[0] == 10
            || (bytes[0] == 172 && bytes[1] is >= 16 and < 32)
            || (bytes[0] == 192 && bytes[1] == 168)
            || (bytes[0] == 169 && bytes[1] == 254)
            // Carrier-grade NAT, which hosting platforms use between their proxies and us.
            || (bytes[0] == 100 && bytes[1] is >= 64 and < 128);
    }

    private static string MediaType(string? contentType) => contentType is null ? "" : contentType.Split(';')[0].Trim().ToLowerInvariant();
}
