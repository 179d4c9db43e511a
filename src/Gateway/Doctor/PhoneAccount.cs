using CallActors.Carriers.Telnyx;
using CallActors.Carriers.Twilio;
using CallActors.Contracts.Carriers;
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
                PhoneCarrier.Twilio => await TwilioAsync(options, deadline.Token).ConfigureAwait(false),
                PhoneCarrier.Telnyx => await TelnyxAsync(options, deadline.Token).ConfigureAwait(false),
                _ => [],
            };
        }
        catch (OperationCanceledException)
        {
            return [Finding.Amiss($"{options.Phone.Effective} account", $"it did not answer within {Within.TotalSeconds:0} s", "check the network, and CALLACTORS_PHONE_API if it is set")];
        }
    }

    private static async Task<IReadOnlyList<Finding>> TwilioAsync(GatewayOptions options, CancellationToken cancellationToken)
    {
        using var rest = new TwilioRest(Composition.TwilioOf(options));
        if (await rest.CheckAsync(cancellationToken).ConfigureAwait(false) is { } fault) return [TwilioFindings.Refused(fault)];
        try
        {
            var number = await TwilioNumberCheck.AskAsync(rest, options.Phone.Number, cancellationToken).ConfigureAwait(false);
            return [TwilioFindings.Accepted, TwilioFindings.Of(number, options.PublicUrl)];
        }
        catch (CarrierException e)
        {
            return [TwilioFindings.Accepted, TwilioFindings.Unknown(e.Message)];
        }
    }

    private static async Task<IReadOnlyList<Finding>> TelnyxAsync(GatewayOptions options, CancellationToken cancellationToken)
    {
        var telnyx = Composition.TelnyxOf(options);
        using var http = TelnyxClient.NewHttp(telnyx);
        var account = new TelnyxAccount(new TelnyxClient(http, telnyx, TimeProvider.System, Random.Shared.NextDouble), telnyx);
        return [.. (await account.ExamineAsync(cancellationToken).ConfigureAwait(false)).Select(check => TelnyxFindings.Of(check, options.PublicUrl, options.Phone.TelnyxApi))];
    }
}
