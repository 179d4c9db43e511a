using System.Text.RegularExpressions;
using CallActors.Speech.Text.Languages;

namespace CallActors.Speech.Text.Outputs;

/// <summary>Log lines: how many, how many errors and warnings, and the first error.</summary>
internal sealed partial class LogOutput : ToolOutput
{
    public override bool Begins(string line) => Entry().IsMatch(line);

    public override bool GoesOn(string line) => Begins(line) || Within().IsMatch(line);

    public override string? Summarize(IReadOnlyList<string> lines, SpokenWords words)
    {
        var (count, errors, warnings) = (0, 0, 0);
        var first = "";
        for (var i = 0; i < lines.Count; i++)
        {
            if (Entry().Match(lines[i]) is not { Success: true } entry) continue;
            count++;
            switch (entry.Groups["level"].Value.ToLowerInvariant())
            {
                case "error" or "err" or "fail" or "fatal" or "ftl" or "crit" or "critical" or "severe" or "eror":
                    errors++;
                    if (first.Length == 0) first = Message(entry, i + 1 < lines.Count ? lines[i + 1] : "");
                    break;
                case "warn" or "warning" or "wrn":
                    warnings++;
                    break;
            }
        }

        // A single line is said as it is.
        if (count < 2) return null;
        var said = SentenceCase.Of(words.Output.LogLines(count));
        if (errors + warnings == 0) return $"{said}, {words.Output.NoErrors}";
        var counts = new List<string>();
        if (errors > 0) counts.Add(words.Count(errors, words.Things.Error));
        if (warnings > 0) counts.Add(words.Count(warnings, words.Things.Warning));
        said += ", " + string.Join(", ", counts);
        return first.Length > 0 ? $"{said}; {words.Output.FirstError(SpokenSentence.Say(first, words).TrimEnd('.', ' '))}" : said;
    }

    // .NET's console logger puts the message into the next line.
    private static string Message(Match entry, string next) =>
        entry.Groups["category"].Success && next.StartsWith("  ", StringComparison.Ordinal) ? next.Trim() : entry.Groups["message"].Value.Trim();

    [GeneratedRegex(@"^\s*\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d(?::\d\d)?\S*\]?\s+(?:\S+\s+){0,2}?[\[(]?(?<level>TRACE|DEBUG|INFO|INFORMATION|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE|TRC|DBG|INF|WRN|ERR|FTL|trace|debug|info|warn|warning|error|fatal|critical)[\])]?[:\s|-]*(?<message>.*)$|^\s*\[?\d\d:\d\d:\d\d(?:[.,]\d+)?\]?\s+\[?(?<level>TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|DBG|INF|WRN|ERR|FTL)\]?[:\s|-]+(?<message>.*)$|^\[\d\d:\d\d:\d\d (?<level>VRB|DBG|INF|WRN|ERR|FTL)\] (?<message>.*)$|^(?<level>trce|dbug|info|warn|fail|crit): (?<category>[\w.]+\[\d+\])(?<message>.*)$|^(?<level>TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL)[:\s|-]+(?<message>\S.*)$|^\[(?<level>TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL)\]\s+(?<message>.*)$")]
    private static partial Regex Entry();

    [GeneratedRegex(@"^\s+\S")]
    private static partial Regex Within();
}
