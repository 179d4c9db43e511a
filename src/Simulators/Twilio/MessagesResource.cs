using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CallActors.Simulators.Twilio;

/// <summary>Messages of the REST API (twilio.com/docs/messaging/api/message-resource).</summary>
internal sealed class MessagesResource(TwilioSimulator twilio)
{
    private const int MaxBody = 1600;
    private const int MaxMedia = 10;

    public async Task CreateAsync(HttpContext http)
    {
        var form = await RestForm.ReadAsync(http).ConfigureAwait(false);
        if (Refusal(form) is { } error)
        {
            twilio.Alert(error.Code, error.Message, "");
            await RestApi.WriteAsync(http, error).ConfigureAwait(false);
            return;
        }
        var message = new TwilioMessage(form["From"]!, form["To"]!, form["Body"]!, "outbound-api", twilio.Options.Time.GetUtcNow());
        twilio.Add(message);
        await RestApi.WriteAsync(http, 201, RestResources.Message(twilio.Options.AccountSid, message)).ConfigureAwait(false);
        twilio.Deliver(message, form["StatusCallback"] is { } callback ? new Uri(callback) : null);
    }

    public Task Fetch(HttpContext http) => twilio.Messages.FirstOrDefault(message => message.Sid == http.GetRouteValue("sid") as string) is { } found
        ? RestApi.WriteAsync(http, 200, RestResources.Message(twilio.Options.AccountSid, found))
        : RestApi.WriteAsync(http, RestApi.NotFound(http));

    public Task List(HttpContext http)
    {
        var query = http.Request.Query;
        bool Fits(string name, string value) => query[name].ToString() is "" || query[name] == value;
        var found = twilio.Messages.Where(message => Fits("To", message.To) && Fits("From", message.From) && DateFilter.Fits(query, "DateSent", message.Created));
        return RestApi.WritePageAsync(http, "messages", [.. found.Reverse()], message => RestResources.Message(twilio.Options.AccountSid, message));
    }

    private RestError? Refusal(RestForm form)
    {
        var options = twilio.Options;
        if (form["To"] is not { } to) return Refuse(TwilioCodes.NoMessageTo, "A 'To' phone number is required.");
        if (form["MessagingServiceSid"] is not null) return Refuse(TwilioCodes.InvalidParameter, "MessagingServiceSid is not simulated");
        if (form["From"] is not { } from) return Refuse(TwilioCodes.NoMessageFrom, "A 'From' phone number is required.");
        var (number, sender) = (TextAddress.Number(to), TextAddress.Number(from));
        if (!CallRequest.IsNumber(number)) return Refuse(TwilioCodes.InvalidTo, $"Invalid 'To' Phone Number: {to}");
        if (!CallRequest.IsNumber(sender)) return Refuse(TwilioCodes.InvalidFrom, $"The 'From' number {from} is not a valid phone number, shortcode, or alphanumeric sender ID.");
        if (TextAddress.IsWhatsApp(to) != TextAddress.IsWhatsApp(from)) return Refuse(TwilioCodes.ChannelMismatch, "Twilio could not find a Channel for the pair of From and To addresses");
        if (!options.Numbers.Any(own => own.Number == sender && own.Sms))
            return Refuse(TwilioCodes.FromNotCapable, $"The 'From' phone number provided ({from}) is not a valid message-capable Twilio phone number for this destination/account.");
        if (options.Trial && !options.VerifiedNumbers.Contains(number))
            return Refuse(TwilioCodes.TrialMessageUnverified, $"The number {to} is unverified. Trial accounts cannot send messages to unverified numbers.");
        if (form["Body"] is not { } body) return Refuse(TwilioCodes.NoBody, "Message body is required.");
        if (body.Length > MaxBody) return Refuse(TwilioCodes.BodyTooLong, $"The concatenated message body exceeds the {MaxBody} character limit");
        if (form.All("MediaUrl").Count > MaxMedia) return Refuse(TwilioCodes.TooManyMedia, "Number of media files exceeds allowed limit");
        if (form.All("MediaUrl").Count > 0) twilio.Alert(TwilioAlert.NotSimulated, "MediaUrl: the text alone is delivered", "");
        var request = new CallRequest(twilio, form);
        request.Url("StatusCallback", TwilioCodes.InvalidStatusCallback);
        if (request.Error is { } bad) return bad;
        return twilio.Find(number) is { HasOptedOut: true } ? Refuse(TwilioCodes.OptedOut, "Attempt to send to unsubscribed recipient") : null;
    }

    private static RestError Refuse(int code, string message) => new(400, code, message);
}

/// <summary>Addresses of text messages: a number in E.164, for WhatsApp behind a prefix.</summary>
internal static class TextAddress
{
    private const string WhatsApp = "whatsapp:";

    public static bool IsWhatsApp(string address) => address.StartsWith(WhatsApp, StringComparison.Ordinal);

    public static string Number(string address) => IsWhatsApp(address) ? address[WhatsApp.Length..] : address;

    /// <summary>The address over the channel of another one.</summary>
    public static string Like(string other, string number) => IsWhatsApp(other) ? WhatsApp + number : number;
}
