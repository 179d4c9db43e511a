using System.Text.RegularExpressions;
using CallActors.Speech.Text.Languages;

namespace CallActors.Speech.Text.Rules;

/// <summary>Operators.</summary>
internal static partial class SignRules
{
    /// <summary>Between spaces, as people write them within prose.</summary>
    public static IReadOnlyList<SpeechRule> InProse { get; } =
    [
        SpeechRule.For("&|=!:-<>+×?", SpacedOperator(), (m, w) => Name(m.Value, w)),
        SpeechRule.For("=>&|", Assignment(), (m, w) => $" {Name(m.Value, w)} "),
        SpeechRule.For("-=_|~#*+<>/\\^", Rule(), (_, _) => ""),
    ];

    /// <summary>Anywhere in code.</summary>
    public static IReadOnlyList<SpeechRule> InCode { get; } = [SpeechRule.For("&|=!:-<>+?", Operator(), (m, w) => $" {Name(m.Value, w)} ")];

    private static string? Name(string sign, SpokenWords words) => sign switch
    {
        "&&" or "&" => words.Signs.And,
        "||" => words.Signs.Or,
        "==" or "===" or "=" or ":=" => words.Signs.Equal,
        "!=" or "!==" or "<>" => words.Signs.Unequal,
        "=>" or "->" or "-->" or "==>" => words.Signs.To,
        "<-" or "<--" => words.Signs.From,
        ">=" => words.Signs.AtLeast,
        "<=" => words.Signs.AtMost,
        "<" => words.Signs.LessThan,
        ">" => words.Signs.GreaterThan,
        "+" => words.Signs.Plus,
        "*" or "×" => words.Signs.Times,
        "!" => words.Signs.Not,
        "+=" => $"{words.Signs.Plus} {words.Signs.Equal}",
        "-=" => $"{words.Signs.Minus} {words.Signs.Equal}",
        "??" => words.Signs.Or,
        "::" => "",
        _ => null,
    };

    [GeneratedRegex(@"(?<=\s)(?:&&|\|\||={1,3}|!==?|:=|-->|==>|=>|->|<--|<-|>=|<=|<>|[-+]=|\?\?|[<>+×&])(?=\s)")]
    private static partial Regex SpacedOperator();

    [GeneratedRegex(@"(?<=[\w\])""])(?:={1,3}|[!<>]=|=>|->|&&|\|\|)(?=[\w""'./(-])")]
    private static partial Regex Assignment();

    // "---" between words is drawn, not written.
    [GeneratedRegex(@"(?<!\S)[-=_|~#*+<>/\\^]{2,}(?!\S)")]
    private static partial Regex Rule();

    [GeneratedRegex(@"&&|\|\||={2,3}|!==?|:=|=>|->|>=|<=|::|[-+]=|\?\?|(?<=\s)[<>](?=\s)|(?<![\w)\]])!(?=[\w(])|=")]
    private static partial Regex Operator();
}
