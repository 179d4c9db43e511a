using CallActors.Carriers.Telnyx;
using CallActors.Carriers.Twilio;
using CallActors.Gateway.Options;

namespace CallActors.Gateway.Doctor;

/// <summary>Whether the phone carrier, or the simulator in its place, accepts the account, and whether it is set up for calls.</summary>
public static class PhoneAccount
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    /// <summary>One finding or several; none without a carrier.</summary>
    public static async Task<IReadOnlyList<Finding>> ExamineAsync(GatewayOptions options)
    {
        using var deadline = new CancellationTokenSource(Within);
        try
        {
            return options.Phone.Effective switch
            {
                PhoneCarrier.Twilio => [await TwilioAsync(options, deadline.Token).ConfigureAwait(false)],
                PhoneCarrier.Telnyx => await TelnyxAsync(options, deadline.Token).ConfigureAwait(false),
                _ => [],
            };
        }
        catch (OperationCanceledException)
        {
            return [Finding.Amiss($"{options.Phone.Effective} account", $"it did not answer within {Within.TotalSeconds:0} s", "check the network, and CALLACTORS_PHONE_API if it is set")];
        }
    }

    private static async Task<Finding> TwilioAsync(GatewayOptions options, CancellationToken cancellationToken)
    {
        const string part = "Twilio account";
        using var rest = new TwilioRest(Composition.TwilioOf(options));
        return await rest.CheckAsync(cancellationToken).ConfigureAwait(false) is { } fault
            ? Finding.Amiss(part, fault, "check CALLME_PHONE_ACCOUNT_SID and CALLME_PHONE_AUTH_TOKEN against Twilio's console")
            : Finding.Well(part, "is accepted");
    }

    private static async Task<IReadOnlyList<Finding>> TelnyxAsync(GatewayOptions options, CancellationToken cancellationToken)
    {
        var telnyx = Composition.TelnyxOf(options);
        using var http = TelnyxClient.NewHttp(telnyx);
        var account = new TelnyxAccount(new TelnyxClient(http, telnyx, TimeProvider.System, Random.Shared.NextDouble), telnyx);
        return [.. (await account.ExamineAsync(cancellationToken).ConfigureAwait(false)).Select(check => TelnyxFindings.Of(check, options.PublicUrl))];
    }
}
