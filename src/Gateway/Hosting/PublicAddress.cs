using System.Net;
using CallActors.Gateway.Options;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CallActors.Gateway.Hosting;

/// <summary>The address by which others reach the gateway: the configured one, else the one it listens on, which is known once it
/// listens.</summary>
public sealed class PublicAddress(GatewayOptions options, IServer server)
{
    /// <summary>Without a trailing slash.</summary>
    public string Url => options.PublicUrl.Length > 0 ? options.PublicUrl : Listening;

    /// <summary>The address it listens on, as a browser on this machine would write it.</summary>
    public string Listening
    {
        get
        {
            var bound = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
            var url = bound is null ? new UriBuilder("http", options.Host, options.Port) : new UriBuilder(bound);
            if (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
                url.Host = "localhost";
            return url.Uri.GetLeftPart(UriPartial.Authority);
        }
    }
}
