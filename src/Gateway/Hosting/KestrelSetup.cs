using System.Net;
using System.Security.Cryptography.X509Certificates;
using CallActors.Gateway.Http;
using CallActors.Gateway.Options;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace CallActors.Gateway.Hosting;

/// <summary>The web server: where it listens and what it bounds before anybody is known.</summary>
public static class KestrelSetup
{
    /// <summary>Connections that are open at once, WebSockets aside; further ones are closed at once.</summary>
    public const int MostConnections = 4096;

    public static WebApplicationBuilder UseGatewayKestrel(this WebApplicationBuilder builder, GatewayOptions options)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBodyReader.MaxBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.MaxRequestLineSize = 4 * 1024;
            // Strangers included; every waiting request and every followed call has one. Media sockets are counted by MediaLimits.
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            if (options.Host == "localhost") kestrel.ListenLocalhost(options.Port, Secure);
            else kestrel.Listen(IPAddress.Parse(options.Host), options.Port, Secure);
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "HH:mm:ss ";
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // Its own line on the port in use is followed by ours, which says what to do.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        return builder;

        void Secure(ListenOptions listen)
        {
            if (options.TlsCertificate.Length > 0) listen.UseHttps(Certificate(options));
        }
    }

    /// <summary>With the chain that the file holds.</summary>
    private static HttpsConnectionAdapterOptions Certificate(GatewayOptions options)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(options.TlsCertificate);
        return new HttpsConnectionAdapterOptions
        {
            ServerCertificate = X509Certificate2.CreateFromPemFile(options.TlsCertificate, options.TlsKey.Length > 0 ? options.TlsKey : null),
            ServerCertificateChain = chain,
            HandshakeTimeout = TimeSpan.FromSeconds(5),
        };
    }
}
