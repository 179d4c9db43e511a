using CallActors.Simulators.Media;
using CallActors.Simulators.Telnyx;

namespace CallActors.EndToEnd.Tests.Phones;

/// <summary>The simulated Telnyx, with events twice and late, and audio out of order.</summary>
public sealed class TelnyxNetwork : PhoneNetwork
{
    /// <summary>The half of the simulator's key that is public.</summary>
    internal const string PublicKey = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    private static readonly SimulatedTelnyxOptions Options = new()
    {
        Number = Ours,
        Seed = 5,
        DuplicateWebhooks = 0.5,
        LateWebhooks = 0.3,
        MediaReach = 4,
    };

    internal SimulatedTelnyx Telnyx { get; private set; } = null!;

    public override IReadOnlyList<string> Complaints => Telnyx.Complaints;

    /// <summary>None: Telnyx tells of the lost stream, and we ask for the next.</summary>
    public override string[] OfABrokenSocket => [];

    public override int Calls => Telnyx.Calls.Count;

    protected override string Account(int port) =>
        $"""carrier = telnyx, account = "{Options.ConnectionId}", secret = "{Options.ApiKey}", public-key = "{PublicKey}", api = "http://127.0.0.1:{port}/v2" """;

    protected override async Task<Handset> StartAsync(int port, Uri gateway)
    {
        Telnyx = await SimulatedTelnyx.StartAsync(Options with { Port = port, WebhookUrl = new Uri(gateway, "/twiml") });
        return Telnyx.Phone(Person);
    }

    protected override Task StopAsync() => Telnyx.DisposeAsync().AsTask();
}
