using System.Buffers.Text;
using System.Text;
using CallActors.Carriers.Webhooks;

namespace CallActors.Carriers.Telnyx;

/// <summary>Checks that a request was signed by Telnyx, lately: Ed25519 over <c>timestamp|body</c>. Call Control, messages and TeXML sign
/// alike.</summary>
internal sealed class TelnyxSignature(TelnyxPublicKey key, TimeProvider time)
{
    public const string SignatureHeader = "telnyx-signature-ed25519";
    public const string TimestampHeader = "telnyx-timestamp";

    /// <summary>How far the sender's clock may be from ours, either way.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const int MaxTimestampLength = 15;

    /// <summary>Null when it is genuine; otherwise why not.</summary>
    public string? Refusal(WebhookRequest request)
    {
        if (request.Header(SignatureHeader) is not { } signatureText) return "The signature header is missing, or there are several.";
        if (request.Header(TimestampHeader) is not { } timestampText) return "The timestamp header is missing, or there are several.";
        if (!TryReadSeconds(timestampText, out var seconds)) return "The timestamp is not a number of seconds.";
        var away = Math.Abs((time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds - seconds);
        // Whole seconds, as Telnyx' own verifier counts them.
        if (Math.Floor(away) > Tolerance.TotalSeconds) return "The timestamp is more than five minutes away from our clock: check the clock of this machine.";
        if (!TryReadSignature(signatureText, out var signature)) return "The signature is not base64 of 64 bytes.";
        var signed = new byte[timestampText.Length + 1 + request.Body.Length];
        var at = Encoding.ASCII.GetBytes(timestampText, signed);
        signed[at] = (byte)'|';
        request.Body.Span.CopyTo(signed.AsSpan(at + 1));
        return key.Verify(signature, signed) ? null : "The signature does not match: check Telnyx' public key.";
    }

    /// <summary>Digits alone: what is not a number would pass any comparison with a window.</summary>
    private static bool TryReadSeconds(string text, out long seconds)
    {
        seconds = 0;
        return text.Length is > 0 and <= MaxTimestampLength && !text.AsSpan().ContainsAnyExceptInRange('0', '9') && long.TryParse(text, out seconds);
    }

    private static bool TryReadSignature(string text, out byte[] signature)
    {
        signature = [];
        // Strict: 64 bytes are 86 characters and two of padding, without a space.
        if (text.Length != 88 || text.AsSpan().ContainsAny(" \t\r\n") || !Base64.IsValid(text)) return false;
        signature = Convert.FromBase64String(text);
        return signature.Length == TelnyxPublicKey.SignatureLength;
    }
}
