using System.Text;
using CallActors.Carriers.Twilio;
using CallActors.Carriers.Webhooks;

namespace CallActors.Carriers.Tests.Twilio;

/// <summary>Requests as Twilio makes them.</summary>
internal static class TwilioRequests
{
    public static WebhookRequest Signed(string method, string pathAndQuery, string form) => Request(
        method, pathAndQuery, form,
        TwilioSignature.Create(FakeTwilio.Options.AuthToken, "https://gateway.example.com" + pathAndQuery, FormFields.Parse(Encoding.UTF8.GetBytes(form))!.All));

    public static WebhookRequest Request(string method, string pathAndQuery, string body, string? signature) => new(
        method, pathAndQuery, "gateway.example.com", method == "GET" ? "" : "application/x-www-form-urlencoded",
        name => name == TwilioSignature.Header ? signature : null, Encoding.UTF8.GetBytes(body));
}
