using System.Text;

namespace CallActors.Carriers.Telnyx;

/// <summary>The fields of a form in a webhook. Damage makes odd values, never an exception.</summary>
internal static class FormFields
{
    private const int MaxFields = 200;

    /// <summary>Reads <c>application/x-www-form-urlencoded</c>. Of a name that comes twice the first value counts.</summary>
    public static Dictionary<string, string> Read(ReadOnlySpan<byte> body)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var text = Encoding.UTF8.GetString(body);
        foreach (var part in text.AsSpan().Split('&'))
        {
            if (fields.Count == MaxFields) break;
            var pair = text.AsSpan()[part];
            var equals = pair.IndexOf('=');
            if (equals > 0) fields.TryAdd(Decode(pair[..equals]), Decode(pair[(equals + 1)..]));
        }
        return fields;
    }

    private static string Decode(ReadOnlySpan<char> text) => Uri.UnescapeDataString(text.ToString().Replace('+', ' '));
}
