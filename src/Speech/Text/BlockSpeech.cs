using CallActors.Speech.Text.Blocks;
using CallActors.Speech.Text.Languages;
using CallActors.Speech.Text.Outputs;

namespace CallActors.Speech.Text;

/// <summary>Says blocks, one after the other: text sentence by sentence, the rest summed up. Of a long list the first items are said and the
/// others counted.</summary>
internal sealed class BlockSpeech(SpokenWords words, SentenceOutlet outlet)
{
    // A list of up to so many items is read; of a longer one so many, as more are not remembered.
    private const int LongestList = 7;
    private const int LongestListing = 12;
    private const int FirstOfLong = 5;

    private readonly List<TextBlock> _kept = [];
    private int _run = -1;
    private int _runLength;
    private bool _isList;

    /// <summary>Characters looked at so far.</summary>
    public long Work { get; private set; }

    /// <summary>Whether a block is not to be said before the end of its list is known.</summary>
    public static bool Holds(TextBlock block) => block.Ordinal > FirstOfLong;

    /// <summary>Says a block that is whole, or what is left of it.</summary>
    public void Say(TextBlock block)
    {
        Enter(block);
        if (!Holds(block) || block.IsBegun)
        {
            SayNow(block);
            return;
        }

        // Beyond what may be read the first alone is needed: it says where the rest begins.
        if (_runLength <= Longest(block) || _kept.Count == 0) _kept.Add(block);
        _isList = _isList || block.Kind is BlockKind.Item;
    }

    /// <summary>The list or listing has ended.</summary>
    public void EndRun()
    {
        if (_kept.Count > 0)
        {
            if (_runLength <= (_isList ? LongestList : LongestListing))
            {
                foreach (var block in _kept) SayNow(block);
            }
            else
            {
                var start = _kept[0].Start;
                Say(Whole(words.AndMore(_runLength - FirstOfLong), start), start, _run);
            }
        }

        _kept.Clear();
        (_run, _isList) = (-1, false);
    }

    private static int Longest(TextBlock block) => block.Kind is BlockKind.Item ? LongestList : LongestListing;

    private void SayNow(TextBlock block)
    {
        switch (block.Kind)
        {
            case BlockKind.Code:
                Work += block.Lines.Sum(l => l.Length);
                SaySummary(block, CodeSpeech.Say(block, words));
                break;
            case BlockKind.Table:
                Work += block.Lines.Sum(l => l.Length);
                SayTable(block);
                break;
            case BlockKind.Output:
                Work += block.Lines.Sum(l => l.Length);
                if (ToolOutputs.Summarize(block.Output!, [.. block.Lines.Select(l => l.Text)], words) is { } summary) SaySummary(block, summary);
                else SayLines(block);
                break;
            default:
                SayText(block, block.Rest(), isLater: false);
                break;
        }
    }

    private void SaySummary(TextBlock block, string summary)
    {
        if (summary.Length > 0) Say(Whole(summary, block.Start), block.Start, block.Run);
    }

    private void SayTable(TextBlock block)
    {
        var isFirst = true;
        foreach (var sentence in TableSpeech.Say(block.Lines, words))
        {
            Say(sentence, isFirst ? block.Start : sentence.At[0], block.Run);
            isFirst = false;
        }
    }

    private void SayLines(TextBlock block)
    {
        var isLater = false;
        foreach (var line in block.Lines) isLater |= SayText(block, line, isLater);
    }

    /// <returns>Whether anything was said.</returns>
    private bool SayText(TextBlock block, BoundText text, bool isLater)
    {
        var hasSentence = false;
        foreach (var (start, length) in SentenceSplitter.Bounds(text.Text))
        {
            Say(block, text.Slice(start, length), isLater || hasSentence);
            hasSentence = true;
        }

        // A text of pictures alone may still say something.
        if (!hasSentence && !isLater && !block.IsBegun && Emoji.Alone(text.Text, words) is { Length: > 0 } alone) SaySummary(block, alone);
        return hasSentence;
    }

