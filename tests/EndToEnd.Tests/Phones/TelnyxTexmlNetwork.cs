using CallActors.Simulators.Media;
using CallActors.Simulators.Telnyx;

namespace CallActors.EndToEnd.Tests.Phones;

/// <summary>The simulated Telnyx, whose calls are placed by TeXML, with callbacks twice and late, and audio out of order.</summary>
public sealed class TelnyxTexmlNetwork : PhoneNetwork
{
    private static readonly SimulatedTelnyxOptions Options = new()
    {
        Number = Ours,
        Seed = 5,
        DuplicateWebhooks = 0.5,
        LateWebhooks = 0.3,
        MediaReach = 4,
    };

    private SimulatedTelnyx _telnyx = null!;

    public override IReadOnlyList<string> Complaints => _telnyx.Complaints;

    /// <summary>None: the document sends the call back to us, and we connect it again.</summary>
    public override string[] OfABrokenSocket => [];

    public override int Calls => _telnyx.Calls.Count;

    protected override string Account(int port) =>
        $"""
        carrier = telnyx, telnyx-api = texml, telnyx-account = "{Options.TexmlAccount}", account = "{Options.TexmlApplication}", secret = "{Options.ApiKey}",
        public-key = "{TelnyxNetwork.PublicKey}", api = "http://127.0.0.1:{port}/v2"
        """;

    protected override async Task<Handset> StartAsync(int port, Uri gateway)
    {
        _telnyx = await SimulatedTelnyx.StartAsync(Options with { Port = port, WebhookUrl = new Uri(gateway, "/twiml") });
        return _telnyx.Phone(Person);
    }

    protected override Task StopAsync() => _telnyx.DisposeAsync().AsTask();
}
