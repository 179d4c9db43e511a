using CallActors.Carriers.Webhooks;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Texts;

namespace CallActors.Carriers.Twilio;

/// <summary>
/// Twilio's requests: what a call shall do, news of calls, who picked up, texts and news of texts. Everything may come several times and in
/// any order. What is not understood is answered with an empty document: Twilio would play an error to the person otherwise.
/// </summary>
public sealed partial class TwilioWebhook : ICarrierWebhook
{
    private const int MaxQuestions = 10;
    private const int PauseBetween = 2;

    /// <summary>Twilio waits 15 s for an answer.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(8);

    private readonly TwilioOptions _options;
    private readonly TwilioProof _proof;
    private readonly TwilioCarrier _carrier;
    private readonly TwilioTexts _texts;
    private readonly Func<ICallDesk> _calls;
    private readonly ITextDesk? _textDesk;
    private readonly IInboundPolicy? _inbound;
    private readonly TimeProvider _time;

    /// <param name="calls">The engine's side; asked for when it is first needed, because the two may be made in a circle.</param>
    /// <param name="textDesk">Gets the texts; null when nobody takes them.</param>
    /// <param name="inbound">Lets inbound calls in; null turns all away.</param>
    /// <param name="time"><see cref="TimeProvider.System"/> when null.</param>
    public TwilioWebhook(
        TwilioOptions options,
        TwilioCarrier carrier,
        TwilioTexts texts,
        Func<ICallDesk> calls,
        ITextDesk? textDesk = null,
        IInboundPolicy? inbound = null,
        TimeProvider? time = null)
    {
        _options = options;
        _proof = new TwilioProof(options);
        _carrier = carrier;
        _texts = texts;
        _calls = calls;
        _textDesk = textDesk;
        _inbound = inbound;
        _time = time ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public string Carrier => TwilioCarrier.CarrierName;

    /// <inheritdoc/>
    /// <remarks>A form without a signature counts as Twilio's too, unless it bears Telnyx' signature: so it is refused, and not unknown.</remarks>
    public bool Recognizes(WebhookRequest request) =>
        request.Header(TwilioSignature.Header) is not null || (TwilioProof.IsForm(request) && request.Header("telnyx-signature-ed25519") is null);

    /// <inheritdoc/>
    public string? Refusal(WebhookRequest request) => _proof.Refusal(request);

    /// <inheritdoc/>
    public async Task<WebhookAnswer> TakeAsync(WebhookRequest request, CancellationToken cancellationToken)
    {
        if (FormFields.ParseQuery(request.PathAndQuery) is not { } query) return Empty;
        var fields = query;
        if (TwilioProof.IsForm(request) && FormFields.Parse(request.Body.Span) is { } form) fields = form;
        // What one account signs with its token could name another: a subaccount's, say.
        if (fields["AccountSid"] is { Length: > 0 } account && account != _options.AccountSid) return Empty;
        if (fields["MessageSid"].Length > 0) return TakeText(query, fields);
        return fields["CallSid"] is { Length: > 0 and <= LegId.MaxLength } sid && !string.IsNullOrWhiteSpace(sid)
            ? await TakeCallAsync(new LegId(sid), query, fields, cancellationToken).ConfigureAwait(false)
            : Empty;
    }

    private static WebhookAnswer Empty { get; } = Document();

    private static WebhookAnswer HangUp { get; } = Document(new Twiml.Hangup());

    private static WebhookAnswer Document(params ReadOnlySpan<TwimlVerb> verbs) => new(200, TwimlWriter.ContentType, TwimlWriter.Write(verbs));

    private WebhookAnswer TakeText(FormFields query, FormFields fields)
    {
        var id = fields["MessageSid"];
        if (fields["MessageStatus"] is { Length: > 0 } status)
        {
            if (query[CallUrls.TextParameter] is { Length: > 0 } key) _texts.Takes(key, id);
            if (Delivery(status) is { } delivery) _textDesk?.Reported(Carrier, id, delivery, delivery is TextDelivery.Failed ? WhyUndelivered(fields["ErrorCode"]) : "");
        }
        else if (PhoneAddress.IsTextAddress(fields["From"]))
        {
            _textDesk?.Received(new TextReceived(Carrier, id, fields["From"], fields["To"], Printable(fields["Body"])));
        }
        return Empty;
    }

    /// <summary>Null while Twilio only has it in its queue.</summary>
    private static TextDelivery? Delivery(string status) => status switch
    {
        "sent" => TextDelivery.Sent,
        "delivered" or "read" => TextDelivery.Delivered,
        "undelivered" or "failed" or "canceled" => TextDelivery.Failed,
        _ => null,
    };

    private static string WhyUndelivered(string code) =>
        int.TryParse(code, out var known) && known > 0 ? TwilioErrors.Describe(known) : "The text was not delivered, and Twilio does not say why.";

    /// <summary>Without control characters, but for tabs and line ends.</summary>
    private static string Printable(string text) =>
        text.AsSpan().IndexOfAnyInRange('\0', '\u001F') < 0 ? text : string.Concat(text.Where(c => !char.IsControl(c) || c is '\t' or '\n' or '\r'));
}
