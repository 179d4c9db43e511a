using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CallActors.Carriers.Twilio;

/// <summary>
/// Twilio's request signature: base64 of HMAC-SHA1, keyed with the account's auth token, over the URL as Twilio called it, followed by every
/// form field's name and value. Names are sorted by UTF-16 code units; a repeated field counts each of its different values, sorted. A body
/// that is no form is covered by its SHA-256 in the URL. Compared in constant time.
/// </summary>
/// <remarks>The signature covers no time: a captured request can be sent again. Whoever handles requests must bear repeats.</remarks>
public static class TwilioSignature
{
    /// <summary>The header that bears it, in requests and in the handshake of media sockets.</summary>
    public const string Header = "X-Twilio-Signature";

    /// <summary>The query parameter that bears a body's hash.</summary>
    public const string BodyHashParameter = "bodySHA256";

    /// <summary>The signature that Twilio would send.</summary>
    /// <param name="url">With its query, exactly as it is called.</param>
    /// <param name="fields">The body's form fields, decoded; none for anything but a form.</param>
    public static string Create(string authToken, string url, IEnumerable<KeyValuePair<string, string>> fields) =>
        Convert.ToBase64String(Sign(Encoding.UTF8.GetBytes(authToken), url, Canonical(fields)));

    /// <summary>Whether the signature is Twilio's for this URL in any of the forms that Twilio's own libraries accept: without a port, with
    /// the scheme's port, and with its query escaped anew.</summary>
    public static bool IsValid(string authToken, string signature, string url, IEnumerable<KeyValuePair<string, string>> fields) =>
        IsValid(authToken, signature, SignedUrls.Of(url), fields);

    /// <summary>Whether the signature is Twilio's for one of these URLs, taken as they are.</summary>
    internal static bool IsValid(string authToken, string signature, IEnumerable<string> urls, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var key = Encoding.UTF8.GetBytes(authToken);
        var given = Encoding.UTF8.GetBytes(signature);
        var data = Canonical(fields);
        Span<byte> expected = stackalloc byte[Base64.GetMaxEncodedToUtf8Length(HMACSHA1.HashSizeInBytes)];
        foreach (var url in urls)
        {
            Base64.EncodeToUtf8(Sign(key, url, data), expected, out _, out _);
            if (CryptographicOperations.FixedTimeEquals(expected, given)) return true;
        }
        return false;
    }

    /// <summary>The hash that stands in the URL for a body that is no form: 64 lower-case hexadecimal digits.</summary>
    public static string HashBody(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body));

    /// <summary>Whether the hash in the URL is this body's.</summary>
    public static bool IsValidBody(string hash, ReadOnlySpan<byte> body) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(HashBody(body)), Encoding.UTF8.GetBytes(hash));

    private static byte[] Sign(byte[] key, string url, byte[] data)
    {
        // SHA-1 is Twilio's choice; as a keyed hash it still holds.
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, key);
        hash.AppendData(Encoding.UTF8.GetBytes(url));
        hash.AppendData(data);
        return hash.GetHashAndReset();
    }

    private static byte[] Canonical(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var text = new StringBuilder();
        var sorted = fields.Distinct().OrderBy(field => field.Key, StringComparer.Ordinal).ThenBy(field => field.Value, StringComparer.Ordinal);
        foreach (var field in sorted) text.Append(field.Key).Append(field.Value);
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
