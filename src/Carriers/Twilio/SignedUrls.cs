using System.Text;

namespace CallActors.Carriers.Twilio;

/// <summary>
/// The forms of one URL that Twilio may have signed. Twilio has left the port out or put it in at one time or another, and has signed
/// queries that were escaped again; its libraries try them all, and so does this. Trying more forms makes nothing easier to forge: each
/// needs a signature of its own.
/// </summary>
internal static class SignedUrls
{
    /// <summary>The distinct forms, the likeliest first; none when it is no absolute URL.</summary>
    public static IEnumerable<string> Of(string url)
    {
        if (!TrySplit(url, out var parts)) return [];
        var escaped = parts with { Scheme = parts.Scheme.ToLowerInvariant(), Host = parts.Host.ToLowerInvariant(), Rest = Escaped(parts.Rest) };
        var again = escaped with { Rest = LegacyQuery.EscapedAgain(escaped.Rest) };
        return new[] { parts, escaped, again }.SelectMany(form => new[] { form.WithoutPort, form.WithPort }).Distinct(StringComparer.Ordinal);
    }

    /// <summary>The URL with a slash at the end of its path, or without the one it has.</summary>
    public static string WithOtherSlash(string url)
    {
        var query = url.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? url : url[..query];
        var rest = url[path.Length..];
        return (path.EndsWith('/') ? path[..^1] : path + "/") + rest;
    }

    private static bool TrySplit(string url, out Parts parts)
    {
        parts = new Parts("", "", "", "", "");
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 1) return false;
        var from = scheme + 3;
        var to = url.AsSpan(from).IndexOfAny('/', '?', '#');
        to = to < 0 ? url.Length : from + to;
        var authority = url[from..to];
        var host = authority.LastIndexOf('@') + 1;
        // A colon begins the port only behind the bracket of an IPv6 address.
        var port = authority.IndexOf(':', Math.Max(authority.LastIndexOf(']') + 1, host));
        if (port < 0) port = authority.Length;
        parts = new Parts(url[..from], authority[..host], authority[host..port], authority[port..], url[to..]);
        return parts.Host.Length > 0;
    }

    /// <summary>As the URL standard writes path and query.</summary>
    private static string Escaped(string rest)
    {
        rest = rest.TrimEnd(' ');
        var query = rest.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? rest : rest[..query];
        return (path.Length == 0 ? "/" : Escaped(path, " \"#<>`{}^")) + (query < 0 ? "" : "?" + Escaped(rest[(query + 1)..], " \"<>'"));
    }

    private static string Escaped(string text, string set)
    {
        var escaped = new StringBuilder(text.Length);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is > 0x1F and < 0x7F && !set.Contains((char)rune.Value)) escaped.Append((char)rune.Value);
            else foreach (var b in utf8[..rune.EncodeToUtf8(utf8)]) escaped.Append('%').Append(b.ToString("X2", null));
        }
        return escaped.ToString();
    }

    /// <param name="Scheme">With <c>://</c>.</param>
    /// <param name="UserInfo">With its @, or empty.</param>
    /// <param name="Port">With its colon, or empty.</param>
    /// <param name="Rest">Path and query.</param>
    private sealed record Parts(string Scheme, string UserInfo, string Host, string Port, string Rest)
    {
        public string WithoutPort => Scheme + UserInfo + Host + Rest;

        /// <summary>Every scheme but https counts as port 80, wss too: a quirk of Twilio's libraries.</summary>
        public string WithPort => Scheme + UserInfo + Host + (Port.Length > 0 ? Port : Scheme.Equals("https://", StringComparison.OrdinalIgnoreCase) ? ":443" : ":80") + Rest;
    }
}