    /// <summary>Says one sentence of a block.</summary>
    /// <param name="isLater">It is not the first of what is left of the block.</param>
    public void Say(TextBlock block, BoundText sentence, bool isLater)
    {
        Enter(block);
        var isFirst = !isLater && !block.IsBegun;
        var start = isFirst ? block.Start : sentence.SourceAt(0);
        foreach (var piece in Pieces(sentence))
        {
            Work += piece.Length;
            Say(SpokenSentence.Say(piece, words, isFirst ? Before(block, piece) : "", start), start, block.Run);
            isFirst = false;
            start = piece.SourceAt(piece.Length);
        }
    }

    /// <summary>Says the beginning of a sentence that is not whole: the voice is to go on after it, not to come to an end.</summary>
    public void SayClause(TextBlock block, BoundText clause)
    {
        Enter(block);
        Work += clause.Length;
        var isFirst = !block.IsBegun;
        var start = isFirst ? block.Start : clause.SourceAt(0);
        var spoken = SpokenSentence.Say(clause, words, isFirst ? Before(block, clause) : "", start);
        if (spoken.HasWords) outlet.Say(Ended(spoken, ','), start, block.Run);
    }

    private void Say(Spoken spoken, int start, int run)
    {
        if (!spoken.HasWords) return;
        spoken = Ended(spoken, '.');
        // A sentence without an end is said in pieces.
        while (spoken.Text.Length > SentenceSplitter.MaximumLength)
        {
            var cut = SentenceSplitter.CutWithin(spoken.Text, 0);
            outlet.Say(new Spoken(spoken.Text[..cut].TrimEnd(), spoken.At[..cut]), start, run);
            while (cut < spoken.Text.Length && spoken.Text[cut] == ' ') cut++;
            start = Math.Max(start, spoken.At[cut]);
            spoken = new Spoken(spoken.Text[cut..], spoken.At[cut..]);
        }

        outlet.Say(spoken, start, run);
    }

    private void Enter(TextBlock block)
    {
        if (block.Run != _run) EndRun();
        (_run, _runLength) = (block.Run, block.Ordinal);
    }

    private string Before(TextBlock block, BoundText text)
    {
        var leading = Emoji.Leading(text.Text, words);
        if (leading.Length > 0) return leading + ": ";
        return block.Label switch
        {
            "" => "",
            "x" or "X" => words.Done + ": ",
            " " => words.ToDo + ": ",
            var number => number + ": ",
        };
    }

    private static IEnumerable<BoundText> Pieces(BoundText sentence)
    {
        while (sentence.Length > SpokenSentence.LongestSource)
        {
            var cut = sentence.Text.LastIndexOf(' ', SpokenSentence.LongestSource - 1, SpokenSentence.LongestSource / 2) + 1;
            if (cut == 0) cut = SpokenSentence.LongestSource;
            yield return sentence.Slice(0, cut);
            sentence = sentence.Slice(cut);
        }

        yield return sentence;
    }

    private static Spoken Whole(string text, int start) => new(text, [.. Enumerable.Repeat(start, text.Length)]);

    /// <summary>With a mark at its end.</summary>
    private static Spoken Ended(Spoken spoken, char mark)
    {
        var text = spoken.Text.AsSpan().TrimEnd(" ,;–—");
        var last = text.TrimEnd("\"')]”’»");
        var isEnded = last.Length > 0 && last[^1] is '.' or '!' or '?' or '…' or ':' or '。' or '！' or '？' or '｡';
        var ended = isEnded ? text.ToString() : $"{text}{mark}";
        return new Spoken(ended, [.. spoken.At[..text.Length], .. Enumerable.Repeat(spoken.At[Math.Max(0, text.Length - 1)], ended.Length - text.Length)]);
    }
}
