using System.Buffers;
using System.Text.RegularExpressions;

namespace CallActors.Speech.Text.Blocks;

/// <summary>What the marks at a line's beginning say about it, after CommonMark and its tables and task lists.</summary>
internal static partial class LineMarks
{
    // Prose that is wrapped by hand or by an editor has lines of about this length.
    private const int ShortestWrapped = 60;
    private const int LongestWrapped = 120;
    private const int ShortestSentence = 1;
    private const int LongestFirstCell = 24;

    private static readonly SearchValues<char> Stops = SearchValues.Create(".!?…。！？");

    /// <summary>Whether a line goes on with the sentence of the line before it. Terminal output has a statement a line; wrapped prose goes on
    /// in lower case, with an open comma or behind a long line.</summary>
    /// <param name="isItem">It is an item of a list, in which lines go on as a rule.</param>
    public static bool GoesOn(string before, string line, bool isItem)
    {
        var end = before.AsSpan().TrimEnd();
        var start = line.AsSpan().TrimStart();
        if (end.IsEmpty || start.IsEmpty) return false;
        if (end[^1] is ',' or '(' or '–' or '—') return true;
        if (IsStop(end[^1])) return false;
        // A listing has a name or two in a line, or columns, or commits. Of the line itself only the beginning counts: more may not be there yet.
        if (end.Contains("   ", StringComparison.Ordinal) || Commit().IsMatch(start)) return false;
        if (char.IsLower(start[0]) && (isItem || end.Count(' ') >= ShortestSentence)) return true;
        return end.Length is >= ShortestWrapped and <= LongestWrapped && (char.IsLetterOrDigit(start[0]) || start[0] is '`' or '"' or '(' or '*' or '[');
    }

    /// <summary>The line ends a sentence, or leads to what follows.</summary>
    public static bool IsClosed(string line)
    {
        var end = line.AsSpan().TrimEnd("\"'`*_)]”’» \t");
        return !end.IsEmpty && IsStop(end[^1]);
    }

    private static bool IsStop(char c) => c is '.' or '!' or '?' or ':' or ';' or '…' or '。' or '！' or '？';

    /// <summary>The head of a table that does not begin with a bar: its first cell is short and no sentence, of which a part could have been
    /// said before the bar came.</summary>
    public static bool IsTableHead(string line)
    {
        var bar = line.IndexOf('|');
        return bar is >= 0 and < LongestFirstCell && !line.AsSpan(0, bar).ContainsAny(Stops);
    }

    /// <summary>A fence is closed by its own mark, at least as long as it was opened with (CommonMark 4.5).</summary>
    public static bool Closes(ReadOnlySpan<char> fence, ReadOnlySpan<char> line)
    {
        line = line.Trim();
        return line.StartsWith(fence) && line.Trim(fence[0]).IsEmpty;
    }

    [GeneratedRegex(@"^\s*(?<fence>`{3,}|~{3,})\s*(?<info>[^`]*)$")]
    public static partial Regex Fence();

    [GeneratedRegex(@"^\s{0,3}#{1,6}\s+(?<text>\S.*)$")]
    public static partial Regex Heading();

    [GeneratedRegex(@"^\s*(?:[-*+•‣]|(?<number>\d{1,3})[.)])\s+(?:\[(?<task>[ xX])\]\s+)?(?<text>\S.*)$")]
    public static partial Regex Item();

    [GeneratedRegex(@"^\s*(?:>\s?)+")]
    public static partial Regex Quote();

    [GeneratedRegex(@"^\s*\[[^\[\]]+\]:\s+\S+")]
    public static partial Regex Reference();

    [GeneratedRegex(@"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$|^\s*\|\s*:?-+:?\s*\|\s*$")]
    public static partial Regex TableRule();

    [GeneratedRegex(@"^\s*\|.*\|\s*$")]
    public static partial Regex TableRow();

    [GeneratedRegex(@"^(?=[a-f]*\d)[0-9a-f]{7,40} ")]
    private static partial Regex Commit();

    // The beginning of a line that may still become a mark of any kind.
    [GeneratedRegex(@"^\s*(?:[-*+•‣=_~`#>|\s]*|\d{1,3}[.)]?\s*|(?:[-*+•‣]|\d{1,3}[.)])\s+(?:\[.{0,2}\]?\s*)?|\[[^\]]*\]?:?|#{1,6}\s.*|`{3}.*|~{3}.*|\|.*)$")]
    public static partial Regex Undecided();
}
