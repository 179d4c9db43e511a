using System.Text;
using System.Text.RegularExpressions;
using CallActors.Speech.Text.Languages;

namespace CallActors.Speech.Text.Rules;

/// <summary>Names as words, and what is no word character by character.</summary>
internal static partial class Spelling
{
    private const int SpelledHashCharacters = 7;

    /// <summary>Characters one by one, capitals, since voices read a small a as an article; even a capital one unless a pause follows.</summary>
    public static string Spell(ReadOnlySpan<char> text)
    {
        var spelled = new StringBuilder();
        foreach (var c in text)
        {
            if (!char.IsLetterOrDigit(c)) continue;
            if (spelled.Length > 0) spelled.Append(spelled[^1] == 'A' ? ", " : " ");
            spelled.Append(char.ToUpperInvariant(c));
        }

        return spelled.ToString();
    }

    public static string SpellHash(string hash) => Spell(hash.AsSpan(0, Math.Min(hash.Length, SpelledHashCharacters)));

    /// <summary>Identifiers as words: <c>getUserName</c>, <c>max_retry</c> and <c>no-verify</c>.</summary>
    public static string Name(string name) => Hump().Replace(name, " ").Replace('_', ' ').Replace('-', ' ').Trim();

    /// <summary>The same, with the dots of a qualified name.</summary>
    public static string DottedName(string name, SpokenWords words)
    {
        name = name.TrimEnd('.');
        return string.Join($" {words.Signs.Dot} ", name.Split('.', StringSplitOptions.RemoveEmptyEntries).Select(Name)) is var said && name.StartsWith('.')
            ? $"{words.Signs.Dot} {said}" : said;
    }

    /// <summary>A new word begins at a character of an identifier.</summary>
    public static bool IsHump(string text, int at)
    {
        if (at == 0 || !char.IsUpper(text[at])) return false;
        var before = text[at - 1];
        if (char.IsAsciiLetterLower(before) || char.IsAsciiDigit(before)) return true;
        return char.IsAsciiLetterUpper(before) && at + 1 < text.Length && char.IsAsciiLetterLower(text[at + 1])
            && !IsAcronymsEnd(text, at + 1);
    }

    // "IDs", "IPv6"
    private static bool IsAcronymsEnd(string text, int at) => text[at] switch
    {
        's' => at + 1 == text.Length || !char.IsLetterOrDigit(text[at + 1]),
        'v' => at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]),
        _ => false,
    };

    /// <summary>A file name: its last ending is said as it is called.</summary>
    public static string FileName(string name, SpokenWords words)
    {
        if (MajorVersion().Match(name) is { Success: true } version) return words.Version(version.Groups["n"].Value);
        var said = DottedName(name, words);
        var dot = name.LastIndexOf('.');
        return dot >= 0 && Endings.TryGetValue(name[(dot + 1)..], out var ending) ? said[..^(name.Length - dot - 1)] + ending : said;
    }

    private static readonly Dictionary<string, string> Endings = new(StringComparer.Ordinal) { ["yml"] = "yaml", ["ipynb"] = "notebook" };

    [GeneratedRegex(@"^v(?<n>\d{1,4})$")]
    private static partial Regex MajorVersion();

    // The plural of an acronym, as in "IDs", has no hump, nor has "IPv6".
    [GeneratedRegex(@"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z](?!s\b|v\d)[a-z])")]
    private static partial Regex Hump();
}
