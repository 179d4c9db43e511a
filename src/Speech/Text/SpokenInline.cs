using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace CallActors.Speech.Text;

/// <summary>Says one line of Markdown prose: links by their text, addresses by their host, code in words, no emphasis marks, no
/// emoji.</summary>
internal static partial class SpokenInline
{
    public static string Say(string line)
    {
        line = Comment().Replace(line, "");
        line = Image().Replace(line, match => match.Groups[1].Length > 0 ? $"image: {match.Groups[1].Value}" : "an image");
        line = Link().Replace(line, "$1");
        line = Footnote().Replace(line, "");
        line = AutoLink().Replace(line, "$1");

        var spoken = new StringBuilder();
        var at = 0;
        foreach (Match code in CodeSpan().Matches(line))
        {
            spoken.Append(SayProse(line[at..code.Index])).Append(SpokenCode.Say(code.Groups[2].Value));
            at = code.Index + code.Length;
        }

        spoken.Append(SayProse(line[at..]));
        return Tidy(spoken.ToString());
    }

    /// <summary>An address by its host, with the port if it is this machine; null if it is none.</summary>
    public static string? TrySayUrl(string text)
    {
        var match = Url().Match(text);
        return match.Success && match.Length == text.Length ? SayUrl(match) : null;
    }

    private static string SayProse(string text)
    {
        text = Url().Replace(text, SayUrl);
        text = Tag().Replace(text, " ");
        text = WebUtility.HtmlDecode(text);
        text = Emphasis().Replace(text, "");
        text = Escaped().Replace(text, "$1");
        text = SpokenCode.SayWithin(text);
        return SaySymbols(text);
    }

    private static string SayUrl(Match url)
    {
        var host = url.Groups["host"].Value;
        if (host.StartsWith("www.", StringComparison.OrdinalIgnoreCase)) host = host[4..];
        var port = url.Groups["port"].Value;
        return port.Length > 0 ? $"{host} port {port}" : host;
    }

    private static string SaySymbols(string text)
    {
        var spoken = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var word = rune.Value switch
            {
                '→' or '⇒' or '➜' => " to ",
                '←' => " from ",
                '≥' => " at least ",
                '≤' => " at most ",
                '≈' => " about ",
                '≠' => " is not ",
                '×' => " times ",
                '±' => " plus or minus ",
                '&' => " and ",
                '•' or '·' => " ",
                '\u00A0' => " ",
                _ => null,
            };
            if (word is not null) spoken.Append(word);
            else if (!IsPictorial(rune)) spoken.Append(rune);
        }

        return spoken.ToString();
    }

    /// <summary>Emoji, dingbats, other pictures and what joins and colours them.</summary>
    private static bool IsPictorial(Rune rune) => rune.Value is >= 0x1F000 and <= 0x1FBFF or >= 0x2600 and <= 0x27BF
        or >= 0x2B00 and <= 0x2BFF or >= 0x2190 and <= 0x21FF or >= 0x2300 and <= 0x23FF or >= 0xE0000 and <= 0xE007F
        or >= 0xE000 and <= 0xF8FF or 0x200B or 0x200D or 0x20E3 or 0xFE0E or 0xFE0F or 0xFEFF or 0xFFFD;

    /// <summary>Removes what the replacements left: doubled spaces, spaces before punctuation, empty brackets.</summary>
    private static string Tidy(string text)
    {
        text = EmptyBrackets().Replace(text, "");
        text = Spaces().Replace(text, " ");
        return SpaceBeforeMark().Replace(text, "$1").Trim();
    }

    [GeneratedRegex("<!--.*?(?:-->|$)")]
    private static partial Regex Comment();

    [GeneratedRegex(@"!\[([^\[\]]*)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+""[^""]*"")?\)")]
    private static partial Regex Image();

    [GeneratedRegex(@"\[([^\[\]]+)\](?:\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+""[^""]*"")?\)|\[[^\[\]]*\])")]
    private static partial Regex Link();

    [GeneratedRegex(@"\[\^[^\[\]]+\]")]
    private static partial Regex Footnote();

    [GeneratedRegex(@"<((?:https?|wss?)://[^<>\s]+)>")]
    private static partial Regex AutoLink();

    [GeneratedRegex("(`+)(.+?)(?<!`)\\1(?!`)")]
    private static partial Regex CodeSpan();

    // Punctuation at the end belongs to the sentence around the address.
    [GeneratedRegex(@"\b(?:https?|wss?|ftp)://(?:[^\s/@<>]+@)?(?<host>[\w.-]*\w|\[[0-9a-fA-F:]+\])(?::(?<port>\d+))?(?:[/?#][^\s<>""'`]*[\w/=&#%-]|[/?#])?")]
    private static partial Regex Url();

    [GeneratedRegex(@"</?(?:a|b|br|blockquote|code|details|div|em|hr|i|img|kbd|li|ol|p|pre|span|strong|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul)(?:\s[^<>]*)?/?>", RegexOptions.IgnoreCase)]
    private static partial Regex Tag();

    // Stars and tildes that touch a word, and underscores that wrap one; "2 * 3" and "snake_case" are none.
    [GeneratedRegex(@"(?<!\\)(?:\*{1,3}(?=\S)|(?<=\S)\*{1,3}|~~|(?<!\w)_{1,3}(?=\w)|(?<=[\w.!?,:)])_{1,3}(?!\w))")]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"\\([\\`*_{}\[\]()#+.!|<>~-])")]
    private static partial Regex Escaped();

    [GeneratedRegex(@"\(\s*\)|\[\s*\]")]
    private static partial Regex EmptyBrackets();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\s+([,.;:!?)](?:\s|$))")]
    private static partial Regex SpaceBeforeMark();
}
