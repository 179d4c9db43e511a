using CallActors.Simulators.Media;
using CallActors.Simulators.Twilio;

namespace CallActors.Rehearsal;

/// <summary>The simulated Twilio.</summary>
internal sealed class RehearsedTwilio : IRehearsedCarrier
{
    private readonly TwilioSimulator _twilio;
    private readonly string _number;

    private RehearsedTwilio(TwilioSimulator twilio, string number, string person) => (_twilio, _number, Phone) = (twilio, number, twilio.AddHandset(person));

    public string Description => $"Simulated Twilio at {_twilio.Address}, account {_twilio.Options.AccountSid}, number {_number}";

    public Handset Phone { get; }

    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["CALLME_PHONE_PROVIDER"] = "twilio",
        ["CALLME_PHONE_ACCOUNT_SID"] = _twilio.Options.AccountSid,
        ["CALLME_PHONE_AUTH_TOKEN"] = _twilio.Options.AuthToken,
        ["CALLACTORS_PHONE_API"] = _twilio.Address.AbsoluteUri.TrimEnd('/'),
    };

    public IEnumerable<string> Complaints => _twilio.Alerts.Select(alert => $"{alert.Code} {alert.What}");

    public static async Task<IRehearsedCarrier> StartAsync(string number, string person, Uri gateway) => new RehearsedTwilio(
        await TwilioSimulator.StartAsync(new TwilioSimulatorOptions
        {
            Numbers = [new TwilioNumber(number) { VoiceUrl = new Uri(gateway, "twiml"), SmsUrl = new Uri(gateway, "whatsapp") }],
        }).ConfigureAwait(false),
        number,
        person);

    public ValueTask DisposeAsync() => _twilio.DisposeAsync();
}
