using CallActors.Carriers.Telnyx;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Texts;

namespace CallActors.Gateway.Options;

/// <summary>The keys of the section <c>phone</c>. None of them has a switch: other users of the machine see command lines.</summary>
internal static class PhoneKeys
{
    private const int LongestSecret = 2000;
    private const int LongestTelnyxAccount = 100;

    public static IReadOnlyList<OptionKey> All { get; } =
    [
        Key("carrier", "CALLME_PHONE_PROVIDER", "auto, none, twilio or telnyx",
            (p, v) => Enum.TryParse<PhoneCarrier>(v, ignoreCase: true, out var carrier) && Enum.IsDefined(carrier) && !char.IsDigit(v[0]) ? p with { Carrier = carrier } : null),
        Key("account", "CALLME_PHONE_ACCOUNT_SID", "1 to 200 visible ASCII characters without spaces, or empty",
            (p, v) => IsVisible(v, 200) ? p with { Account = v } : null),
        Key("secret", "CALLME_PHONE_AUTH_TOKEN", "1 to 2,000 visible ASCII characters without spaces, or empty",
            (p, v) => IsVisible(v, LongestSecret) ? p with { Secret = v } : null),
        Key("number", "CALLME_PHONE_NUMBER", "a number in E.164, such as +15551234567, or empty",
            (p, v) => v.Length == 0 || E164.IsNumber(v) ? p with { Number = v } : null),
        Key("public-key", "CALLME_TELNYX_PUBLIC_KEY", "base64 of 32 bytes or a PEM, or empty",
            (p, v) => v.Length == 0 || TelnyxPublicKey.TryParse(v, out _) ? p with { PublicKey = v } : null),
        Key("telnyx-api", "CALLACTORS_TELNYX_API", "call-control or texml",
            (p, v) => v switch { "call-control" => p with { TelnyxApi = TelnyxApi.CallControl }, "texml" => p with { TelnyxApi = TelnyxApi.Texml }, _ => null }),
        Key("telnyx-account", "CALLACTORS_TELNYX_ACCOUNT", "1 to 100 letters, digits, - and _, or empty",
            (p, v) => v.Length <= LongestTelnyxAccount && v.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? p with { TelnyxAccount = v } : null),
        Key("api", "CALLACTORS_PHONE_API", "an http or https address without query, or empty",
            (p, v) => OptionKeys.IsPublicUrl(v) ? p with { Api = v.TrimEnd('/') } : null),
        Key("detect-machines", null, "true or false", (p, v) => bool.TryParse(v, out var isSo) ? p with { DetectMachines = isSo } : null),
        Key("calls-per-second", null, "a whole number from 1 to 1000", (p, v) => OptionKeys.Whole(v, 1, 1000) is { } calls ? p with { CallsPerSecond = calls } : null),
        Key("texts-from", "CALLME_WHATSAPP_PHONE_NUMBER", "a number in E.164, or whatsapp: and one, or empty",
            (p, v) => v.Length == 0 || E164.IsNumber(v) || IsWhatsApp(v) ? p with { TextsFrom = v } : null),
    ];

    /// <summary>What does not fit together.</summary>
    public static IEnumerable<OptionFault> Faults(GatewayOptions options)
    {
        var phone = options.Phone;
        if (phone.Effective is not (PhoneCarrier.Twilio or PhoneCarrier.Telnyx)) yield break;
        var telnyx = phone.Effective is PhoneCarrier.Telnyx;
        var texml = telnyx && phone.TelnyxApi is TelnyxApi.Texml;
        var (account, secret) = telnyx ? (texml ? "the id of Telnyx' TeXML application" : "Telnyx' connection id", "Telnyx' API key") : ("Twilio's account SID", "Twilio's auth token");
        if (phone.Account.Length == 0) yield return Missing("account", $"Set it to {account}.");
        if (phone.Secret.Length == 0) yield return Missing("secret", $"Set it to {secret}.");
        if (phone.Number.Length == 0) yield return Missing("number", "Set it to the number that you have there, in E.164.");
        if (telnyx && phone.PublicKey.Length == 0) yield return Missing("public-key", "Set it to the public key that Telnyx' portal shows: without it no webhook can be believed.");
        if (texml && phone.TelnyxAccount.Length == 0) yield return Missing("telnyx-account", "Set it to the id of the Telnyx account: TeXML's addresses name it.");
        if (!telnyx && phone.TelnyxApi is TelnyxApi.Texml)
            yield return new OptionFault("CALLACTORS_TELNYX_API (phone.telnyx-api)", "configuration", "is texml, and the carrier is Twilio.", "Leave it out, or set CALLME_PHONE_PROVIDER to telnyx.");
        if (options.PublicUrl.Length == 0)
            yield return new OptionFault("CALLME_PUBLIC_URL (gateway.public-url)", "configuration", "is not set.", "Set it to the https address by which the carrier reaches this gateway: a tunnel's or a proxy's.");
        else if (!options.PublicUrl.StartsWith("https://", StringComparison.Ordinal) && phone.Api.Length == 0)
            yield return new OptionFault("CALLME_PUBLIC_URL (gateway.public-url)", "configuration", "is not https.", "Carriers send calls to https alone: see docs/public-url.md.");

        OptionFault Missing(string name, string mend) =>
            new($"{All.Single(k => k.Path == "phone." + name).Variable} (phone.{name})", "configuration", "is not set.", mend);
    }

    private static OptionKey Key(string name, string? variable, string shape, Func<PhoneOptions, string, PhoneOptions?> set) =>
        new($"phone.{name}", variable, null, shape, (o, v) => set(o.Phone, v) is { } phone ? o with { Phone = phone } : null);

    private static bool IsWhatsApp(string text) => text.StartsWith(TextAddress.WhatsApp, StringComparison.Ordinal) && E164.IsNumber(text.AsSpan(TextAddress.WhatsApp.Length));

    private static bool IsVisible(string text, int longest) => text.Length <= longest && text.All(c => c is > ' ' and < (char)127);
}
