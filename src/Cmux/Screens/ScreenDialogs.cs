using System.Text.RegularExpressions;
using CallActors.Contracts.Agents;

namespace CallActors.Cmux.Screens;

/// <summary>Finds a question with numbered answers, one of which is pointed at, at the bottom of a screen.</summary>
internal static partial class ScreenDialogs
{
    /// <summary>Most lines of a question that are looked at, from the bottom.</summary>
    private const int Tallest = 60;

    /// <param name="isEdge">Whether a line is above the question, and no part of it.</param>
    /// <param name="footer">A line below the answers has one of these, in any case: how to answer. Without it they are a list in some text.</param>
    public static ScreenDialog? Find(IReadOnlyList<string> lines, string[] footer, Func<string, bool> isEdge)
    {
        var end = lines.Count - 1;
        while (end >= 0 && lines[end].Trim().Length == 0) end--;
        var foot = end;
        while (foot >= 0 && foot > end - 4 && !footer.Any(words => lines[foot].Contains(words, StringComparison.OrdinalIgnoreCase))) foot--;
        if (foot < 0 || foot == end - 4) return null;

        var options = new List<ScreenOption>();
        var first = foot;
        for (var i = foot - 1; i >= 0 && foot - i < Tallest; i--)
        {
            if (isEdge(lines[i])) break;
            if (Option().Match(lines[i]) is not { Success: true } match) continue;
            var number = int.Parse(match.Groups["number"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
            // They are counted from 1 to the bottom: other numbers belong to what stands above.
            if (options.Count > 0 && number != options[0].Number - 1) break;
            options.Insert(0, new ScreenOption(number, match.Groups["text"].Value.TrimEnd(), match.Groups["pointer"].Length > 0));
            first = i;
            if (number == 1) break;
        }
        if (options.Count < 2 || options[0].Number != 1 || options.Count(option => option.IsSelected) != 1) return null;

        var question = first - 1;
        while (question >= 0 && lines[question].Trim().Length == 0) question--;
        // A question may stand above what it is about.
        var top = Top(lines, question, isEdge);
        var asked = question;
        for (var i = top; i <= question; i++)
            if (lines[i].TrimEnd().EndsWith('?')) asked = i;
        var about = Enumerable.Range(top, Math.Max(0, question - top + 1)).Where(i => i != asked).Select(i => lines[i].Trim()).Where(line => line.Length > 0);
        return new ScreenDialog(asked < 0 ? "" : lines[asked].Trim(), string.Join('\n', about), options);
    }

    private static int Top(IReadOnlyList<string> lines, int bottom, Func<string, bool> isEdge)
    {
        var top = Math.Max(0, bottom);
        while (top > 0 && bottom - top < Tallest && !isEdge(lines[top - 1])) top--;
        return top;
    }

    // Claude Code leaves the blank behind a number out where an answer is too long for its line.
    [GeneratedRegex("""^[\s│]*(?<pointer>[❯›>])?\s*(?<number>[1-9])\.(?:\s+|(?=\p{L}))(?<text>\S.*?)\s*│?$""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Option();
}
