using System.Buffers;
using System.Net;
using System.Text.RegularExpressions;
using CallActors.Speech.Text.Rules;

namespace CallActors.Speech.Text;

/// <summary>
/// Takes the markup out of a sentence: what is left are runs of prose and of code. It is lenient where Markdown is strict: a sentence may be
/// cut from the middle of what is emphasised, so marks count without their counterpart.
/// </summary>
internal static partial class InlineMarkup
{
    private static readonly SearchValues<char> AnyMark = SearchValues.Create("`<[&*_~\\");

    /// <param name="anImage">What is said for an image without a description.</param>
    /// <param name="image">What is said before an image's description.</param>
    public static IReadOnlyList<Run> Runs(BoundText text, string anImage, Func<string, string> image)
    {
        if (!text.Text.AsSpan().ContainsAny(AnyMark)) return [new Run(text, IsCode: false)];
        var marks = new List<Mark>();
        var taken = new bool[text.Length + 1];
        foreach (Match code in CodeSpan().Matches(text.Text))
            Add(marks, taken, code.Index, code.Length, "", code.Groups["code"], isCode: !IsPlain(code.Groups["code"].Value));
        foreach (Match m in Comment().Matches(text.Text)) Add(marks, taken, m.Index, m.Length, "");
        foreach (Match m in Image().Matches(text.Text))
            Add(marks, taken, m.Index, m.Length, m.Groups["alt"].Length > 0 ? image(m.Groups["alt"].Value) : anImage);
        foreach (Match m in Link().Matches(text.Text))
        {
            // The text of a link may hold code; only its brackets and its target go.
            Add(marks, taken, m.Index, 1, "");
            Add(marks, taken, m.Groups["text"].Index + m.Groups["text"].Length, m.Index + m.Length - m.Groups["text"].Index - m.Groups["text"].Length, "");
        }

        foreach (Match m in PlaceRules.Url().Matches(text.Text)) taken.AsSpan(m.Index, m.Length).Fill(true);
        foreach (Match m in Footnote().Matches(text.Text)) Add(marks, taken, m.Index, m.Length, "");
        foreach (Match m in Tag().Matches(text.Text)) Add(marks, taken, m.Index, m.Length, m.Groups["inline"].Success ? "" : " ");
        foreach (Match m in Angle().Matches(text.Text)) Add(marks, taken, m.Index, m.Length, "");
        foreach (Match m in Entity().Matches(text.Text)) Add(marks, taken, m.Index, m.Length, WebUtility.HtmlDecode(m.Value));
        foreach (Match m in Emphasis().Matches(text.Text)) Add(marks, taken, m.Index, m.Length, "");
        foreach (Match m in Escaped().Matches(text.Text)) Add(marks, taken, m.Index, 1, "");
        marks.Sort((a, b) => a.Start.CompareTo(b.Start));
        return Cut(text, marks);
    }

    private static List<Run> Cut(BoundText text, List<Mark> marks)
    {
        var runs = new List<Run>();
        var prose = new BoundText.Builder();
        var at = 0;
        foreach (var mark in marks)
        {
            prose.Append(text.Slice(at, mark.Start - at));
            at = mark.Start + mark.Length;
            if (mark.Code is not { } code)
            {
                prose.Append(mark.Instead, text.SourceAt(mark.Start));
                continue;
            }

            var inner = text.Slice(code.Index, code.Length);
            if (!mark.IsCode)
            {
                prose.Append(inner);
                continue;
            }

            runs.Add(new Run(prose.ToText(text.SourceAt(mark.Start)), IsCode: false));
            runs.Add(new Run(inner, IsCode: true));
            prose = new BoundText.Builder();
        }

        prose.Append(text.Slice(at));
        runs.Add(new Run(prose.ToText(text.SourceAt(text.Length)), IsCode: false));
        return runs;
    }

    private static void Add(List<Mark> marks, bool[] taken, int start, int length, string instead, Group? code = null, bool isCode = false)
    {
        if (length == 0 || taken.AsSpan(start, length).Contains(true)) return;
        taken.AsSpan(start, length).Fill(true);
        marks.Add(new Mark(start, length, instead, code, isCode));
    }

    /// <summary>A number, a measure or a plain word: said as within prose.</summary>
    private static bool IsPlain(string code) => Plain().IsMatch(code);

    /// <summary>A part of a sentence.</summary>
    internal readonly record struct Run(BoundText Text, bool IsCode);

    private readonly record struct Mark(int Start, int Length, string Instead, Group? Code, bool IsCode);

    [GeneratedRegex("<!--.*?(?:-->|$)")]
    private static partial Regex Comment();

    [GeneratedRegex(@"!\[(?<alt>[^\[\]]*)\](?:\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+""[^""]*"")?\)|\[[^\[\]]*\])")]
    private static partial Regex Image();

    [GeneratedRegex(@"\[(?<text>(?:[^\[\]]|!\[[^\[\]]*\]\([^()\s]*\))+)\](?:\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+""[^""]*"")?\)|\[[^\[\]]*\])")]
    private static partial Regex Link();

    [GeneratedRegex(@"\[\^[^\[\]]+\]")]
    private static partial Regex Footnote();

    [GeneratedRegex("(?<tick>`+)(?<code>.+?)(?<!`)\\k<tick>(?!`)")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"^-?\d[\d.,]*\s?[%°\w/]{0,6}$|^[A-Za-z][a-z]*$")]
    private static partial Regex Plain();

    // Around an address or an e-mail address.
    [GeneratedRegex(@"<(?=(?:[a-z]{2,6}://|[\w.+-]+@)[^<>\s]+>)|(?<=<(?:[a-z]{2,6}://|[\w.+-]+@)[^<>\s]{1,500})>")]
    private static partial Regex Angle();

    [GeneratedRegex(@"</?(?:(?<inline>a|b|code|em|i|kbd|span|strong|sub|sup|u)|blockquote|br|details|div|hr|img|li|ol|p|pre|summary|table|tbody|td|th|thead|tr|ul)(?:\s[^<>]*)?/?>", RegexOptions.IgnoreCase)]
    private static partial Regex Tag();

    [GeneratedRegex(@"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,12}\d{0,2});")]
    private static partial Regex Entity();

    // Stars and tildes that touch a word, and underscores that wrap one; "2 * 3" and "snake_case" are none.
    [GeneratedRegex(@"(?<!\\)(?:\*{1,3}(?=\S)|(?<=\S)\*{1,3}|~~|(?<!\w)_{1,3}(?=\w)|(?<=[\w.!?,:)])_{1,3}(?!\w))")]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"\\(?=[\\`*_{}\[\]()#+.!|<>~-])")]
    private static partial Regex Escaped();
}
