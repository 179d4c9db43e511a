using System.Net;
using System.Net.Sockets;
using CallActors.Simulators.Twilio;

namespace CallActors.EndToEnd.Tests;

/// <summary>The gateway's process with a simulated Twilio account behind it.</summary>
internal sealed class SimulatedPhoneLine : IAsyncDisposable
{
    public const string Ours = "+15005550006";
    public const string Person = "+15550002222";
    public const string Account = "AC0123456789abcdef0123456789abcdef";
    public const string Token = "0123456789abcdef0123456789abcdef";

    private SimulatedPhoneLine(RunningGateway gateway, TwilioSimulator twilio) => (Gateway, Twilio) = (gateway, twilio);

    public RunningGateway Gateway { get; }

    public TwilioSimulator Twilio { get; }

    /// <param name="more">More of the gateway's configuration.</param>
    public static async Task<SimulatedPhoneLine> StartAsync(string more = "")
    {
        // Each must know the other's address before it starts: Twilio's is chosen first.
        var port = FreePort();
        var gateway = await RunningGateway.StartAsync($$"""
            gateway.callee = "{{Person}}"
            phone { carrier = twilio, account = "{{Account}}", secret = "{{Token}}", number = "{{Ours}}", api = "http://127.0.0.1:{{port}}" }
            {{more}}
            """);
        var asked = new Uri(gateway.Process.Address, "/twiml");
        return new SimulatedPhoneLine(gateway, await TwilioSimulator.StartAsync(new TwilioSimulatorOptions
        {
            Port = port,
            AccountSid = Account,
            AuthToken = Token,
            Numbers = [new TwilioNumber(Ours) { VoiceUrl = asked, SmsUrl = asked }],
            Disorder = new TwilioDisorder { Seed = 7, DuplicateCallbacks = 0.5, LateCallbacks = 0.3 },
        }));
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Twilio.DisposeAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
