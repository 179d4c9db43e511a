using CallActors.Contracts.Texts;

namespace CallActors.Gateway.Options;

/// <summary>Which carrier rings phone numbers.</summary>
public enum PhoneCarrier
{
    /// <summary>Told by the account: a Twilio account begins with <c>AC</c>, anything else is Telnyx'; without an account there is none.</summary>
    Auto,

    /// <summary>None: only the softphone rings.</summary>
    None,

    Twilio,

    Telnyx,
}

/// <summary>By which of Telnyx' programming interfaces calls are placed.</summary>
public enum TelnyxApi
{
    /// <summary>Commands and events.</summary>
    CallControl,

    /// <summary>Documents, as Twilio's.</summary>
    Texml,
}

/// <summary>The section <c>phone</c>: the carrier that rings phone numbers.</summary>
public sealed record PhoneOptions
{
    /// <summary>As it was asked for (<c>phone.carrier</c>, <c>CALLME_PHONE_PROVIDER</c>).</summary>
    public PhoneCarrier Carrier { get; init; }

    /// <summary>Twilio's account SID, or the id of Telnyx' application (<c>phone.account</c>, <c>CALLME_PHONE_ACCOUNT_SID</c>).</summary>
    public string Account { get; init; } = "";

    /// <summary>Twilio's auth token, or Telnyx' API key (<c>phone.secret</c>, <c>CALLME_PHONE_AUTH_TOKEN</c>). Never printed.</summary>
    public string Secret { get; init; } = "";

    /// <summary>The number of ours that people see, in E.164 (<c>phone.number</c>, <c>CALLME_PHONE_NUMBER</c>).</summary>
    public string Number { get; init; } = "";

    /// <summary>Telnyx' public key for its webhooks (<c>phone.public-key</c>, <c>CALLME_TELNYX_PUBLIC_KEY</c>): base64 or PEM.</summary>
    public string PublicKey { get; init; } = "";

    /// <summary>By what Telnyx places calls (<c>phone.telnyx-api</c>, <c>CALLACTORS_TELNYX_API</c>): <c>call-control</c> or <c>texml</c>; then
    /// <see cref="Account"/> is the id of a TeXML application.</summary>
    public TelnyxApi TelnyxApi { get; init; }

    /// <summary>The id of the Telnyx account, for TeXML (<c>phone.telnyx-account</c>, <c>CALLACTORS_TELNYX_ACCOUNT</c>).</summary>
    public string TelnyxAccount { get; init; } = "";

    /// <summary>The carrier's REST API (<c>phone.api</c>, <c>CALLACTORS_PHONE_API</c>), for a region's or a simulator's; empty for its
    /// own.</summary>
    public string Api { get; init; } = "";

    /// <summary>Whether the carrier is asked who picked up (<c>phone.detect-machines</c>).</summary>
    public bool DetectMachines { get; init; } = true;

    /// <summary>How many calls Twilio starts a second for the account (<c>phone.calls-per-second</c>); what is above waits.</summary>
    public int CallsPerSecond { get; init; } = 1;

    /// <summary>The address that texts are sent from (<c>phone.texts-from</c>, <c>CALLME_WHATSAPP_PHONE_NUMBER</c>): a number in E.164, or
    /// <c>whatsapp:</c> and one; empty means <see cref="Number"/>.</summary>
    public string TextsFrom { get; init; } = "";

    /// <summary>Whether people are written to over WhatsApp.</summary>
    public bool TextsOverWhatsApp => TextsFrom.StartsWith(TextAddress.WhatsApp, StringComparison.Ordinal);

    /// <summary>The carrier that it comes to.</summary>
    public PhoneCarrier Effective => Carrier is not PhoneCarrier.Auto ? Carrier
        : Account.Length == 0 ? PhoneCarrier.None
        : Account.StartsWith("AC", StringComparison.Ordinal) ? PhoneCarrier.Twilio
        : PhoneCarrier.Telnyx;

    /// <summary>Prints without secrets and numbers.</summary>
    public override string ToString() => $"PhoneOptions {{ {Effective} }}";
}
