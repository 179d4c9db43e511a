using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CallActors.Simulators.Server;

/// <summary>A vendor's server on loopback: real HTTP and WebSockets, with the faults that a test or a rehearsal asks for.</summary>
public sealed class SimulatorServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SimulatorServer(WebApplication app, SimulatedFaults faults) => (_app, Faults) = (app, faults);

    /// <summary>What goes wrong next.</summary>
    public SimulatedFaults Faults { get; }

    /// <summary>Where it listens: <c>http://127.0.0.1:PORT/</c>.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The same for WebSockets: <c>ws://127.0.0.1:PORT/</c>.</summary>
    public Uri SocketAddress => new UriBuilder(Address) { Scheme = "ws" }.Uri;

    /// <summary>Starts a server.</summary>
    /// <param name="map">Its endpoints.</param>
    /// <param name="port">0 takes a free one.</param>
    public static async Task<SimulatorServer> StartAsync(Action<WebApplication> map, int port = 0, TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        // A simulator that ends waits for nobody.
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(o => o.ShutdownTimeout = TimeSpan.Zero);
        var app = builder.Build();
        var faults = new SimulatedFaults(time ?? TimeProvider.System);
        app.UseWebSockets();
        app.Use(faults.InvokeAsync);
        map(app);
        await app.StartAsync().ConfigureAwait(false);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new SimulatorServer(app, faults) { Address = new Uri(address) };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Faults.ReleaseAll();
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }
}
