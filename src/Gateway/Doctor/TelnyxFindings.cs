using CallActors.Carriers.Telnyx;
using CallActors.Gateway.Options;
using CallActors.Gateway.Webhooks;

namespace CallActors.Gateway.Doctor;

/// <summary>What was found of a Telnyx account, with what to do about it.</summary>
internal static class TelnyxFindings
{
    public static Finding Of(TelnyxAccountCheck check, string publicUrl, TelnyxApi api)
    {
        var part = check.Part switch
        {
            _ when check.Fault is TelnyxAccountFault.KeyRefused => "Telnyx API key",
            TelnyxAccountPart.Application => "Telnyx application",
            TelnyxAccountPart.OutboundProfile => "Telnyx outbound profile",
            TelnyxAccountPart.Number => "Telnyx number",
            _ => "Telnyx credit",
        };
        var (application, address) = api is TelnyxApi.Texml ? ("TeXML", "voice URL") : ("Call Control", "webhook URL");
        var webhook = publicUrl + WebhookEndpoints.Calls;
        return check.Fault switch
        {
            TelnyxAccountFault.None => Finding.Well(part, check.Part switch
            {
                TelnyxAccountPart.Application => "takes the key and sends its events here",
                TelnyxAccountPart.OutboundProfile => check.Detail.Length > 0 ? $"admits calls to {check.Detail}" : "admits calls",
                TelnyxAccountPart.Number => "is the account's, for calls and texts",
                _ => "there is some",
            }),
            TelnyxAccountFault.NoMessagingProfile => Finding.Well(part, "is the account's, for calls; texts need a messaging profile for it (portal: Messaging)"),
            TelnyxAccountFault.KeyRefused => Finding.Amiss(part, "is refused", "set CALLME_PHONE_AUTH_TOKEN to an API key from Telnyx' portal (Account settings, Keys & credentials)"),
            TelnyxAccountFault.NoApplication => Finding.Amiss(part, "the account has none with this connection id", $"set CALLME_PHONE_ACCOUNT_SID to the id of a {application} application (portal: Voice, Programmable Voice)"),
            TelnyxAccountFault.ApplicationInactive => Finding.Amiss(part, "is switched off", "activate it in Telnyx' portal (Voice, Programmable Voice)"),
            TelnyxAccountFault.OldWebhooks => Finding.Amiss(part, "sends events of API version 1", "set its webhook API version to 2 in Telnyx' portal"),
            TelnyxAccountFault.OtherWebhookAddress => Finding.Amiss(part, "sends its events to another address", $"set its {address} to {webhook} in Telnyx' portal"),
            TelnyxAccountFault.NoOutboundProfile => Finding.Amiss(part, "the application has none, and places no calls", "give the application an outbound voice profile in Telnyx' portal (Voice, Outbound voice profiles)"),
            TelnyxAccountFault.OutboundProfileDisabled => Finding.Amiss(part, "is switched off", "enable it in Telnyx' portal (Voice, Outbound voice profiles)"),
            TelnyxAccountFault.ForeignNumber => Finding.Amiss(part, "is not the account's", "set CALLME_PHONE_NUMBER to a number of this account, in E.164, or buy it there (portal: Numbers)"),
            TelnyxAccountFault.NumberInactive => Finding.Amiss(part, check.Detail.Length > 0 ? $"is not in service: {check.Detail}" : "is not in service", "see its state in Telnyx' portal (Numbers, My numbers)"),
            TelnyxAccountFault.NumberElsewhere => Finding.Amiss(part, "belongs to another application, or to none", "give the number to the application in Telnyx' portal (Numbers, My numbers)"),
            TelnyxAccountFault.NoCredit => Finding.Amiss(part, "there is none left", "pay some into the account in Telnyx' portal (Billing)"),
            _ => Finding.Amiss(part, check.Detail.Length > 0 ? check.Detail : "Telnyx' answer was not understood", "check the network, and CALLACTORS_PHONE_API if it is set"),
        };
    }
}
