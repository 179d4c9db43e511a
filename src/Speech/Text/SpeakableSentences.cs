using System.Text.RegularExpressions;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.Text;

/// <summary>
/// The sentences that a voice says for an agent's text, each with the part of the text that it stands for, so that what was heard can
/// be told in the agent's own words. Blocks of code and tables are one sentence each; other text is cut first and made speakable then.
/// </summary>
public sealed partial class SpeakableSentences : ISpeakableText
{
    public IReadOnlyList<SpeakableSentence> Split(string text, int from, bool isComplete)
    {
        var sentences = new List<SpeakableSentence>();
        var rest = from == 0 ? text : text[from..];
        foreach (var block in Blocks(rest, isComplete)) AddBlock(sentences, rest, block, from);

        // Each sentence answers for the text up to the next one: what is not spoken counts as heard with what comes before it.
        for (var i = 0; i < sentences.Count; i++)
        {
            var end = i + 1 < sentences.Count ? sentences[i + 1].SourceStart : text.Length;
            sentences[i] = sentences[i] with { SourceLength = end - sentences[i].SourceStart };
        }

        if (!isComplete) GrowingText.KeepCertain(sentences, text, from);
        return sentences;
    }

    private static void AddBlock(List<SpeakableSentence> sentences, string rest, Block block, int from)
    {
        var source = rest.Substring(block.Start, block.Length);
        if (block.IsWhole)
        {
            Add(sentences, source, from + block.Start);
            return;
        }

        // A paragraph may be wrapped: its line ends are spaces, and positions stay the same.
        foreach (var sentence in SentenceSplitter.Split(source.Replace('\r', ' ').Replace('\n', ' ')))
            Add(sentences, sentence.Text, from + block.Start + sentence.Start);
    }

    private static void Add(List<SpeakableSentence> sentences, string source, int start)
    {
        var spoken = SpeakableText.From(source);
        if (spoken.Length > 0) sentences.Add(new SpeakableSentence(spoken, start, source.Length));
    }

    private static IEnumerable<Block> Blocks(string text, bool isComplete)
    {
        var lines = Lines(text).ToList();
        // The last line of a text that grows may be the beginning of a row.
        var unfinished = isComplete || text.EndsWith('\n') ? -1 : lines.Count - 1;
        for (var i = 0; i < lines.Count;)
        {
            var first = i++;
            var line = lines[first].Text;
            if (string.IsNullOrWhiteSpace(line)) continue;
            var isWhole = true;
            if (FenceLine().Match(line) is { Success: true } fence)
            {
                while (i < lines.Count && !Closes(fence.Groups[1].ValueSpan, lines[i].Text)) i++;
                if (i < lines.Count) i++;
            }
            else if (TableLine().IsMatch(line))
            {
                while (i < lines.Count && (TableLine().IsMatch(lines[i].Text) || (i == unfinished && lines[i].Text.AsSpan().TrimStart().StartsWith('|')))) i++;
            }
            else
            {
                isWhole = false;
                while (i < lines.Count && ContinuesParagraph(lines[i].Text)) i++;
            }

            var last = lines[i - 1];
            yield return new Block(lines[first].Start, last.Start + last.Text.Length - lines[first].Start, isWhole);
        }
    }

    // A fence is closed by its own mark, at least as long as it was opened with (CommonMark 4.5).
    private static bool Closes(ReadOnlySpan<char> fence, ReadOnlySpan<char> line)
    {
        line = line.Trim();
        return line.StartsWith(fence) && line.Trim(fence[0]).IsEmpty;
    }

    private static bool ContinuesParagraph(string line) =>
        !string.IsNullOrWhiteSpace(line) && !MarkedLine().IsMatch(line) && !FenceLine().IsMatch(line) && !TableLine().IsMatch(line);

    private static IEnumerable<(int Start, string Text)> Lines(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            if (end < 0) end = text.Length;
            yield return (start, text[start..end]);
            start = end + 1;
        }
    }

    [GeneratedRegex(@"^\s*(`{3,}|~{3,})")]
    private static partial Regex FenceLine();

    [GeneratedRegex(@"^\s*\|.*\|\s*$")]
    private static partial Regex TableLine();

    [GeneratedRegex(@"^\s*([-*+•]|\d+[.)]|#{1,6}|>)\s")]
    private static partial Regex MarkedLine();

    private readonly record struct Block(int Start, int Length, bool IsWhole);
}
