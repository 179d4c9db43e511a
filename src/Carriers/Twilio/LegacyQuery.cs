using System.Globalization;
using System.Text;

namespace CallActors.Carriers.Twilio;

/// <summary>A query decoded and escaped again as Node's <c>querystring</c> module does it, which Twilio's libraries try for systems that
/// signed such a form: fields of one name come together, names that are numbers come first, and fewer characters are escaped.</summary>
internal static class LegacyQuery
{
    /// <summary>The path and query with the query escaped again; unchanged when there is none.</summary>
    public static string EscapedAgain(string pathAndQuery)
    {
        var start = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        if (start < 0 || start == pathAndQuery.Length - 1 || FormFields.ParseQuery(pathAndQuery) is not { } fields) return pathAndQuery;
        var query = new StringBuilder();
        foreach (var name in fields.All.GroupBy(field => field.Key, StringComparer.Ordinal).OrderBy(name => Index(name.Key)))
            foreach (var field in name)
            {
                if (query.Length > 0) query.Append('&');
                Append(query, field.Key);
                query.Append('=');
                Append(query, field.Value);
            }
        return string.Concat(pathAndQuery.AsSpan(0, start + 1), query.ToString());
    }

    /// <summary>A JavaScript object lists the names that are array indices first, by size.</summary>
    private static long Index(string name) =>
        uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        && index < uint.MaxValue && name == index.ToString(CultureInfo.InvariantCulture) ? index : long.MaxValue;

    private static void Append(StringBuilder query, string text)
    {
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || "!'()*-._~".Contains((char)b, StringComparison.Ordinal)) query.Append((char)b);
            else query.Append('%').Append(b.ToString("X2", null));
        }
    }
}
