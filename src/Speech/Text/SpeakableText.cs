using System.Text;
using System.Text.RegularExpressions;

namespace CallActors.Speech.Text;

/// <summary>
/// Turns what an agent writes, Markdown or terminal output, into what is fit to be spoken: headings, list items and rows become
/// sentences, code blocks and long tables a mention, links their text, addresses their host, paths their last part, hashes
/// seven spelled characters; emphasis, emoji, escape sequences and frames are left out. Pure.
/// </summary>
public static partial class SpeakableText
{
    // More rows than this are not remembered by a listener: the table is named instead.
    private const int MaximumSpokenRows = 4;

    private static readonly string[] SmallNumbers =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    /// <summary>The speakable form, on one line; empty if nothing in the text can be spoken.</summary>
    public static string From(string text)
    {
        var lines = TerminalText.Clean(text).Split('\n');
        var spoken = new StringBuilder();
        var paragraph = new StringBuilder();
        for (var i = 0; i < lines.Length;)
        {
            var line = lines[i];
            if (Fence().Match(line) is { Success: true } fence)
            {
                EndParagraph(spoken, paragraph);
                i = SayCodeBlock(spoken, lines, i, fence.Groups[1].Value);
            }
            else if (IsTableAt(lines, i))
            {
                EndParagraph(spoken, paragraph);
                i = SayTable(spoken, lines, i);
            }
            else
            {
                SayLine(spoken, paragraph, line);
                i++;
            }
        }

        EndParagraph(spoken, paragraph);
        return spoken.ToString();
    }

    private static void SayLine(StringBuilder spoken, StringBuilder paragraph, string line)
    {
        line = Quote().Replace(line, "");
        if (Reference().IsMatch(line)) return;
        if (!line.Any(char.IsLetterOrDigit))
        {
            EndParagraph(spoken, paragraph);
        }
        else if (Heading().Match(line) is { Success: true } heading)
        {
            EndParagraph(spoken, paragraph);
            AppendSentence(spoken, SpokenInline.Say(heading.Groups[1].Value));
        }
        else if (ListItem().Match(line) is { Success: true } item)
        {
            // The item stays open: its text may go on in the next line.
            EndParagraph(spoken, paragraph);
            var task = item.Groups["task"].Value;
            if (task.Length > 0) paragraph.Append(task is "x" or "X" ? "Done: " : "To do: ");
            if (item.Groups["number"].Length > 0) paragraph.Append(item.Groups["number"].Value).Append(": ");
            paragraph.Append(item.Groups["text"].Value);
        }
        else
        {
            var trimmed = line.Trim();
            if (paragraph.Length > 0 && !GoesOn(paragraph, trimmed)) EndParagraph(spoken, paragraph);
            if (paragraph.Length > 0) paragraph.Append(' ');
            paragraph.Append(trimmed);
        }
    }

    /// <summary>Whether a line belongs to the sentence before it. Terminal output has a statement a line; wrapped prose goes on in
    /// lower case or with an open comma.</summary>
    private static bool GoesOn(StringBuilder paragraph, string line) =>
        paragraph[^1] is ',' || char.IsLower(line[0]) && paragraph[^1] is not ('.' or '!' or '?' or ':' or ';');

    private static void EndParagraph(StringBuilder spoken, StringBuilder paragraph)
    {
        if (paragraph.Length == 0) return;
        AppendSentence(spoken, SpokenInline.Say(paragraph.ToString()));
        paragraph.Clear();
    }

    private static int SayCodeBlock(StringBuilder spoken, string[] lines, int at, string fence)
    {
        var count = 0;
        for (at++; at < lines.Length; at++)
        {
            var line = lines[at].Trim();
            if (line.StartsWith(fence, StringComparison.Ordinal) && line.Trim(fence[0]).Length == 0)
            {
                at++;
                break;
            }

            if (line.Length > 0) count++;
        }

        if (count > 0) AppendSentence(spoken, $"Code block of {Count(count, "line")}");
        return at;
    }

    private static bool IsTableAt(string[] lines, int at) =>
        at + 1 < lines.Length && lines[at].Contains('|') && TableRule().IsMatch(lines[at + 1]);

    private static int SayTable(StringBuilder spoken, string[] lines, int at)
    {
        var columns = CellsOf(lines[at]);
        var first = at += 2;
        while (at < lines.Length && lines[at].Contains('|')) at++;
        if (at - first > MaximumSpokenRows)
        {
            AppendSentence(spoken, $"Table of {Count(at - first, "row")} with {string.Join(", ", columns)}");
            return at;
        }

        foreach (var row in lines[first..at])
        {
            var cells = CellsOf(row).Select((cell, i) => i > 0 && i < columns.Length ? $"{columns[i]} {cell}" : cell);
            AppendSentence(spoken, string.Join(", ", cells));
        }

        return at;
    }

    private static string[] CellsOf(string row) =>
        [.. row.Trim().Trim('|').Split('|').Select(SpokenInline.Say).Where(cell => cell.Length > 0)];

    private static string Count(int count, string noun) =>
        $"{(count < SmallNumbers.Length ? SmallNumbers[count] : count)} {noun}{(count == 1 ? "" : "s")}";

    private static void AppendSentence(StringBuilder spoken, string sentence)
    {
        sentence = sentence.TrimEnd(' ', ',', ';');
        if (!sentence.Any(char.IsLetterOrDigit)) return;
        if (spoken.Length > 0) spoken.Append(' ');
        spoken.Append(sentence);
        if (sentence.TrimEnd('"', '\'', ')', ']', '”', '’')[^1] is not ('.' or '!' or '?' or '…' or ':')) spoken.Append('.');
    }

    [GeneratedRegex(@"^\s*(`{3,}|~{3,})[^`]*$")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\s{0,3}#{1,6}\s+(.+?)[\s#]*$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\s*(?:[-*+•‣]|(?<number>\d{1,3})[.)])\s+(?:\[(?<task>[ xX])\]\s+)?(?<text>.+)$")]
    private static partial Regex ListItem();

    [GeneratedRegex(@"^\s*(?:>\s?)+")]
    private static partial Regex Quote();

    [GeneratedRegex(@"^\s*\[[^\[\]]+\]:\s+\S+")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$")]
    private static partial Regex TableRule();
}
