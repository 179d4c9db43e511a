using System.Text.RegularExpressions;
using CallActors.Speech.Text.Languages;

namespace CallActors.Speech.Text.Rules;

/// <summary>Commits, issues, colours and other things with a number of their own.</summary>
internal static partial class GitRules
{
    public static IReadOnlyList<SpeechRule> All { get; } =
    [
        SpeechRule.For("-", Uuid(), (m, w) => w.IdEndingIn(Spelling.Spell(m.ValueSpan[^4..]))),
        new(SpeechRule.Digits, Token(), (m, w) => IsToken(m.Value) ? w.IdEndingIn(Spelling.Spell(m.Groups["end"].ValueSpan)) : null),
        SpeechRule.For(".", CommitRange(), (m, w) => IsHash(m.Groups["a"].Value) && IsHash(m.Groups["b"].Value)
            ? $"{Spelling.SpellHash(m.Groups["a"].Value)} {w.Signs.To} {Spelling.SpellHash(m.Groups["b"].Value)}" : null),
        new(SpeechRule.Digits, Hash(), (m, w) => IsHash(m.Value) ? Spelling.SpellHash(m.Value) + Pause(m) : null),
        SpeechRule.For(".", BranchRange(), (m, w) => $"{Revision(m.Groups["a"].Value, w)} {w.Signs.To} {Revision(m.Groups["b"].Value, w)}"),
        SpeechRule.For("~^", Relative(), (m, w) => Revision(m.Value, w)),
        SpeechRule.For("#", RepositoryIssue(), (m, w) => w.Issue(m.Groups["n"].Value, Spelling.Name(m.Groups["repo"].Value))),
        SpeechRule.For("#", Issue(), (m, w) => m.Groups["named"].Length > 0 ? m.Groups["n"].Value : w.NumberSign(m.Groups["n"].Value)),
        SpeechRule.For("#", Colour(), (m, w) => $"{w.Signs.Hex} {Spelling.Spell(m.Groups["hex"].ValueSpan)}"),
        new(SpeechRule.Digits, HexNumber(), (m, w) => $"{w.Signs.Hex} {Spelling.Spell(m.Groups["hex"].ValueSpan)}"),
        new(SpeechRule.Digits, Ticket(), (m, _) => $"{(m.Groups["project"].Value is "GH" ? "G H" : m.Groups["project"].Value)} {m.Groups["n"].Value}"),
    ];

    /// <summary>Hexadecimal, with digits and letters: no number and no word.</summary>
    public static bool IsHash(string text) => text.Any(char.IsAsciiDigit) && text.Any(char.IsAsciiLetter);

    // A capital A is an article, too, unless a pause follows.
    private static string Pause(Match hash) => hash.Value[Math.Min(hash.Length, 7) - 1] == 'a' ? "," : "";

    private static bool IsToken(string text) =>
        text.Any(char.IsAsciiDigit) && text.Any(char.IsAsciiLetterUpper) && text.Any(char.IsAsciiLetterLower);

    private static string Revision(string revision, SpokenWords words)
    {
        var cut = revision.IndexOfAny(['~', '^']);
        if (cut < 0) return IsHash(revision) && Hash().IsMatch(revision) ? Spelling.SpellHash(revision) : Spelling.Name(revision).Replace("/", $" {words.Signs.Slash} ", StringComparison.Ordinal);
        var sign = revision[cut] == '~' ? words.Signs.Tilde : words.Signs.Caret;
        return $"{Spelling.Name(revision[..cut])} {sign} {revision[(cut + 1)..].Trim('^', '~')}".TrimEnd();
    }

    [GeneratedRegex(@"(?<![\w-])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![\w-])")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"(?<![\w/+=.-])(?=\w{0,6}[-_]?\w)[A-Za-z0-9+/_-]{28,}(?<end>[A-Za-z0-9]{4})={0,2}(?![\w/+=-])")]
    private static partial Regex Token();

    [GeneratedRegex(@"(?<![\w-])(?<a>[0-9a-f]{7,40})\.\.\.?(?<b>[0-9a-f]{7,40})(?![\w-])")]
    private static partial Regex CommitRange();

    [GeneratedRegex(@"(?<![\w-])[0-9a-f]{7,64}(?![\w-])")]
    private static partial Regex Hash();

    [GeneratedRegex(@"(?<![\w./~^-])(?<a>[A-Za-z][\w/-]*(?:[~^]\d*)?)\.\.(?<b>[A-Za-z][\w/-]*(?:[~^]\d*)?)(?![\w./-])")]
    private static partial Regex BranchRange();

    [GeneratedRegex(@"(?<![\w/])(?:HEAD|main|master|[0-9a-f]{7,40})(?:~\d+|\^+)(?!\w)")]
    private static partial Regex Relative();

    [GeneratedRegex(@"(?<![\w/])[\w.-]+/(?<repo>[\w.-]+)#(?<n>\d{1,7})(?!\w)")]
    private static partial Regex RepositoryIssue();

    [GeneratedRegex(@"(?<![\w&/#])(?<=(?<named>\b(?:issues?|Issues?|PRs?|MR|pull request|Pull request|bug|Bug|ticket|Ticket|step|Step|number|task|Task|item|Item)\s)?)#(?<n>\d{1,7})(?!\w)")]
    private static partial Regex Issue();

    [GeneratedRegex(@"(?<![\w&#])#(?=[0-9a-fA-F]*[0-9])(?=[0-9a-fA-F]*[a-fA-F])(?<hex>[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3})(?!\w)")]
    private static partial Regex Colour();

    [GeneratedRegex(@"(?<!\w)0x(?<hex>[0-9a-fA-F]{1,16})(?!\w)")]
    private static partial Regex HexNumber();

    [GeneratedRegex(@"(?<![\w-])(?<project>[A-Z][A-Z0-9]{1,9})-(?<n>\d{1,6})(?![\w-])")]
    private static partial Regex Ticket();
}
