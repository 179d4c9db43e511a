using System.Text.RegularExpressions;
using CallActors.Speech.Text.Languages;

namespace CallActors.Speech.Text.Outputs;

/// <summary>What compilers and linters complain about: how many errors and warnings, and the first of them.</summary>
internal sealed partial class CompilerOutput : ToolOutput
{
    public override bool Begins(string line) => Complaint().IsMatch(line) || RustComplaint().IsMatch(line);

    public override bool GoesOn(string line) => Begins(line) || Within().IsMatch(line);

    public override string? Summarize(IReadOnlyList<string> lines, SpokenWords words)
    {
        // Builds repeat at their end what they have said before.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var (errors, warnings) = (0, 0);
        var first = new Finding("", "", IsError: false);
        for (var i = 0; i < lines.Count; i++)
        {
            if (Find(lines, i) is not { } finding || !seen.Add($"{finding.Place} {finding.Message}")) continue;
            if (first.Message.Length == 0 || finding.IsError && !first.IsError) first = finding;
            if (finding.IsError) errors++;
            else warnings++;
        }

        if (errors + warnings == 0) return null;
        var counts = new List<string>();
        if (errors > 0) counts.Add(words.Count(errors, words.Things.Error));
        if (warnings > 0) counts.Add(words.Count(warnings, words.Things.Warning));
        var said = SentenceCase.Of(string.Join(", ", counts));
        var what = $"{SpokenSentence.Say(first.Place, words)}, {SayMessage(first.Message, words)}";
        return errors + warnings == 1 ? $"{said}: {what}" : $"{said}; {words.Output.First(what)}";
    }

    private static Finding? Find(IReadOnlyList<string> lines, int at)
    {
        if (Complaint().Match(lines[at]) is { Success: true } m)
        {
            var kind = m.Groups["kind"].Value;
            return new Finding(m.Groups["file"].Value + ":" + m.Groups["line"].Value, Message(m.Groups["message"].Value), !kind.StartsWith("warn", StringComparison.OrdinalIgnoreCase));
        }

        if (RustComplaint().Match(lines[at]) is not { Success: true } rust) return null;
        // "error: could not compile" ends a list of errors, and is none.
        var place = at + 1 < lines.Count ? RustPlace().Match(lines[at + 1]) : Match.Empty;
        return place.Success ? new Finding(place.Groups["place"].Value, Message(rust.Groups["message"].Value), rust.Groups["kind"].Value == "error") : null;
    }

    // "; expected"
    private static string SayMessage(string message, SpokenWords words)
    {
        if (message.Length > 1 && char.IsPunctuation(message[0]) && message[1] == ' ' && words.Key(message[..1]) is { } name) message = name + message[1..];
        return SpokenSentence.Say(message, words);
    }

    // Without the project in brackets that MSBuild adds.
    private static string Message(string message) => Project().Replace(message, "").Trim();

    private sealed record Finding(string Place, string Message, bool IsError);

    [GeneratedRegex(@"^\s*(?<file>(?:[A-Za-z]:)?[^\s:()。！？]{1,300}?\.\w{1,10})[:(](?<line>\d{1,7})[:,](?:\d{1,7})\)?(?::| -) ?(?:(?<kind>fatal error|error|warning|note)\b ?(?:(?:[A-Z]+\d+)?: |[A-Z]+\d+ ?)?)?(?<message>\S.*)$")]
    private static partial Regex Complaint();

    [GeneratedRegex(@"^(?<kind>error|warning)(?:\[\w+\])?: (?<message>\S.*)$")]
    private static partial Regex RustComplaint();

    [GeneratedRegex(@"^\s*--> (?<place>\S+?:\d+)(?::\d+)?$")]
    private static partial Regex RustPlace();

    [GeneratedRegex(@"\s+\[[^\[\]]+proj[^\[\]]*\]$")]
    private static partial Regex Project();

    [GeneratedRegex(@"^\s+\S|^\s*\d* *\||^Build FAILED|^\s*\d+ (?:Error|Warning)\(s\)|^Time Elapsed|^make|^Found \d+ error|^\s*-->|^\s*=|^\s*\^|^For more information|^# ")]
    private static partial Regex Within();
}
