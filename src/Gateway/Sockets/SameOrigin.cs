using System.Net;

namespace CallActors.Gateway.Sockets;

/// <summary>Whether a browser's request comes from this gateway's own pages.</summary>
public static class SameOrigin
{
    /// <summary>
    /// True for requests without an <c>Origin</c> (no browser sends a cross-site WebSocket without one), and for those whose origin is
    /// the host that they ask. That host must be an address, <c>localhost</c> or the public name: another site's name that is made to
    /// resolve to this machine (DNS rebinding) is same-origin with itself and must still stay out.
    /// </summary>
    /// <param name="publicUrl">The gateway's public address.</param>
    public static bool Accepts(HttpRequest request, string publicUrl)
    {
        var origins = request.Headers.Origin;
        if (origins.Count == 0) return IsOwnName(request.Host.Host, publicUrl);
        if (origins.Count > 1 || !Uri.TryCreate(origins[0], UriKind.Absolute, out var origin) || origin.Scheme is not ("http" or "https")) return false;
        if (!IsOwnName(request.Host.Host, publicUrl)) return false;
        // Behind a proxy the request arrives as http while the page is https: the public address says which is meant.
        if (Uri.TryCreate(publicUrl, UriKind.Absolute, out var own) && SameAuthority(origin, own)) return true;
        return Uri.TryCreate($"{origin.Scheme}://{request.Host.Value}", UriKind.Absolute, out var asked) && SameAuthority(origin, asked);
    }

    private static bool IsOwnName(string host, string publicUrl) =>
        IPAddress.TryParse(host.Trim('[', ']'), out _)
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (Uri.TryCreate(publicUrl, UriKind.Absolute, out var own) && own.Host.Equals(host, StringComparison.OrdinalIgnoreCase));

    private static bool SameAuthority(Uri a, Uri b) => a.Host.Equals(b.Host, StringComparison.OrdinalIgnoreCase) && a.Port == b.Port;
}
