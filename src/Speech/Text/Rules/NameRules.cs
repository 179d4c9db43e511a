using System.Text.RegularExpressions;
using CallActors.Speech.Text.Languages;

namespace CallActors.Speech.Text.Rules;

/// <summary>Names that programs are made of: variables, flags, calls, types, languages.</summary>
internal static partial class NameRules
{
    public static IReadOnlyList<SpeechRule> All { get; } =
    [
        SpeechRule.For("$", Environment(), (m, w) => w.Variable(Spelling.Name(m.Groups["name"].Value))),
        SpeechRule.For("%", WindowsVariable(), (m, w) => Spelling.Name(m.Groups["name"].Value)),
        SpeechRule.For("-", Flag(), SayFlag),
        SpeechRule.For("#", Sharp(), (m, w) => $"{m.Groups["name"].Value} {w.Signs.Sharp}"),
        SpeechRule.For("+", PlusPlus(), (m, w) => $"{m.Groups["name"].Value} {w.Signs.Plus} {w.Signs.Plus}"),
        SpeechRule.For(".", LeadingDot(), (m, w) => $"{w.Signs.Dot} {m.Groups["name"].Value}"),
        SpeechRule.For("<", Generic(), (m, w) => SayGeneric(m.Value, w)),
        SpeechRule.For("(", Call(), (m, w) => Spelling.DottedName(m.Groups["name"].Value.Replace("::", ".", StringComparison.Ordinal), w)),
        new(null, Identifier(), SayIdentifier),
    ];

    private static string SayFlag(Match m, SpokenWords words)
    {
        var name = m.Groups["name"].Value;
        var dash = words.Signs.Dash;
        if (m.Groups["dashes"].Length > 1) return $"{dash} {dash} {Spelling.Name(name)}";
        return $"{dash} {(name.Length <= 3 ? Spelling.Spell(name) : Spelling.Name(name))}";
    }

    /// <summary>List&lt;string&gt; is a list of strings.</summary>
    private static string SayGeneric(string type, SpokenWords words)
    {
        var said = type.Replace("<", $" {words.Signs.Of} ", StringComparison.Ordinal).Replace(">", " ", StringComparison.Ordinal)
            .Replace("?", "", StringComparison.Ordinal).Replace("[]", "", StringComparison.Ordinal).Replace(",", $" {words.Signs.And} ", StringComparison.Ordinal);
        return string.Join(' ', said.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => Spelling.DottedName(name, words)));
    }

    /// <summary>Words with an underscore or a hump; dotted names with such a part, or in which every part is a name.</summary>
    private static string? SayIdentifier(Match m, SpokenWords words)
    {
        var name = m.Value;
        var hasHump = false;
        for (var i = 1; i < name.Length && !hasHump; i++) hasHump = Spelling.IsHump(name, i);
        if (!hasHump && !name.Contains('_')) return null;
        return Spelling.DottedName(name, words);
    }

    [GeneratedRegex(@"(?<![\w$])\$(?:env:)?(?:\{(?<name>[A-Za-z_]\w*)\}|(?<name>[A-Za-z_]\w*))")]
    private static partial Regex Environment();

    [GeneratedRegex(@"(?<![\w%])%(?<name>[A-Z][A-Z0-9_]+)%(?!\w)")]
    private static partial Regex WindowsVariable();

    [GeneratedRegex(@"(?<![\w-])(?<dashes>--?)(?<name>[A-Za-z][\w-]*)(?<!-)")]
    private static partial Regex Flag();

    [GeneratedRegex(@"(?<!\w)(?<name>[CFJ])#(?!\w)")]
    private static partial Regex Sharp();

    [GeneratedRegex(@"(?<![\w+])(?<name>[A-Za-z]\w*)\+\+(?![\w+])")]
    private static partial Regex PlusPlus();

    [GeneratedRegex(@"(?<![\w.)\]])\.(?<name>NET)(?!\w)")]
    private static partial Regex LeadingDot();

    [GeneratedRegex(@"(?<![\w.<])[A-Za-z_][\w.]*<(?:[\w.?,\s]|\[\]|<[\w.?,\s\[\]]*>){1,80}>(?![\w>])")]
    private static partial Regex Generic();

    [GeneratedRegex(@"(?<![\w.])(?<name>[A-Za-z_]\w*(?:(?:\.|::)[A-Za-z_]\w*){0,8})\(\)")]
    private static partial Regex Call();

    [GeneratedRegex(@"(?<![\w@.])[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*(?!\w)")]
    private static partial Regex Identifier();
}
