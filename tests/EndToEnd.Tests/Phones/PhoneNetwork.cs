using System.Net;
using System.Net.Sockets;
using CallActors.Simulators.Media;

namespace CallActors.EndToEnd.Tests.Phones;

/// <summary>A simulated carrier that refuses what the carrier refuses, one phone in its network, and the gateway's process with an account
/// there. Shared by the tests of a class: each sets the phone's plan, and ends the call that it began.</summary>
public abstract class PhoneNetwork : IAsyncLifetime
{
    public const string Ours = "+15005550006";
    public const string Person = "+15550002222";

    public RunningGateway Gateway { get; private set; } = null!;

    public Handset Phone { get; private set; } = null!;

    /// <summary>What our side has done wrong so far, each with its cause as the first word.</summary>
    public abstract IReadOnlyList<string> Complaints { get; }

    /// <summary>Complaints that a broken media socket brings with it, by their first word.</summary>
    public abstract string[] OfABrokenSocket { get; }

    /// <summary>Calls so far, either way.</summary>
    public abstract int Calls { get; }

    public async Task InitializeAsync()
    {
        // Each must know the other's address before it starts: the carrier's is chosen first.
        var port = FreePort();
        Gateway = await RunningGateway.StartAsync($$"""
            gateway.callee = "{{Person}}"
            phone { number = "{{Ours}}", {{Account(port)}} }
            """);
        Phone = await StartAsync(port, Gateway.Process.Address);
    }

    public async Task DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await StopAsync();
    }

    /// <summary>The section <c>phone</c> of the gateway's configuration, without the number.</summary>
    /// <param name="port">The carrier's.</param>
    protected abstract string Account(int port);

    /// <summary>Starts the carrier, which sends its webhooks to the gateway.</summary>
    protected abstract Task<Handset> StartAsync(int port, Uri gateway);

    protected abstract Task StopAsync();

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
