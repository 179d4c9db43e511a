using System.Text.RegularExpressions;
using CallActors.Speech.Text.Languages;

namespace CallActors.Speech.Text.Rules;

/// <summary>Keys of the keyboard, alone and together.</summary>
internal static partial class KeyRules
{
    public static IReadOnlyList<SpeechRule> All { get; } =
    [
        SpeechRule.For("+-", Combination(), (m, w) => Say(m.Value, w)),
        SpeechRule.For("^", CaretKey(), (m, w) => $"{w.Key("Ctrl")} {m.Groups["key"].Value}"),
        SpeechRule.For("⌘⌥⇧⌃⏎↵⇥⌫", Glyphs(), (m, w) => SayGlyphs(m.Value, w)),
    ];

    private static string Say(string keys, SpokenWords words)
    {
        // The last key may itself be the sign that joins: "Ctrl-+", "Ctrl--".
        var parts = Joint().Split(keys[..^1]);
        parts[^1] += keys[^1];
        return string.Join(' ', parts.Select(key => words.Key(key) ?? key.ToUpperInvariant()));
    }

    private static string SayGlyphs(string glyphs, SpokenWords words)
    {
        var names = new List<string>();
        foreach (var c in glyphs) names.Add(words.Key(c.ToString()) ?? char.ToUpperInvariant(c).ToString());
        return string.Join(' ', names) + " ";
    }

    [GeneratedRegex(@"(?<![\w-])(?:(?:Ctrl|Control|Strg|Cmd|Command|Alt|Option|Opt|Shift|Meta|Super|Win|Fn)\s?[-+]\s?){1,4}(?:F\d{1,2}|Enter|Return|Esc|Escape|Tab|Space|Backspace|Delete|Del|Home|End|Ins|Insert|PgUp|PgDn|PageUp|PageDown|Up|Down|Left|Right|[A-Za-z0-9]|[\\/`.,;=\[\]+-])(?![\w-])")]
    private static partial Regex Combination();

    [GeneratedRegex(@"\s?[-+]\s?")]
    private static partial Regex Joint();

    [GeneratedRegex(@"(?<![\w^.~])\^(?<key>[A-Z])(?!\w)")]
    private static partial Regex CaretKey();

    [GeneratedRegex(@"[⌘⌥⇧⌃]+[A-Za-z0-9]?(?!\w)|[⏎↵⇥⌫]")]
    private static partial Regex Glyphs();
}
