using System.Text.RegularExpressions;
using CallActors.Speech.Text.Languages;
using CallActors.Speech.Text.Rules;

namespace CallActors.Speech.Text.Outputs;

/// <summary>Stack traces of .NET, Python, JavaScript, Java, Go and Rust: what was thrown, its message, and the innermost frame that is not a
/// library's.</summary>
internal sealed partial class StackTraceOutput : ToolOutput
{
    public override bool Begins(string line) => First().IsMatch(line);

    public override bool GoesOn(string line) => Begins(line) || Within().IsMatch(line);

    public override string? Summarize(IReadOnlyList<string> lines, SpokenWords words)
    {
        var isPython = lines.Any(l => l.StartsWith("Traceback (most", StringComparison.Ordinal));
        var thrown = Thrown(lines, isPython);
        if (thrown is null) return null;
        var frames = new List<string>();
        foreach (var line in lines)
            if (Frame().Match(line) is { Success: true } frame) frames.Add($"{frame.Groups["file"].Value}:{frame.Groups["line"].Value}");
        if (frames.Count == 0) return null;
        if (isPython) frames.Reverse();
        var place = frames.Find(f => !Library().IsMatch(f)) ?? frames[0];
        return SentenceCase.Of(words.Output.HappenedAt(thrown.Value.Say(words), SpokenSentence.Say(place, words)));
    }

    private static Failure? Thrown(IReadOnlyList<string> lines, bool isPython)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            // Python says what was raised at the end; the others at the beginning.
            var line = isPython ? lines[lines.Count - 1 - i] : lines[i];
            if (Panic().Match(line) is { Success: true } panic)
            {
                var message = panic.Groups["message"].Value;
                return new Failure("panic", message.Length > 0 || i + 1 >= lines.Count ? message : lines[i + 1].Trim());
            }

            if (Exception().Match(line) is { Success: true } m) return new Failure(m.Groups["type"].Value, m.Groups["message"].Value);
        }

        return null;
    }

    private readonly record struct Failure(string Type, string Message)
    {
        public string Say(SpokenWords words)
        {
            var type = Spelling.Name(Type[(Type.LastIndexOfAny(['.', '$']) + 1)..]);
            return Message.Length == 0 ? type : $"{type}: {SpokenSentence.Say(Message.TrimEnd('.', ' '), words)}";
        }
    }

    [GeneratedRegex(@"^Traceback \(most recent|^Unhandled exception|^Exception in thread|^Uncaught |^panic: |^thread '[^']*' (?:\(\d+\) )?panicked|^goroutine \d+ \[|^(?:[\w$]+\.)*[A-Z]\w*(?:Exception|Error)(?:: |$)")]
    private static partial Regex First();

    [GeneratedRegex(@"^\s+\S|^\s*---|^Caused by|^goroutine|^[\w./*]+\(.*\)$|^stack backtrace|^note:|^The above|^During|^\[signal|^exit status|^created by")]
    private static partial Regex Within();

    [GeneratedRegex(@"^(?:Unhandled exception\. |Exception in thread ""[^""]*"" |Uncaught )?(?<type>(?:[\w$]+\.)*[A-Z]\w*(?:Exception|Error|Interrupt|Exit))(?:: (?<message>.*))?$")]
    private static partial Regex Exception();

    [GeneratedRegex(@"^panic: (?<message>.*)$|^thread '[^']*' (?:\(\d+\) )?panicked at (?:'(?<message>[^']*)', \S+|\S+:\d+:\d+:)$")]
    private static partial Regex Panic();

    [GeneratedRegex(@"^\s+at .* in (?<file>.+?):line (?<line>\d+)|^\s+File ""(?<file>[^""]+)"", line (?<line>\d+)|^\s+at (?:.*\()?(?:file://)?(?<file>[^()\s]+?\.\w+):(?<line>\d+)(?::\d+)?\)?|^\s+(?<file>\S+\.go):(?<line>\d+)|panicked at (?:'[^']*', )?(?<file>\S+?):(?<line>\d+):\d+")]
    private static partial Regex Frame();

    [GeneratedRegex(@"node_modules|node:|site-packages|dist-packages|/usr/lib|/rustc/|/usr/local/go/|/go/pkg/mod/|[/\\]\.nuget[/\\]|^/_/|lib/python\d|<frozen|<anonymous>")]
    private static partial Regex Library();
}
