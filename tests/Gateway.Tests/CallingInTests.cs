using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using CallActors.Contracts.Switchboard;
using CallActors.Gateway.Options;
using CallActors.Gateway.People;
using CallActors.Gateway.Tests.Fakes;
using CallActors.Simulators.Telnyx;
using CallActors.Simulators.Twilio;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CallActors.Gateway.Tests;

/// <summary>The whole gateway, with real webhooks of simulated carriers: who is let in, and what is remembered of who was not.</summary>
public sealed class CallingInTests : IDisposable
{
    private const string ApiKey = "test-key-0123456789";
    private const string Ours = "+15005550006";
    private const string Ada = "+14155550101";
    private const string Grace = "+14155550102";
    private const string Stranger = "+14155550177";

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-tests-").FullName;
    private readonly LogLines _log = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(StrangerPolicy.Silent, "no-answer")]
    [InlineData(StrangerPolicy.Busy, "busy")]
    [InlineData(StrangerPolicy.Message, "completed")]
    public async Task At_Twilio_a_known_person_with_a_pin_gets_in_and_nobody_else(StrangerPolicy strangers, string status)
    {
        var port = FreePort();
        var gateway = new Uri($"http://127.0.0.1:{port}");
        await using var twilio = await TwilioSimulator.StartAsync(new TwilioSimulatorOptions { Numbers = [new TwilioNumber(Ours) { VoiceUrl = new Uri(gateway, "/twiml") }] });
        await using var app = await StartAsync(port, strangers, new PhoneOptions
        {
            Carrier = PhoneCarrier.Twilio,
            Account = twilio.Options.AccountSid,
            Secret = twilio.Options.AuthToken,
            Number = Ours,
            Api = twilio.Address.AbsoluteUri.TrimEnd('/'),
        });

        // A person of the list without a PIN is a stranger, and so is one whose number is withheld.
        var ada = twilio.AddHandset(Ada);
        ada.CallerId = "+266696687";
        foreach (var phone in new[] { twilio.AddHandset(Stranger), twilio.AddHandset(Grace), ada })
        {
            var call = phone.Dial(Ours);
            await call.WaitForStatusAsync(s => s == status, TestGateway.Patience);
            Assert.Equal(strangers is StrangerPolicy.Message ? ["Nobody is here."] : [], call.Verbs.OfType<TwimlVerb.Say>().Select(v => v.Text));
        }

        var audit = await AuditAsync(gateway, "%3F");
        Assert.Equal(["turned-away", "turned-away", "turned-away"], audit.Select(e => e.GetProperty("deed").GetString()));
        Assert.Equal(["twilio …87", "twilio …02", "twilio …77"], audit.Select(e => e.GetProperty("detail").GetString()));

        ada.CallerId = Ada;
        var talk = await ada.DialAsync(Ours, TestGateway.Patience);
        await talk.WaitForVerbAsync<TwimlVerb.Connect>(TestGateway.Patience);
        ada.HangUp();
        Assert.Equal(3, (await AuditAsync(gateway, "%3F")).Count);
        AssertNothingOfNumbers();
    }

    [Fact]
    public async Task At_Telnyx_a_known_person_with_a_pin_gets_in_and_nobody_else()
    {
        var port = FreePort();
        var gateway = new Uri($"http://127.0.0.1:{port}");
        await using var telnyx = await SimulatedTelnyx.StartAsync(new SimulatedTelnyxOptions { WebhookUrl = new Uri(gateway, "/twiml") });
        await using var app = await StartAsync(port, StrangerPolicy.Message, new PhoneOptions
        {
            Carrier = PhoneCarrier.Telnyx,
            Account = telnyx.Options.ConnectionId,
            Secret = telnyx.Options.ApiKey,
            Number = telnyx.Options.Number,
            PublicKey = telnyx.PublicKey,
            Api = new Uri(telnyx.BaseUrl, "/v2").AbsoluteUri,
        });
        var told = telnyx.Ring(Stranger);
        await telnyx.UntilAsync(() => told.State is SimulatedCallState.Ended, "the end");
        Assert.Equal("Nobody is here.", Assert.Single(told.Spoken).Text);
        Assert.Equal("telnyx …77", Assert.Single(await AuditAsync(gateway, "%3F")).GetProperty("detail").GetString());

        var talk = telnyx.Ring(Ada);
        await telnyx.UntilAsync(() => talk.IsStreaming, "the stream");
        talk.HangUp();
        AssertNothingOfNumbers();
    }

    private async Task<WebApplication> StartAsync(int port, StrangerPolicy strangers, PhoneOptions phone)
    {
        var options = new GatewayOptions
        {
            Port = port,
            DataFolder = _folder,
            PublicUrl = $"http://127.0.0.1:{port}",
            Phone = phone,
            People = [new Person("Ada", Ada), new Person("Grace", Grace)],
            Inbound = new InboundOptions { Strangers = strangers, Message = "Nobody is here." },
        };
        new Pins(options.People, options.DefaultCallee, options.PinFolder).Keep(PersonId.Of("ada"), PinHash.Make("271828", PinHash.FewestIterations));
        var app = Composition.Build(options, ApiKey, services => services.AddSingleton<ILoggerProvider>(_log));
        await app.StartAsync();
        return app;
    }

    private static async Task<IReadOnlyList<JsonElement>> AuditAsync(Uri gateway, string person)
    {
        using var client = new HttpClient { BaseAddress = gateway, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", ApiKey) } };
        return [.. JsonDocument.Parse(await client.GetStringAsync(new Uri($"/api/audit?person={person}", UriKind.Relative))).RootElement.GetProperty("entries").EnumerateArray()];
    }

    private void AssertNothingOfNumbers()
    {
        Assert.NotEmpty(_log.Lines);
        Assert.All(_log.Lines, line => Assert.DoesNotContain("415555", line, StringComparison.Ordinal));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
