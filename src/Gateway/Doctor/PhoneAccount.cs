using CallActors.Carriers.Twilio;
using CallActors.Gateway.Options;

namespace CallActors.Gateway.Doctor;

/// <summary>Whether the phone carrier, or the simulator in its place, accepts the account.</summary>
public static class PhoneAccount
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    /// <summary>One finding; none without a carrier. Telnyx' account is not asked: a wrong key shows at the first call.</summary>
    public static async Task<IReadOnlyList<Finding>> ExamineAsync(GatewayOptions options)
    {
        if (options.Phone.Effective is not PhoneCarrier.Twilio) return [];
        const string part = "Twilio account";
        using var rest = new TwilioRest(Composition.TwilioOf(options));
        using var deadline = new CancellationTokenSource(Within);
        try
        {
            return await rest.CheckAsync(deadline.Token).ConfigureAwait(false) is { } fault
                ? [Finding.Amiss(part, fault, "check CALLME_PHONE_ACCOUNT_SID and CALLME_PHONE_AUTH_TOKEN against Twilio's console")]
                : [Finding.Well(part, "is accepted")];
        }
        catch (OperationCanceledException)
        {
            return [Finding.Amiss(part, $"Twilio did not answer within {Within.TotalSeconds:0} s", "check the network, and CALLACTORS_PHONE_API if it is set")];
        }
    }
}
