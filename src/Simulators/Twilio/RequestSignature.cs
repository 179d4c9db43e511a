using System.Security.Cryptography;
using System.Text;

namespace CallActors.Simulators.Twilio;

/// <summary>Twilio's request signature (twilio.com/docs/usage/security): HMAC-SHA1 over the URL and the sorted form fields, in base64.</summary>
internal static class RequestSignature
{
    /// <param name="url">As it is called, with its query.</param>
    /// <param name="fields">The form's; none for a GET and for a socket's handshake.</param>
    public static string Of(string authToken, string url, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var signed = new StringBuilder(url);
        foreach (var key in fields.GroupBy(field => field.Key, field => field.Value, StringComparer.Ordinal).OrderBy(key => key.Key, StringComparer.Ordinal))
            foreach (var value in key.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)) signed.Append(key.Key).Append(value);
        // SHA-1 is what Twilio signs with.
#pragma warning disable CA5350
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(authToken), Encoding.UTF8.GetBytes(signed.ToString())));
#pragma warning restore CA5350
    }
}
