using System.Text;
using System.Text.RegularExpressions;

namespace CallActors.Speech.Text;

/// <summary>Says what is written for machines: identifiers, commands, file names, hashes.</summary>
internal static partial class SpokenCode
{
    // Beyond this a listener has lost the thread.
    private const int MaximumSpoken = 80;

    private const int SpelledHashCharacters = 7;

    /// <summary>Inline code: names as words, common operators by name, other punctuation left out.</summary>
    public static string Say(string code)
    {
        code = code.Trim();
        if (SpokenInline.TrySayUrl(code) is { } host) return host;
        if (Path().Match(code) is { Success: true } path && path.Length == code.Length && IsPath(path.Value)) return SayPath(path.Value);
        if (IsHash(code)) return SpellHash(code);

        var words = Operator().Replace(code, match => match.Value switch
        {
            "&&" => " and ",
            "||" => " or ",
            "==" or "===" => " equals ",
            "!=" or "!==" => " is not ",
            "=>" or "->" => " to ",
            ">=" => " at least ",
            "<=" => " at most ",
            "::" => " ",
            _ => throw new InvalidOperationException("The pattern knows an operator that has no name."),
        });
        words = Flag().Replace(words, match => match.Length == 1 ? "dash " : "dash dash ");
        words = Sharp().Replace(words, "$1 sharp");
        words = DotInName().Replace(words, " dot ");
        words = SayNames(words).Replace("=", " equals ", StringComparison.Ordinal).Replace("/", " slash ", StringComparison.Ordinal)
            .Replace("*", " star ", StringComparison.Ordinal).Replace("@", " at ", StringComparison.Ordinal)
            .Replace("+", " plus ", StringComparison.Ordinal);
        words = string.Join(' ', Unspoken().Replace(words, " ").Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return words.Length > MaximumSpoken ? "some code" : words;
    }

    /// <summary>Paths, file names and hashes within prose.</summary>
    public static string SayWithin(string text)
    {
        text = Uuid().Replace(text, match => "an ID ending in " + Spell(match.Value[^4..]));
        text = Path().Replace(text, match => IsPath(match.Value) ? SayPath(match.Value) : match.Value);
        text = Hash().Replace(text, match => IsHash(match.Value) ? SpellHash(match.Value) : match.Value);
        return Underscores().Replace(text, " ");
    }

    /// <summary>A path by its last part, and the line if one is given.</summary>
    private static string SayPath(string path)
    {
        var line = LineNumber().Match(path);
        var name = (line.Success ? path[..line.Index] : path).TrimEnd('/', '\\');
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..].TrimStart('.');
        name = SayNames(name.Replace(".", " dot ", StringComparison.Ordinal));
        return line.Success ? $"{name} line {line.Groups[1].Value}" : name;
    }

    /// <summary>One slash stands between words too ("and/or"); a path starts at a root, has several slashes or ends in a file.</summary>
    private static bool IsPath(string text)
    {
        var name = LineNumber().Replace(text, "");
        return Root().IsMatch(name) || name.Count(c => c is '/' or '\\') > 1 && !Fraction().IsMatch(name) || FileName().IsMatch(name);
    }

    private static string SayNames(string names) =>
        CamelHump().Replace(names, " ").Replace('_', ' ').Replace('-', ' ').Trim();

    private static bool IsHash(string text) =>
        Hash().Match(text).Length == text.Length && text.Any(char.IsAsciiDigit) && text.Any(char.IsAsciiLetter);

    private static string SpellHash(string hash) => Spell(hash[..SpelledHashCharacters]);

    private static string Spell(string text)
    {
        var spelled = new StringBuilder();
        foreach (var c in text) spelled.Append(spelled.Length > 0 ? " " : "").Append(c);
        return spelled.ToString();
    }

    [GeneratedRegex(@"(?<![\w./\\~-])(?:[A-Za-z]:\\|~|\.{1,2})?(?:[/\\]?[\w.@+~-]+)(?:[/\\][\w.@+-]+)*/?(?<![.,])(?::\d+(?::\d+)?)?")]
    private static partial Regex Path();

    [GeneratedRegex(@"^(?:[A-Za-z]:\\|~/|\.{1,2}/|/[\w.@+-]+/?[\w.@+-])")]
    private static partial Regex Root();

    // Known endings only: "Node.js" may be read as a file, "e.g." or "example.com" must not.
    [GeneratedRegex(@"^[\w./\\@+~-]*\w\.(?:cs|csproj|sln|props|js|mjs|cjs|jsx|ts|tsx|py|rs|go|java|kt|rb|c|h|cc|cpp|hpp|swift|sh|bash|ps1|json|ya?ml|toml|xml|html|css|md|txt|conf|hocon|ini|log|sql|lock|csv|wav|env|gitignore|dockerfile)$", RegexOptions.IgnoreCase)]
    private static partial Regex FileName();

    // Dates and fractions: 1/2, 20/11/2026.
    [GeneratedRegex(@"^[\d/.]+$")]
    private static partial Regex Fraction();

    [GeneratedRegex(@":(\d+)(?::\d+)?$")]
    private static partial Regex LineNumber();

    [GeneratedRegex(@"(?<![\w-])[0-9a-f]{7,64}(?![\w-])")]
    private static partial Regex Hash();

    [GeneratedRegex(@"(?<![\w-])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![\w-])")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"(?<=\w)_+(?=\w)|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)")]
    private static partial Regex Underscores();

    [GeneratedRegex(@"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")]
    private static partial Regex CamelHump();

    [GeneratedRegex(@"&&|\|\||===?|!==?|=>|->|>=|<=|::")]
    private static partial Regex Operator();

    [GeneratedRegex(@"(?<![\w-])--?(?=[A-Za-z])")]
    private static partial Regex Flag();

    [GeneratedRegex(@"\b([CF])#")]
    private static partial Regex Sharp();

    [GeneratedRegex(@"(?<=[\w)\]])\.(?=[A-Za-z_])|(?<!\w)\.(?=[A-Za-z])")]
    private static partial Regex DotInName();

    [GeneratedRegex(@"[^\w\s.,'%:]|:(?!\d)|\.(?!\d)|,(?!\d)")]
    private static partial Regex Unspoken();
}
