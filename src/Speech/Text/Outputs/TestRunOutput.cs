using System.Globalization;
using System.Text.RegularExpressions;
using CallActors.Speech.Text.Languages;
using CallActors.Speech.Text.Rules;

namespace CallActors.Speech.Text.Outputs;

/// <summary>Test runs of dotnet, pytest, jest, vitest, mocha, cargo and go: how many passed and failed, and which failed.</summary>
internal sealed partial class TestRunOutput : ToolOutput
{
    private const int MaximumNames = 3;

    public override bool Begins(string line) => First().IsMatch(line);

    public override bool GoesOn(string line) => Begins(line) || Within().IsMatch(line);

    public override string? Summarize(IReadOnlyList<string> lines, SpokenWords words)
    {
        var (passed, failed, skipped) = (0, 0, 0);
        var isRun = false;
        var names = new List<string>();
        foreach (var line in lines)
        {
            foreach (Match name in FailedName().Matches(line))
            {
                var said = Name(name.Groups["name"].Value);
                if (said.Length > 0 && !names.Contains(said)) names.Add(said);
            }

            if (!Counts().IsMatch(line)) continue;
            isRun = true;
            foreach (Match count in Count().Matches(line))
            {
                var number = int.Parse(count.Groups["n"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
                switch (count.Groups["what"].Value.ToLowerInvariant())
                {
                    case "passed" or "passing" or "pass": passed += number; break;
                    case "failed" or "failing" or "fail" or "error" or "errors": failed += number; break;
                    default: skipped += number; break;
                }
            }
        }

        if (!isRun) (passed, failed, isRun) = CountGo(lines);
        return isRun ? Say(passed, failed, skipped, names, words) : null;
    }

    private static string Say(int passed, int failed, int skipped, List<string> names, SpokenWords words)
    {
        var output = words.Output;
        if (passed + failed + skipped == 0) return output.NoTests;
        var parts = new List<string>();
        if (failed == 0 && passed > 0) parts.Add(output.AllTestsPassed(passed));
        else if (passed > 0) parts.Add(output.TestsPassed(passed));
        if (skipped > 0) parts.Add(output.TestsSkipped(skipped));
        if (failed > 0) parts.Add(output.TestsFailed(failed, alone: passed == 0 && skipped == 0));
        var said = string.Join(", ", parts);
        if (failed > 0 && names.Count > 0)
            said += ": " + output.Named(names.Count > MaximumNames ? names[..MaximumNames] : names, Math.Max(0, Math.Max(failed, names.Count) - MaximumNames));
        return SentenceCase.Of(said);
    }

    /// <summary>go test counts nothing: its lines are.</summary>
    private static (int Passed, int Failed, bool IsRun) CountGo(IReadOnlyList<string> lines)
    {
        var (passed, failed) = (lines.Count(l => GoPassed().IsMatch(l)), lines.Count(l => GoFailed().IsMatch(l)));
        return (passed, failed, passed + failed > 0);
    }

    /// <summary>The last part of a qualified name, without arguments.</summary>
    private static string Name(string name)
    {
        var arguments = name.IndexOf('(');
        if (arguments > 0) name = name[..arguments];
        name = name.Trim();
        name = name[(name.LastIndexOf("::", StringComparison.Ordinal) is var scope and >= 0 ? scope + 2 : 0)..];
        name = name[(name.LastIndexOfAny(['›', '>']) + 1)..].Trim();
        if (!name.Contains(' ')) name = name[(name.LastIndexOf('.') + 1)..];
        return Spelling.Name(name);
    }

    [GeneratedRegex(@"^(?:Passed!|Failed!)\s+-|^=+ .*\b(?:test session|passed|failed|error)|^Test Run (?:Successful|Failed)|^Starting test execution|^Total tests: \d|^running \d+ tests?|^test result:|^test \S+ \.\.\. |^=== RUN|^\s*--- (?:PASS|FAIL|SKIP): |^(?:ok|FAIL)\s+\S+\s+[\d.(\[]|^\s*Tests:?\s+\d+ (?:passed|failed)|^Test Suites:|^\s*Test Files\s|^\s*(?:PASS|FAIL)\s+\S+\.\w+|^FAILED \S+::|^\[xUnit\.net|^\s*\d+ (?:passing|failing)\b")]
    private static partial Regex First();

    [GeneratedRegex(@"^\s{2,}\S|^\s*[✓✔✕✖✗×●◯]|^(?:Duration|Time|Snapshots|Ran all|\s*Total time|failures:|error:|---|stdout|E\s|>\s|FAIL|PASS|ok\b|\s*(?:Passed|Failed|Skipped):|Start at|platform |rootdir|plugins|collected |A total of|Test run for|\S+\.py[: ]|exit status|tests/|test ::)|^\[|^-+ |^_+ ")]
    private static partial Regex Within();

    // A line that holds the counts of a run.
    [GeneratedRegex(@"Failed:\s*\d+, Passed:|^\s*(?:Passed|Failed|Skipped):\s*\d+\s*$|^=+ .*\b\d+ (?:passed|failed|error).* in [\d.]+|^\s*Tests:?\s+(?:\d+ \w+)|^test result:|^\s*\d+ (?:passing|failing|pending)\b|^# (?:pass|fail) \d")]
    private static partial Regex Counts();

    [GeneratedRegex(@"(?:(?<n>\d{1,7}) (?<what>passed|failed|skipped|errors?|ignored|todo|pending|passing|failing|xfailed|deselected)|(?<what>Passed|Failed|Skipped):\s*(?<n>\d{1,7})|# (?<what>pass|fail) (?<n>\d{1,7}))\b")]
    private static partial Regex Count();

    [GeneratedRegex(@"^\s+Failed (?<name>[\w.+`]+(?:\(.*\))?) \[|^FAILED (?<name>\S+)|^test (?<name>\S+) \.\.\. FAILED|^\s*--- FAIL: (?<name>\S+)|^\s+(?<name>\S.* › .+)$|^\s*[✕✖×✗] (?<name>.+?)(?: \(?\d+ ?ms\)?)?$|^\s*FAIL\s+\S+ > (?<name>.+)$|^\s+\d+\) (?<name>[^:]+):?$|^not ok \d+ -? ?(?<name>.+)$")]
    private static partial Regex FailedName();

    [GeneratedRegex(@"^\s*--- PASS: ")]
    private static partial Regex GoPassed();

    [GeneratedRegex(@"^\s*--- FAIL: ")]
    private static partial Regex GoFailed();
}
