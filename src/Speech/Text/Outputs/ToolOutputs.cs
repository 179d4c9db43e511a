using System.Text.RegularExpressions;
using CallActors.Speech.Text.Languages;

namespace CallActors.Speech.Text.Outputs;

/// <summary>Every kind of output that is summed up.</summary>
internal static partial class ToolOutputs
{
    private const int LongestLine = 500;

    // Where two kinds fit, the first counts: a test run may hold stack traces, a diff may hold anything.
    private static readonly IReadOnlyList<ToolOutput> All =
    [
        new TestRunOutput(), new CompilerOutput(), new StackTraceOutput(), new GitStatusOutput(), new DiffOutput(), new LogOutput(), new JsonOutput(), new ListingOutput(),
    ];

    /// <summary>The kind of output that a line begins, outside a block of code; null if it is text.</summary>
    public static ToolOutput? BegunBy(string line)
    {
        line = Clip(line);
        foreach (var output in All)
            if (output.Begins(line)) return output;
        return null;
    }

    /// <summary>The beginning of a line that may turn out to begin output when it is whole.</summary>
    public static bool MayBegin(string line) => Suspect().IsMatch(Clip(line));

    /// <summary>The summary of what a block holds; null when it is of no known kind.</summary>
    public static string? Summarize(IReadOnlyList<string> lines, SpokenWords words)
    {
        foreach (var output in All)
            if (Summarize(output, lines, words) is { } summary) return summary;
        return null;
    }

    /// <summary>The summary of output whose kind is known by its first line; null when that was a mistake.</summary>
    public static string? Summarize(ToolOutput output, IReadOnlyList<string> lines, SpokenWords words) =>
        output.Summarize(output.ReadsWholeLines ? lines : [.. lines.Select(Clip)], words);

    /// <summary>Whether a line goes on with output of a kind.</summary>
    public static bool GoesOn(ToolOutput output, string line) => output.GoesOn(Clip(line));

    private static string Clip(string line) => line.Length > LongestLine ? line[..LongestLine] : line;

    [GeneratedRegex(@"^\s*(?:[\[{]|[\w./\\-]+[(:]\d|\d{4}-\d\d-\d\d|diff |@@ |---|===|\+\+\+|Traceback|Unhandled|Exception|thread '|panic|goroutine|error\b|warning\b|[A-Z]\w*(?:\.\w+)*(?:Exception|Error)\b|running \d|test |ok\b|FAIL|PASS|Passed!|Failed!|Test Run|Tests?:|total \d|[-dlbcps][-rwx]{3}|On branch|Your branch|Changes |commit [0-9a-f]|[✓✔✗✘×●])")]
    private static partial Regex Suspect();
}
