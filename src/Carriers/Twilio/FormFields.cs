using System.Buffers;
using System.Text;

namespace CallActors.Carriers.Twilio;

/// <summary>
/// The fields of an <c>application/x-www-form-urlencoded</c> body or of a query, in their order, repeats included. Whatever the bytes are,
/// they read as something: a percent sign that begins no escape stands for itself, what is not UTF-8 becomes U+FFFD.
/// </summary>
internal sealed class FormFields
{
    /// <summary>More fields than any carrier sends.</summary>
    public const int MaxFields = 500;

    private readonly List<KeyValuePair<string, string>> _fields;

    private FormFields(List<KeyValuePair<string, string>> fields) => _fields = fields;

    public static FormFields None { get; } = new([]);

    public IReadOnlyList<KeyValuePair<string, string>> All => _fields;

    /// <summary>The one value of a field; empty when it is missing or repeated.</summary>
    public string this[string name]
    {
        get
        {
            string? value = null;
            foreach (var field in _fields)
            {
                if (field.Key != name) continue;
                if (value is not null) return "";
                value = field.Value;
            }
            return value ?? "";
        }
    }

    public bool Has(string name) => _fields.Exists(field => field.Key == name);

    /// <summary>Null when there are more than <see cref="MaxFields"/>.</summary>
    public static FormFields? Parse(ReadOnlySpan<byte> form)
    {
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var range in form.Split((byte)'&'))
        {
            var pair = form[range];
            if (pair.IsEmpty) continue;
            if (fields.Count == MaxFields) return null;
            var equals = pair.IndexOf((byte)'=');
            fields.Add(equals < 0
                ? new(Decode(pair), "")
                : new(Decode(pair[..equals]), Decode(pair[(equals + 1)..])));
        }
        return new FormFields(fields);
    }

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    public static FormFields? ParseQuery(string pathAndQuery)
    {
        var start = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        return start < 0 ? None : Parse(Encoding.UTF8.GetBytes(pathAndQuery[(start + 1)..]));
    }

    private static string Decode(ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAny((byte)'%', (byte)'+') < 0) return Encoding.UTF8.GetString(text);
        var bytes = ArrayPool<byte>.Shared.Rent(text.Length);
        try
        {
            var length = 0;
            for (var i = 0; i < text.Length; i++)
            {
                if (text[i] == '%' && i + 2 < text.Length && IsHex(text[i + 1]) && IsHex(text[i + 2]))
                {
                    bytes[length++] = (byte)((Hex(text[i + 1]) << 4) | Hex(text[i + 2]));
                    i += 2;
                }
                else
                {
                    bytes[length++] = text[i] == '+' ? (byte)' ' : text[i];
                }
            }
            return Encoding.UTF8.GetString(bytes, 0, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }

    private static bool IsHex(byte c) => char.IsAsciiHexDigit((char)c);

    private static int Hex(byte c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}
