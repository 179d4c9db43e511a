using System.Globalization;
using System.Text.RegularExpressions;
using CallActors.Speech.Text.Languages;

namespace CallActors.Speech.Text.Outputs;

/// <summary>Diffs and their statistics: how many files, lines added and removed; of one file its name.</summary>
internal sealed partial class DiffOutput : ToolOutput
{
    public override bool Begins(string line) => First().IsMatch(line) || Statistic().IsMatch(line) || Total().IsMatch(line);

    public override bool GoesOn(string line) => Begins(line) || Within().IsMatch(line);

    public override string? Summarize(IReadOnlyList<string> lines, SpokenWords words)
    {
        if (lines.Select(l => Total().Match(l)).FirstOrDefault(m => m.Success) is { } total)
            return Say(Number(total, "files"), Names(lines), Number(total, "added"), Number(total, "removed"), words);
        var names = new List<string>();
        var (added, removed, isDiff) = (0, 0, false);
        foreach (var line in lines)
        {
            if (NewFile().Match(line) is { Success: true } file && file.Groups["name"].Value != "/dev/null") names.Add(file.Groups["name"].Value);
            else if (line.StartsWith("+++", StringComparison.Ordinal) || line.StartsWith("---", StringComparison.Ordinal)) isDiff = true;
            else if (line.StartsWith('+')) added++;
            else if (line.StartsWith('-')) removed++;
            isDiff |= line.StartsWith("@@ ", StringComparison.Ordinal) || line.StartsWith("diff ", StringComparison.Ordinal);
        }

        return isDiff ? Say(Math.Max(1, names.Count), names, added, removed, words) : null;
    }

    private static string Say(int files, List<string> names, int added, int removed, SpokenWords words)
    {
        var output = words.Output;
        var said = SentenceCase.Of(files == 1 && names.Count == 1 ? output.ChangesIn(SpokenSentence.Say(names[0], words)) : output.FilesChanged(files));
        if (added > 0) said += ", " + output.Added(added);
        if (removed > 0) said += ", " + output.Removed(removed);
        return said;
    }

    private static List<string> Names(IReadOnlyList<string> lines) =>
        [.. lines.Select(l => Statistic().Match(l)).Where(m => m.Success).Select(m => m.Groups["name"].Value)];

    private static int Number(Match m, string group) => m.Groups[group].Length > 0 ? int.Parse(m.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^diff --\w+ |^@@ -\d+|^--- (?:a/|/dev/null)|^\+\+\+ b/|^Index: ")]
    private static partial Regex First();

    [GeneratedRegex(@"^ ?(?<name>[^\s|]+(?: => [^\s|]+)?)\s+\|\s+(?:\d+ [+-]*|Bin .*)$")]
    private static partial Regex Statistic();

    [GeneratedRegex(@"^ ?(?<files>\d{1,7}) files? changed(?:, (?<added>\d{1,9}) insertions?\(\+\))?(?:, (?<removed>\d{1,9}) deletions?\(-\))?")]
    private static partial Regex Total();

    [GeneratedRegex(@"^\+\+\+ (?:b/)?(?<name>\S+)")]
    private static partial Regex NewFile();

    [GeneratedRegex(@"^(?:index |new file|deleted file|rename |similarity |old mode|new mode|Binary |--- |\+\+\+ |[-+ \\]\S?)|^ (?:create|delete|rename) mode")]
    private static partial Regex Within();
}
