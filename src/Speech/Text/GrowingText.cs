using System.Buffers;
using System.Text.RegularExpressions;
using CallActors.Contracts.Speech;
using CallActors.Speech.Text.Blocks;
using CallActors.Speech.Text.Languages;

namespace CallActors.Speech.Text;

/// <summary>
/// A text that grows, and which of its sentences are certain: all but the last, since what follows may belong to it. From the last one a
/// clause is taken when nothing has been said yet, or when it has grown long. Blocks of code, tables and output are certain when they have
/// ended.
/// </summary>
internal sealed partial class GrowingText : IGrowingText
{
    // A clause of fewer words would be said as a sentence of its own, and sound like one.
    private const int ShortestClause = 24;

    // A sentence that grows beyond this is said clause by clause.
    private const int LongSentence = 200;

    // A long sentence that was looked at in vain is looked at again when it has grown by an eighth; a short one with every word.
    private const int LookAgainAfter = 8;

    private static readonly SearchValues<char> WordEnds = SearchValues.Create(" \t\r\n。！？｡」』");

    private readonly BlockScanner _scanner = new();
    private readonly BlockSpeech _speech;
    private readonly SentenceOutlet _outlet;
    private int _tried;
    private int _held;
    private bool _isComplete;
    private long _work;

    public GrowingText(SpokenWords words, TimeSpan longest)
    {
        _outlet = new SentenceOutlet(words, longest);
        _speech = new BlockSpeech(words, _outlet);
    }

    /// <summary>Characters looked at so far, each as often as it was.</summary>
    public long Work => _scanner.Work + _speech.Work + _work;

    public IReadOnlyList<SpeakableSentence> Next(string text, bool isComplete)
    {
        if (_isComplete) return [];
        _outlet.Begin(text);
        _scanner.Read(text, isComplete);
        SayClosed();
        if (isComplete)
        {
            _isComplete = true;
            _speech.EndRun();
            _outlet.End(text.Length);
        }
        else if (text.Length - _tried > (_held > LongSentence ? _held / LookAgainAfter : 0) && text.AsSpan(_tried).ContainsAny(WordEnds))
        {
            (_tried, _held) = (text.Length, 0);
            SayUnfinished(text);
        }

        return _outlet.Taken();
    }

    private void SayClosed()
    {
        while (_scanner.TryTake(out var block)) _speech.Say(block);
    }

    private void SayUnfinished(string text)
    {
        var unfinished = _scanner.Unfinished(text);
        // What was open may have turned out to be closed.
        SayClosed();
        if (_scanner.Open is not { } block) return;
        if (unfinished is null)
        {
            if (block.HasWords) _outlet.Release(block.Start);
            return;
        }

        _held = unfinished.Length;
        // What a list has too much of is not said before its end is known.
        if (BlockSpeech.Holds(block)) return;
        var at = 0;
        var bounds = SentenceSplitter.Bounds(unfinished.Text, mayGrow: true);
        _work += unfinished.Length;
        if (bounds.Count == 0) return;
        for (var i = 0; i < bounds.Count - 1; i++)
        {
            _speech.Say(block, unfinished.Slice(bounds[i].Start, bounds[i].Length), i > 0);
            at = bounds[i + 1].Start;
        }

        var last = unfinished.Slice(bounds[^1].Start);
        if (bounds.Count == 1 && ClauseEnd(last) is { } end)
        {
            _speech.SayClause(block, last.Slice(0, end));
            at = bounds[^1].Start + end;
            while (at < unfinished.Length && char.IsWhiteSpace(unfinished.Text[at])) at++;
        }

        if (at == 0)
        {
            _outlet.Release(block.IsBegun ? last.SourceAt(0) : block.Start);
            return;
        }

        _held = 0;
        _scanner.Said(unfinished.Slice(at));
        if (SentenceSplitter.HasWords(unfinished.Text.AsSpan(at))) _outlet.Release(unfinished.SourceAt(at));
    }

    /// <summary>Behind the last clause that is certain: not within code, links, brackets and quotations, and with a word behind it.</summary>
    private int? ClauseEnd(BoundText open)
    {
        if (_outlet.HasSpoken && open.Length < LongSentence) return null;
        var spans = ProtectedSpans.Of(open.Text, mayGrow: true);
        int? end = null;
        foreach (var boundary in ClauseBoundary().EnumerateMatches(open.Text))
        {
            var after = boundary.Index + boundary.Length;
            if (after >= ShortestClause && after < open.Length && !spans.Contains(boundary.Index)) end = after;
        }

        if (end is null && open.Length >= SpokenSentence.LongestSource) end = open.Text.LastIndexOf(' ', SpokenSentence.LongestSource - 1) + 1;
        return end is 0 ? null : end;
    }

    [GeneratedRegex(@"(?<=\p{L}[,;:]|\s[–—])\s")]
    private static partial Regex ClauseBoundary();
}
