using System.Net;
using CallActors.Gateway.Doctor;
using CallActors.Gateway.Options;
using CallActors.Gateway.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CallActors.Gateway.Tests;

/// <summary>What the doctor finds at the public address.</summary>
public sealed class PublicReachTests
{
    [Fact]
    public async Task Without_a_public_address_there_is_nothing_to_find() => Assert.Empty(await PublicReach.ExamineAsync(new GatewayOptions()));

    [Fact]
    public async Task A_gateway_that_knows_the_address_and_takes_sockets_is_well()
    {
        // The port is known only once it is listened on: the public address is that of a proxy in front.
        string backend = "";
        await using var proxy = await ProxyAsync(() => backend, sockets: true);
        await using var gateway = await TestGateway.StartAsync(o => o with { PublicUrl = proxy.Urls.Single() });
        backend = gateway.Address.ToString();
        var findings = await PublicReach.ExamineAsync(new GatewayOptions { PublicUrl = proxy.Urls.Single() });
        Assert.Equal([true, true], findings.Select(f => f.Ok));
    }

    [Fact]
    public async Task A_proxy_that_keeps_sockets_back_is_found()
    {
        string backend = "";
        await using var proxy = await ProxyAsync(() => backend, sockets: false);
        await using var gateway = await TestGateway.StartAsync(o => o with { PublicUrl = proxy.Urls.Single() });
        backend = gateway.Address.ToString();
        var findings = await PublicReach.ExamineAsync(new GatewayOptions { PublicUrl = proxy.Urls.Single() });
        Assert.Equal([true, false], findings.Select(f => f.Ok));
        Assert.Contains("WebSockets", findings[1].Mend, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_another_gateway_of_something_else_and_of_nothing_are_told_apart()
    {
        await using var gateway = await TestGateway.StartAsync(o => o with { PublicUrl = "https://elsewhere.example.org" });
        Assert.Contains("another public address", await AmissAsync(gateway.Address.ToString().TrimEnd('/')), StringComparison.Ordinal);
        await using var other = await ServeAsync(http => http.Response.WriteAsync("[1]"));
        Assert.Contains("answers 200, and not as a gateway does", await AmissAsync(other.Urls.Single()), StringComparison.Ordinal);
        var address = other.Urls.Single();
        await other.StopAsync();
        Assert.Contains("cannot be reached", await AmissAsync(address), StringComparison.Ordinal);

        static async Task<string> AmissAsync(string url)
        {
            var finding = Assert.Single(await PublicReach.ExamineAsync(new GatewayOptions { PublicUrl = url }));
            Assert.False(finding.Ok);
            return finding.State;
        }
    }

    private static Task<WebApplication> ProxyAsync(Func<string> backend, bool sockets)
    {
        var client = new HttpClient();
        return ServeAsync(async http =>
        {
            if (http.WebSockets.IsWebSocketRequest)
            {
                if (!sockets) http.Response.StatusCode = (int)HttpStatusCode.BadGateway;
                else (await http.WebSockets.AcceptWebSocketAsync()).Dispose();
                return;
            }

            await http.Response.WriteAsync(await client.GetStringAsync(new Uri(backend() + http.Request.Path.Value!.TrimStart('/'))));
        });
    }

    private static async Task<WebApplication> ServeAsync(RequestDelegate serve)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.UseWebSockets();
        app.Run(serve);
        await app.StartAsync();
        return app;
    }
}
