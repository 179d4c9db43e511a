using CallActors.Carriers.Twilio;
using CallActors.Gateway.Webhooks;

namespace CallActors.Gateway.Doctor;

/// <summary>What was found of a Twilio account, with what to do about it.</summary>
internal static class TwilioFindings
{
    private const string Account = "Twilio account";
    private const string Number = "Twilio number";

    public static Finding Accepted { get; } = Finding.Well(Account, "is accepted");

    public static Finding Refused(string fault) =>
        Finding.Amiss(Account, fault, "check CALLME_PHONE_ACCOUNT_SID and CALLME_PHONE_AUTH_TOKEN against Twilio's console");

    public static Finding Unknown(string fault) => Finding.Amiss(Number, fault, "try again, and see the number's state in Twilio's console (Phone Numbers, Active numbers)");

    public static Finding Of(TwilioNumberCheck check, string publicUrl) => check.Kind switch
    {
        TwilioNumberKind.Own when check.TextUrl == publicUrl + WebhookEndpoints.Calls || check.TextUrl == publicUrl + WebhookEndpoints.Texts => Finding.Well(Number, "is the account's, for calls, and sends its texts here"),
        // Calls are placed all the same.
        TwilioNumberKind.Own => Finding.Well(
            Number, $"is the account's, for calls; for replies to texts set its messaging webhook to {publicUrl}{WebhookEndpoints.Calls} in Twilio's console (Phone Numbers, Active numbers)"),
        TwilioNumberKind.OwnWithoutVoice => Finding.Amiss(Number, "is the account's, and none for calls", "set CALLME_PHONE_NUMBER to a number of the account that has voice"),
        TwilioNumberKind.Verified => Finding.Well(Number, "is verified for the account: calls are placed from it; calls and texts to it do not come here"),
        _ => Finding.Amiss(Number, "is neither the account's nor verified for it", "set CALLME_PHONE_NUMBER to a number of this account, in E.164, or buy or verify it in Twilio's console (Phone Numbers)"),
    };
}
