using CallActors.Simulators.Media;
using CallActors.Simulators.Telnyx;

namespace CallActors.Rehearsal;

/// <summary>The simulated Telnyx.</summary>
internal sealed class RehearsedTelnyx : IRehearsedCarrier
{
    private readonly SimulatedTelnyx _telnyx;

    private RehearsedTelnyx(SimulatedTelnyx telnyx, string person) => (_telnyx, Phone) = (telnyx, telnyx.Phone(person));

    public string Description => $"Simulated Telnyx at {_telnyx.BaseUrl}, connection {_telnyx.Options.ConnectionId}, number {_telnyx.Options.Number}";

    public Handset Phone { get; }

    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["CALLME_PHONE_PROVIDER"] = "telnyx",
        ["CALLME_PHONE_ACCOUNT_SID"] = _telnyx.Options.ConnectionId,
        ["CALLME_PHONE_AUTH_TOKEN"] = _telnyx.Options.ApiKey,
        ["CALLME_TELNYX_PUBLIC_KEY"] = _telnyx.PublicKey,
        ["CALLACTORS_PHONE_API"] = _telnyx.BaseUrl.AbsoluteUri.TrimEnd('/'),
    };

    public IEnumerable<string> Complaints => _telnyx.Complaints;

    public static async Task<IRehearsedCarrier> StartAsync(string number, string person, Uri gateway) => new RehearsedTelnyx(
        await SimulatedTelnyx.StartAsync(new SimulatedTelnyxOptions { Number = number, WebhookUrl = new Uri(gateway, "twiml") }).ConfigureAwait(false), person);

    public ValueTask DisposeAsync() => _telnyx.DisposeAsync();
}
