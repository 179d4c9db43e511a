using System.Text;
using CallActors.Speech.Text.Languages;
using CallActors.Speech.Text.Rules;

namespace CallActors.Speech.Text;

/// <summary>Says one sentence, or one cell or item: prose and code by their rules, signs and pictures by name or not at all.</summary>
internal static class SpokenSentence
{
    /// <summary>A longer sentence is cut before it is said: patterns need not be quick on texts without end.</summary>
    public const int LongestSource = 2000;

    // Code beyond this a listener cannot follow.
    private const int LongestCode = 80;
    private const int ShortestCipher = 6;

    private static readonly RuleBook Prose = new(
    [
        .. PlaceRules.Addresses, .. TimeRules.All, .. GitRules.All, .. KeyRules.All, .. PlaceRules.Files, .. NumberRules.Versions, .. NumberRules.All,
        .. NameRules.All, .. SignRules.InProse,
    ]);

    private static readonly RuleBook Code = new(
    [
        .. PlaceRules.Addresses, .. TimeRules.All, .. GitRules.All, .. KeyRules.All, .. PlaceRules.Files, .. NumberRules.Versions, .. NumberRules.All,
        .. NameRules.All, .. SignRules.InCode,
    ]);

    public static Spoken Say(BoundText text, SpokenWords words) => Say(text, words, "", 0);

    /// <param name="before">Said before it: a number, a warning.</param>
    /// <param name="start">Where in the source that stands.</param>
    public static Spoken Say(BoundText text, SpokenWords words, string before, int start)
    {
        var line = new SpokenLine();
        line.Append(before, start);
        foreach (var run in InlineMarkup.Runs(text, words.AnImage, words.Image))
        {
            if (run.IsCode) SayCode(run.Text, words, line);
            else Prose.Say(run.Text, words, line, (t, i, l) => SaySign(t, i, l, words));
        }

        return line.Finish();
    }

    /// <summary>A piece of code or a name that stands by itself.</summary>
    public static string SayCode(string code, SpokenWords words)
    {
        var line = new SpokenLine();
        SayCode(BoundText.Whole(code, 0), words, line);
        return line.Finish().Text;
    }

    /// <summary>Prose that stands for one thing as a whole.</summary>
    public static string Say(string text, SpokenWords words) => Say(BoundText.Whole(text, 0), words).Text;

    private static void SayCode(BoundText code, SpokenWords words, SpokenLine line)
    {
        code = code.Trim();
        if (IsCipher(code.Text))
        {
            line.Append(words.SomeCode, code.SourceAt(0));
            return;
        }

        var said = new SpokenLine();
        Code.Say(code, words, said, (t, i, l) => SayInCode(t, i, l, words));
        var spoken = said.Finish();
        if (spoken.Text.Length > LongestCode)
        {
            line.Append(words.SomeCode, code.SourceAt(0));
            return;
        }

        for (var i = 0; i < spoken.Text.Length; i++) line.Append(spoken.Text[i], spoken.At[i]);
    }

    // A regular expression, or the like: of its signs nothing would be left but crumbs.
    private static bool IsCipher(string code)
    {
        var (words, signs) = (code.Count(char.IsLetterOrDigit), code.Count(c => !char.IsLetterOrDigit(c) && c is not (' ' or '_')));
        return signs >= ShortestCipher && signs > 1.5 * words;
    }

    private static void SayInCode(BoundText text, int at, SpokenLine line, SpokenWords words)
    {
        var (code, c, source) = (text.Text, text.Text[at], text.SourceAt(at));
        var next = at + 1 < code.Length ? code[at + 1] : ' ';
        if (Spelling.IsHump(code, at)) line.Append(' ', source);
        if (char.IsLetterOrDigit(c) || c is ' ' or '\'' or '%' || c is '.' or ',' or ':' && char.IsAsciiDigit(next)) line.Append(c, source);
        else if (c is '.' && (char.IsLetter(next) || next is '_')) line.Append($" {words.Signs.Dot} ", source);
        else if (c is ',' && next is ' ') line.Append(c, source);
        else if (CodeSign(c, words.Signs) is { } sign) line.Append($" {sign} ", source);
        else if (char.IsSurrogate(c)) SaySign(text, at, line, words);
        else line.Append(' ', source);
    }

    private static string? CodeSign(char c, SignNames signs) => c switch
    {
        '/' => signs.Slash,
        '*' => signs.Star,
        '@' => signs.At,
        '+' => signs.Plus,
        '=' => signs.Equal,
        '&' => signs.And,
        '→' => signs.To,
        _ => null,
    };

    /// <summary>Signs that voices leave out or read wrong are said by name, pictures are left out.</summary>
    private static void SaySign(BoundText text, int at, SpokenLine line, SpokenWords words)
    {
        var (c, source) = (text.Text[at], text.SourceAt(at));
        if (char.IsLowSurrogate(c) && at > 0 && char.IsHighSurrogate(text.Text[at - 1])) return;
        Rune.DecodeFromUtf16(text.Text.AsSpan(at), out var rune, out _);
        if (ProseSign(text.Text, at, words.Signs) is { } sign) line.Append(sign, source);
        else if (Emoji.IsPictorial(rune)) line.Append("", source);
        else line.Append(rune.ToString(), source);
    }

    private static string? ProseSign(string text, int at, SignNames signs)
    {
        var c = text[at];
        var isApart = (at == 0 || char.IsWhiteSpace(text[at - 1])) && (at + 1 == text.Length || char.IsWhiteSpace(text[at + 1]));
        return c switch
        {
            '→' or '⇒' or '➜' => $" {signs.To} ",
            '←' => $" {signs.From} ",
            '≥' => $" {signs.AtLeast} ",
            '≤' => $" {signs.AtMost} ",
            '≈' => $" {signs.About} ",
            '≠' => $" {signs.Unequal} ",
            '×' => $" {signs.Times} ",
            '±' => $" {signs.PlusMinus} ",
            '&' => $" {signs.And} ",
            '*' when isApart => text.AsSpan(0, at).TrimEnd() is [.., >= '0' and <= '9'] || text.AsSpan(at + 1).TrimStart() is [>= '0' and <= '9', ..] ? signs.Times : signs.Star,
            '=' or '+' when isApart => c == '=' ? signs.Equal : signs.Plus,
            '_' or '•' or '·' or '|' or '\\' or '\u00A0' => " ",
            '`' or '*' or '~' or '#' or '[' or ']' or '{' or '}' or '<' or '>' or '^' or '=' => "",
            '@' when at == 0 || !char.IsLetterOrDigit(text[at - 1]) => "",
            _ => null,
        };
    }
}
