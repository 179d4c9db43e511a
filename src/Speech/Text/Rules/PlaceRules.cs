using System.Text.RegularExpressions;
using CallActors.Speech.Text.Languages;

namespace CallActors.Speech.Text.Rules;

/// <summary>Addresses: of pages, people, machines and files.</summary>
internal static partial class PlaceRules
{
    public static IReadOnlyList<SpeechRule> Addresses { get; } =
    [
        SpeechRule.For(":", Url(), SayUrl),
        SpeechRule.For("@", PackageVersion(), (m, w) => $"{Spelling.Name(m.Groups["name"].Value.TrimStart('@')).Replace("/", $" {w.Signs.Slash} ", StringComparison.Ordinal)} {NumberRules.SayVersion(m.Groups["version"].Value, w, named: false)}"),
        SpeechRule.For("@", Email(), SayEmail),
        new(SpeechRule.Digits, Ipv4(), SayIpv4),
        SpeechRule.For(":", Ipv6(), SayIpv6),
    ];

    public static IReadOnlyList<SpeechRule> Files { get; } =
    [
        SpeechRule.For("./\\", Path(), (m, w) => IsPath(m.Value) ? SayPath(m.Value, w) : null),
        SpeechRule.For(":", HostAndPort(), (m, w) => w.Port(m.Groups["host"].Value, m.Groups["port"].Value)),
    ];

    /// <summary>Of a web address the host is said; of a change, an issue or a commit on a forge what it is.</summary>
    private static string SayUrl(Match url, SpokenWords words)
    {
        var host = url.Groups["host"].Value;
        if (host.StartsWith("www.", StringComparison.OrdinalIgnoreCase)) host = host[4..];
        if (Forge().Match(url.Value) is { Success: true } forge)
        {
            var (number, repository) = (forge.Groups["id"].Value, Spelling.Name(forge.Groups["repo"].Value));
            switch (forge.Groups["kind"].Value)
            {
                case "pull" or "pulls" or "merge_requests": return words.PullRequest(number, repository);
                case "issues": return words.Issue(number, repository);
                default: return words.Commit(Spelling.SpellHash(number), repository);
            }
        }

        if (Ipv4().Match(host) is { Success: true } address) host = SayIpv4(address, words) ?? host;
        var port = url.Groups["port"].Value;
        return port.Length > 0 ? words.Port(host, port) : host;
    }

    private static string SayEmail(Match email, SpokenWords words)
    {
        var name = email.Groups["name"].Value
            .Replace(".", $" {words.Signs.Dot} ", StringComparison.Ordinal)
            .Replace("_", $" {words.Signs.Underscore} ", StringComparison.Ordinal)
            .Replace("-", $" {words.Signs.Dash} ", StringComparison.Ordinal)
            .Replace("+", $" {words.Signs.Plus} ", StringComparison.Ordinal);
        return $"{name} {words.Signs.At} {email.Groups["host"].Value}";
    }

    private static string? SayIpv4(Match ip, SpokenWords words)
    {
        var parts = ip.Groups["address"].Value.Split('.');
        if (parts.Any(part => part.Length > 3 || int.Parse(part, System.Globalization.CultureInfo.InvariantCulture) > 255)) return null;
        var said = string.Join($" {words.Signs.Dot} ", parts);
        if (ip.Groups["mask"].Length > 0) said += $" {words.Signs.Slash} {ip.Groups["mask"].Value}";
        return ip.Groups["port"].Length > 0 ? words.Port(said, ip.Groups["port"].Value) : said;
    }

    private static string? SayIpv6(Match ip, SpokenWords words)
    {
        var groups = ip.Value.Split(':');
        if (!ip.Value.Contains("::", StringComparison.Ordinal) && (groups.Length != 8 || !ip.Value.Any(char.IsAsciiLetter))) return null;
        var last = groups.LastOrDefault(g => g.Length > 0);
        return last is null || ip.Value.Length < 3 ? null : words.Ipv6EndingIn(Spelling.Spell(last));
    }

