using System.Globalization;
using System.Text.RegularExpressions;
using CallActors.Speech.Text.Languages;
using CallActors.Speech.Text.Rules;

namespace CallActors.Speech.Text.Outputs;

/// <summary>git status, long and short: branch, distance, and how many files are in which state.</summary>
internal sealed partial class GitStatusOutput : ToolOutput
{
    public override bool Begins(string line) => Heading().IsMatch(line) || ShortBranch().IsMatch(line) || ShortFile().IsMatch(line);

    public override bool GoesOn(string line) => Begins(line) || Within().IsMatch(line);

    public override string? Summarize(IReadOnlyList<string> lines, SpokenWords words)
    {
        if (!Begins(lines.FirstOrDefault(l => !string.IsNullOrWhiteSpace(l)) ?? "")) return null;
        var output = words.Output;
        var parts = new List<string>();
        var counts = new Dictionary<char, int>();
        var section = ' ';
        foreach (var line in lines)
        {
            if (Branch().Match(line) is { Success: true } branch) parts.Add(output.OnBranch(Spelling.Name(branch.Groups["name"].Value)));
            if (Distance().Match(line) is { Success: true } distance) AddDistance(parts, distance, output);
            if (line.StartsWith("Changes to be", StringComparison.Ordinal)) section = 'S';
            else if (line.StartsWith("Changes not", StringComparison.Ordinal)) section = ' ';
            else if (line.StartsWith("Untracked", StringComparison.Ordinal)) section = '?';
            else if (line.StartsWith("nothing to commit", StringComparison.Ordinal)) parts.Add(output.NothingToCommit);
            var state = StateOf(line, section);
            if (state != ' ') counts[state] = counts.GetValueOrDefault(state) + 1;
        }

        AddCounts(parts, counts, output);
        return parts.Count == 0 ? null : SentenceCase.Of(string.Join(", ", parts));
    }

    private static void AddDistance(List<string> parts, Match distance, OutputWords output)
    {
        if (distance.Groups["ahead"].Length > 0) parts.Add(output.Ahead(int.Parse(distance.Groups["ahead"].ValueSpan, CultureInfo.InvariantCulture)));
        if (distance.Groups["behind"].Length > 0) parts.Add(output.Behind(int.Parse(distance.Groups["behind"].ValueSpan, CultureInfo.InvariantCulture)));
    }

    private static void AddCounts(List<string> parts, Dictionary<char, int> counts, OutputWords output)
    {
        foreach (var (state, count) in counts.OrderBy(c => "SMADRU?".IndexOf(c.Key)))
        {
            parts.Add(state switch
            {
                'S' => output.Staged(count),
                'M' => output.Modified(count),
                'A' => output.Created(count),
                'D' => output.Deleted(count),
                'R' => output.Renamed(count),
                'U' => output.Conflicted(count),
                _ => output.Untracked(count),
            });
        }
    }

    private static char StateOf(string line, char section)
    {
        if (LongFile().Match(line) is { Success: true } file)
        {
            if (section == 'S') return 'S';
            return file.Groups["state"].Value switch { "deleted" => 'D', "new file" => 'A', "renamed" => 'R', "both modified" => 'U', _ => 'M' };
        }

        if (section == '?' && UntrackedFile().IsMatch(line)) return '?';
        if (ShortFile().Match(line) is not { Success: true } m) return ' ';
        var state = m.Groups["state"].Value;
        if (state.Contains('?')) return '?';
        if (state.Contains('U')) return 'U';
        return state.Trim()[^1];
    }

    [GeneratedRegex(@"^On branch \S+$|^HEAD detached at|^Your branch is |^Changes (?:not staged|to be committed)|^Untracked files:$|^nothing to commit")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^## \S+(?:\.\.\.\S+(?: \[.*\])?)$")]
    private static partial Regex ShortBranch();

    [GeneratedRegex(@"^(?<state>\?\?| [MDAR]|[MDAR] |[MAR][MD]|UU|AA) \S+$")]
    private static partial Regex ShortFile();

    [GeneratedRegex(@"^(?:On branch |HEAD detached at |## )(?<name>[^\s.]+)")]
    private static partial Regex Branch();

    [GeneratedRegex(@"(?:ahead of \S+ by |ahead )(?<ahead>\d{1,6})|(?:behind \S+ by |behind )(?<behind>\d{1,6})")]
    private static partial Regex Distance();

    [GeneratedRegex(@"^\s+(?<state>modified|deleted|new file|renamed|both modified|typechange):\s+\S")]
    private static partial Regex LongFile();

    [GeneratedRegex(@"^\s+[^\s(].*$")]
    private static partial Regex UntrackedFile();

    [GeneratedRegex(@"^\s+\S|^no changes added|^Unmerged|^You have|^  \(")]
    private static partial Regex Within();
}
