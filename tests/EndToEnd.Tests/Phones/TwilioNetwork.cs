using CallActors.Simulators.Media;
using CallActors.Simulators.Twilio;

namespace CallActors.EndToEnd.Tests.Phones;

/// <summary>The simulated Twilio, with callbacks twice and late.</summary>
public sealed class TwilioNetwork : PhoneNetwork
{
    private const string AccountSid = "AC0123456789abcdef0123456789abcdef";
    private const string Token = "0123456789abcdef0123456789abcdef";

    private TwilioSimulator _twilio = null!;

    public override IReadOnlyList<string> Complaints => [.. _twilio.Alerts.Select(alert => $"{alert.Code} {alert.What}")];

    public override string[] OfABrokenSocket => ["31903"];

    public override int Calls => _twilio.Calls.Count;

    protected override string Account(int port) => $"""carrier = twilio, account = "{AccountSid}", secret = "{Token}", api = "http://127.0.0.1:{port}" """;

    protected override async Task<Handset> StartAsync(int port, Uri gateway)
    {
        _twilio = await TwilioSimulator.StartAsync(new TwilioSimulatorOptions
        {
            Port = port,
            AccountSid = AccountSid,
            AuthToken = Token,
            Numbers = [new TwilioNumber(Ours) { VoiceUrl = new Uri(gateway, "/twiml"), SmsUrl = new Uri(gateway, "/twiml") }],
            Disorder = new TwilioDisorder { Seed = 5, DuplicateCallbacks = 0.5, LateCallbacks = 0.3 },
        });
        return _twilio.AddHandset(Person);
    }

    protected override Task StopAsync() => _twilio.DisposeAsync().AsTask();
}
