using System.Text.RegularExpressions;
using CallActors.Speech.Text.Languages;

namespace CallActors.Speech.Text.Outputs;

/// <summary>ls -l: how many entries, and the first names.</summary>
internal sealed partial class ListingOutput : ToolOutput
{
    private const int MaximumNames = 5;

    public override bool Begins(string line) => Total().IsMatch(line) || Entry().IsMatch(line);

    public override bool GoesOn(string line) => Begins(line);

    public override string? Summarize(IReadOnlyList<string> lines, SpokenWords words)
    {
        var names = lines.Select(l => Entry().Match(l)).Where(m => m.Success).Select(m => m.Groups["name"].Value)
            .Where(name => name is not ("." or "..")).Select(name => SpokenSentence.SayCode(name, words)).ToList();
        if (names.Count == 0) return null;
        return SentenceCase.Of($"{words.Output.JsonList(names.Count)}: {words.Output.Named([.. names.Take(MaximumNames)], Math.Max(0, names.Count - MaximumNames))}");
    }

    [GeneratedRegex(@"^total \d+$")]
    private static partial Regex Total();

    [GeneratedRegex(@"^[-dlbcps][-rwxsStT]{9}[.+@]?\s+\d+\s+\S+\s+\S+\s+\S+\s+\S+\s+\d+\s+[\d:]+\s(?<name>.+?)(?: -> .*)?$")]
    private static partial Regex Entry();
}