    /// <summary>A path by its last part, a folder by its last two, and the line if one is given.</summary>
    private static string SayPath(string path, SpokenWords words)
    {
        var query = path.IndexOf('?');
        if (query >= 0) path = path[..query];
        var line = LineNumber().Match(path);
        var name = (line.Success ? path[..line.Index] : path).TrimEnd('/', '\\');
        var parts = name.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0) return words.Signs.Slash;
        var first = parts[^1].Contains('.') ? parts.Length - 1 : FolderStart(parts);
        var said = string.Join($" {words.Signs.Slash} ", parts[first..].Select(part => Spelling.FileName(part.Trim('{', '}', ':', '*'), words)).Where(part => part.Length > 0));
        if (!line.Success) return said;
        var (from, to) = (line.Groups["line"].Value, line.Groups["to"].Value);
        return $"{said} {(to.Length > 0 && to != from ? words.Lines(from, to) : words.Line(from))}";
    }

    // Two names; what stands for a value, as in "/users/{id}/items", is no name.
    private static int FolderStart(string[] parts)
    {
        var names = 0;
        for (var i = parts.Length - 1; i >= 0; i--)
        {
            if (parts[i][0] is not ('{' or ':' or '*' or '.' or '~')) names++;
            if (names == 2) return i;
            if (parts[i] is "." or ".." or "~") return i + 1;
        }

        return 0;
    }

    /// <summary>One slash stands between words too ("and/or"); a path starts at a root, has several slashes or ends in a file.</summary>
    private static bool IsPath(string text)
    {
        var name = LineNumber().Replace(text, "");
        if (name.IndexOf('?') is var query and >= 0) name = name[..query];
        if (!name.Any(char.IsLetterOrDigit)) return false;
        return Root().IsMatch(name) || name.Count(c => c is '/' or '\\') > 1 && !Fraction().IsMatch(name) || FileName().IsMatch(name)
            || text.Length > name.Length && name.Any(c => c is '/' or '\\');
    }

    // Punctuation at the end belongs to the sentence around the address.
    [GeneratedRegex(@"\b(?:https?|wss?|ftp|ssh|git)://(?:[^\s/@<>]+@)?(?<host>[\w.-]*\w|\[[0-9a-fA-F:]+\])(?::(?<port>\d+))?(?:[/?#][^\s<>""'`]*[\w/=&#%-]|[/?#])?")]
    internal static partial Regex Url();

    [GeneratedRegex(@"//[^/]+/(?:[\w.-]+/)*?(?<repo>[\w.-]+)/(?:-/)?(?<kind>pulls?|issues|merge_requests|commit)/(?<id>\d+|[0-9a-f]{7,40})\b")]
    private static partial Regex Forge();

    [GeneratedRegex(@"(?<![\w./@-])(?<name>@?[A-Za-z][\w./-]*)@(?<version>[\^~]?v?\d+(?:\.\d+)+(?:-[0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*)?)(?!\w)")]
    private static partial Regex PackageVersion();

    [GeneratedRegex(@"(?<![\w.+-])(?<name>[\w.+-]*\w)@(?<host>[\w-]+(?:\.[\w-]+)+)")]
    private static partial Regex Email();

    [GeneratedRegex(@"(?<![\w.])(?<address>(?:\d{1,3}\.){3}\d{1,3})(?:/(?<mask>\d{1,2}))?(?::(?<port>\d{1,5}))?(?!\w|\.\d)")]
    private static partial Regex Ipv4();

    [GeneratedRegex(@"(?<![\w:.])[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}(?![\w:])")]
    private static partial Regex Ipv6();

    [GeneratedRegex(@"(?<![\w.@/-])(?<host>localhost|(?:[\w-]+\.)+[A-Za-z]{2,}|[A-Za-z][\w-]*(?=:\d{4,5}(?!\d))):(?<port>\d{2,5})(?![\w:]|\.\d)")]
    private static partial Regex HostAndPort();

    [GeneratedRegex(@"(?<![\w./\\~@$-])(?:[A-Za-z]:\\|~|\.{1,2})?(?:[/\\]?[\w.@+~-]+)(?:[/\\](?:[\w.@+-]+|:\w+|\{\w+\}|\*{1,2}(?=/)))*/?(?<![.,])(?:\?[\w.-]+=[\w.%&=-]*)?(?:(?::\d+(?:(?::|-)\d+)?)|\(\d+(?:,\d+)?\)|\#L\d+(?:-L?\d+)?)?(?![\w(])")]
    private static partial Regex Path();

    [GeneratedRegex(@"^(?:[A-Za-z]:\\|~/|\.{1,2}/|/[\w.@+-]+/?[\w.@+-])")]
    private static partial Regex Root();

    // Known endings only: "Node.js" may be read as a file, "e.g." or "example.com" must not.
    [GeneratedRegex(@"^[\w./\\@+~-]*\w\.(?:cs|csproj|sln|slnx|props|targets|js|mjs|cjs|jsx|ts|tsx|vue|svelte|py|ipynb|rs|go|java|kt|rb|php|c|h|cc|cpp|hpp|swift|scala|lua|sh|bash|ps1|bat|json|jsonl|ya?ml|toml|xml|html|css|scss|md|txt|conf|hocon|ini|cfg|log|sql|db|lock|csv|tsv|wav|mp3|png|jpe?g|svg|pdf|zip|gz|tgz|dll|exe|so|env|gitignore|dockerfile|tf|proto|diff|patch|tmp|bak)$|^\.[a-z][\w.-]{2,}$|^(?:Dockerfile|Makefile|Cargo|package-lock)\.?\w*$", RegexOptions.IgnoreCase)]
    private static partial Regex FileName();

    // Dates and fractions: 1/2, 20/11/2026.
    [GeneratedRegex(@"^[\d/.]+$")]
    private static partial Regex Fraction();

    // Editors and compilers: ":12", ":12:5", ":12-20", "(12,5)", "#L12-L20".
    [GeneratedRegex(@"(?:(?::|\#L)(?<line>\d+)(?::\d+|-L?(?<to>\d+))?|\((?<line>\d+)(?:,\d+)?\))$")]
    private static partial Regex LineNumber();
}
