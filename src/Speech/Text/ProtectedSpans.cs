namespace CallActors.Speech.Text;

/// <summary>
/// The parts of a text that no sentence ends in: code spans, links, tags, and short brackets and quotations. What is opened and not closed
/// within a bound protects nothing; in a text that still grows it protects up to its end, since the closing mark may come.
/// Every search is bounded, so that the work grows with the text's length only.
/// </summary>
internal sealed class ProtectedSpans
{
    private const int LongestCode = 300;
    private const int LongestLink = 1000;
    private const int LongestAside = 160;

    private readonly List<(int Start, int End)> _spans = [];
    private int _next;

    private ProtectedSpans()
    {
    }

    /// <param name="mayGrow">More text may follow.</param>
    public static ProtectedSpans Of(string text, bool mayGrow = false)
    {
        var spans = new ProtectedSpans();
        for (var i = 0; i < text.Length;)
        {
            var end = EndOf(text, i, mayGrow, out var inner);
            if (end > i && inner > i) spans._spans.Add((i, inner));
            i = end > i ? Math.Max(end, i + 1) : i + RunLength(text, i);
        }

        return spans;
    }

    /// <summary>Whether a sentence must not end at a position. Positions are asked for in ascending order.</summary>
    public bool Contains(int position)
    {
        while (_next < _spans.Count && _spans[_next].End <= position) _next++;
        return _next < _spans.Count && _spans[_next].Start <= position;
    }

    /// <summary>Where what begins at a position ends; the position itself if nothing does.</summary>
    /// <param name="inner">Where the protection ends: before the marks of a sentence that ends within a quotation or bracket.</param>
    private static int EndOf(string text, int at, bool mayGrow, out int inner)
    {
        var end = text[at] switch
        {
            '`' => CodeEnd(text, at, mayGrow),
            '<' when at + 1 < text.Length && (char.IsAsciiLetter(text[at + 1]) || text[at + 1] is '/' or '!') => Find(text, at + 1, '>', LongestCode, mayGrow),
            '[' => LinkEnd(text, at, mayGrow),
            '(' => BracketEnd(text, at, ')', LongestAside, mayGrow),
            '（' => Find(text, at + 1, '）', LongestAside, mayGrow),
            '「' => Find(text, at + 1, '」', LongestAside, mayGrow),
            '“' => Find(text, at + 1, '”', LongestAside, mayGrow),
            '„' => Find(text, at + 1, '“', LongestAside, mayGrow),
            '«' => Find(text, at + 1, '»', LongestAside, mayGrow),
            '"' when Opens(text, at) => QuoteEnd(text, at, mayGrow),
            _ => at,
        };
        inner = end;
        if (end <= at + 1 || text[at] is '`' or '<' || text[end - 1] == text[at] && text[at] != '"') return end;
        // "(It works.) Good.": the bracket holds a sentence, and the sentence ends there.
        while (inner - 2 > at && text[inner - 2] is '.' or '!' or '?' or '…' or '。' or '！' or '？') inner--;
        if (inner < end) inner--;
        return end;
    }

    private static int RunLength(string text, int at)
    {
        var end = at + 1;
        if (text[at] == '`')
            while (end < text.Length && text[end] == '`') end++;
        return end - at;
    }

    private static int CodeEnd(string text, int at, bool mayGrow)
    {
        var ticks = RunLength(text, at);
        var limit = Math.Min(text.Length, at + LongestCode);
        for (var i = at + ticks; i < limit;)
        {
            if (text[i] is '\n') return at;
            if (text[i] != '`')
            {
                i++;
                continue;
            }

            var run = RunLength(text, i);
            if (run == ticks) return i + run;
            i += run;
        }

        return Unclosed(text, at, limit, mayGrow);
    }

    private static int LinkEnd(string text, int at, bool mayGrow)
    {
        var end = BracketEnd(text, at, ']', LongestCode, mayGrow);
        if (end <= at || end >= text.Length || text[end] is not ('(' or '[')) return end;
        var target = BracketEnd(text, end, text[end] == '(' ? ')' : ']', LongestLink, mayGrow);
        return Math.Max(end, target);
    }

    private static int BracketEnd(string text, int at, char close, int longest, bool mayGrow)
    {
        var open = text[at];
        var depth = 0;
        var limit = Math.Min(text.Length, at + longest);
        for (var i = at; i < limit; i++)
        {
            if (text[i] == open) depth++;
            else if (text[i] == close && --depth == 0) return i + 1;
            else if (text[i] == '\n') return at;
        }

        return Unclosed(text, at, limit, mayGrow);
    }

    private static int QuoteEnd(string text, int at, bool mayGrow)
    {
        var limit = Math.Min(text.Length, at + LongestAside);
        for (var i = at + 1; i < limit; i++)
        {
            if (text[i] == '\n') return at;
            if (text[i] == '"' && (i + 1 == text.Length || !char.IsLetterOrDigit(text[i + 1]))) return i + 1;
        }

        return Unclosed(text, at, limit, mayGrow);
    }

    private static int Find(string text, int from, char close, int longest, bool mayGrow)
    {
        var limit = Math.Min(text.Length, from + longest);
        var found = text.AsSpan(from, limit - from).IndexOfAny(close, '\n');
        if (found >= 0) return text[from + found] == close ? from + found + 1 : from - 1;
        return Unclosed(text, from - 1, limit, mayGrow);
    }

    private static int Unclosed(string text, int at, int limit, bool mayGrow) => mayGrow && limit == text.Length ? text.Length : at;

    private static bool Opens(string text, int at) =>
        (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1]);
}
