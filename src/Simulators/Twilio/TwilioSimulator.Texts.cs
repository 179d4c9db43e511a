using CallActors.Simulators.Media;

namespace CallActors.Simulators.Twilio;

/// <summary>Text messages.</summary>
public sealed partial class TwilioSimulator
{
    /// <summary>A business may write over WhatsApp for so long after the person has written.</summary>
    private static readonly TimeSpan WhatsAppWindow = TimeSpan.FromHours(24);

    private readonly List<TwilioMessage> _messages = [];
    private int _texts;

    /// <summary>The account's text messages, oldest first.</summary>
    public IReadOnlyList<TwilioMessage> Messages => Watch.Read(() => _messages.ToArray());

    internal void Add(TwilioMessage message) => Watch.Change(() => _messages.Add(message));

    /// <summary>Brings a message to its phone and tells the application how it went.</summary>
    internal void Deliver(TwilioMessage message, Uri? callback)
    {
        var told = new StatusCallbacks(this, message.Sid, ~Interlocked.Increment(ref _texts));
        void Tell(string status, bool last = false)
        {
            Watch.Change(() => message.Status = status);
            if (callback is not null) told.Send(callback, "POST", DeliveryFields(message, status), last);
        }

        var handset = Find(TextAddress.Number(message.To));
        var error = handset is null ? TwilioCodes.UnknownDestination
            : handset.TextError ?? (TextAddress.IsWhatsApp(message.To) && !IsOpen(handset) ? TwilioCodes.OutsideWhatsAppWindow : null);
        message.ErrorCode = error;
        if (error == TwilioCodes.OutsideWhatsAppWindow)
        {
            Tell("failed", last: true);
            return;
        }
        Tell("sent");
        if (error is null) handset!.Receive(new HandsetText(Options.Time.GetUtcNow(), message.Sid, message.From, message.Body));
        Tell(error is null ? "delivered" : "undelivered", last: true);
    }

    /// <summary>Brings a phone's message to the application, and its answer back.</summary>
    /// <exception cref="PhoneException">The account has no such number.</exception>
    internal async Task<string> DeliverToApplicationAsync(TwilioHandset handset, string to, string body, CancellationToken cancellationToken)
    {
        var number = Options.Numbers.FirstOrDefault(own => own.Number == TextAddress.Number(to)) ?? throw new PhoneException("The account has no such number.");
        var message = new TwilioMessage(TextAddress.Like(to, handset.Number), to, body, "inbound", Options.Time.GetUtcNow()) { Status = "received" };
        Add(message);
        handset.Wrote(message);
        if (number.SmsUrl is not { } url) return message.Sid;
        switch (await Webhooks.AskAsync(url, "POST", InboundFields(message, handset), Guid.NewGuid(), cancellationToken).ConfigureAwait(false))
        {
            case WebhookReply.Failure failure:
                Alert(failure.Code, failure.What, message.Sid);
                break;
            case WebhookReply.Answer { Content.Length: > 0 } answer:
                Reply(message, answer);
                break;
        }
        return message.Sid;
    }

    private void Reply(TwilioMessage to, WebhookReply.Answer answer)
    {
        try
        {
            if (!answer.ContentType.EndsWith("/xml", StringComparison.Ordinal)) throw new TwimlException(TwilioCodes.BadContentType, $"a message was answered with {answer.ContentType}");
            foreach (var verb in TwimlDocument.Root(answer.Text).Elements())
            {
                if (verb.Name != "Message")
                {
                    Alert(TwilioCodes.SchemaWarning, $"there is no verb {verb.Name} for messages", to.Sid);
                    continue;
                }
                var body = verb.Element("Body")?.Value ?? verb.Value;
                var reply = new TwilioMessage(to.To, to.From, body.Trim(), "outbound-reply", Options.Time.GetUtcNow());
                Add(reply);
                Deliver(reply, verb.Attribute("statusCallback") is { } callback && Uri.TryCreate(callback.Value, UriKind.Absolute, out var url) ? url : null);
            }
        }
        catch (TwimlException malformed)
        {
            Alert(malformed.Code, malformed.Message, to.Sid);
        }
    }

    private bool IsOpen(TwilioHandset handset) => handset.WroteOverWhatsApp is { } at && Options.Time.GetUtcNow() - at < WhatsAppWindow;

    private List<KeyValuePair<string, string>> DeliveryFields(TwilioMessage message, string status)
    {
        List<KeyValuePair<string, string>> fields =
        [
            new("SmsSid", message.Sid), new("SmsStatus", status), new("MessageStatus", status), new("To", message.To), new("MessageSid", message.Sid),
            new("AccountSid", Options.AccountSid), new("From", message.From), new("ApiVersion", "2010-04-01"),
        ];
        if (message.ErrorCode is { } code && status is "undelivered" or "failed")
            fields.Add(new KeyValuePair<string, string>("ErrorCode", $"{message.ErrorCode}"));
        return fields;
    }

    private List<KeyValuePair<string, string>> InboundFields(TwilioMessage message, TwilioHandset handset)
    {
        List<KeyValuePair<string, string>> fields =
        [
            new("ToCountry", "US"), new("ToState", ""), new("SmsMessageSid", message.Sid), new("NumMedia", "0"), new("ToCity", ""), new("FromZip", ""),
            new("SmsSid", message.Sid), new("FromState", ""), new("SmsStatus", "received"), new("FromCity", ""), new("Body", message.Body), new("FromCountry", "US"),
            new("To", message.To), new("ToZip", ""), new("NumSegments", $"{message.Segments}"), new("MessageSid", message.Sid), new("AccountSid", Options.AccountSid),
            new("From", message.From), new("ApiVersion", "2010-04-01"),
        ];
        if (!TextAddress.IsWhatsApp(message.To)) return fields;
        return [.. fields, new("WaId", handset.Number.TrimStart('+')), new("ProfileName", "Somebody"), new("MessageType", "text")];
    }
}
