using CallActors.Gateway.Calls;
using CallActors.Gateway.Hosting;
using CallActors.Gateway.Media;
using CallActors.Gateway.Options;
using CallActors.Gateway.Phone;
using CallActors.Simulators.Media;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CallActors.Rehearsal;

/// <summary>The phone page as a handset of the simulated network, on a server of its own.</summary>
public sealed class HandsetPage : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly PageHandset _handset;

    private HandsetPage(WebApplication app, PageHandset handset) => (_app, _handset) = (app, handset);

    /// <summary>Where the page is.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <param name="dials">The number that the page calls, whatever it dials.</param>
    /// <param name="port">0 takes a free one.</param>
    public static async Task<HandsetPage> StartAsync(Handset handset, string dials, int port = 0)
    {
        var bridge = new PageHandset(handset, dials);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Services
            .AddSingleton(new GatewayOptions { Port = port })
            .AddSingleton<PublicAddress>()
            .AddSingleton<ShutdownGate>()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(bridge.Exchange)
            .AddSingleton<IMediaStreams>(bridge)
            .AddMediaSockets();
        var app = builder.Build();
        app.UseWebSockets();
        app.MapMediaSockets().MapPhoneLine().MapPhonePages(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        await app.StartAsync().ConfigureAwait(false);
        return new HandsetPage(app, bridge);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _handset.DisposeAsync().ConfigureAwait(false);
        _app.Services.GetRequiredService<ShutdownGate>().CloseSockets();
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }
}
