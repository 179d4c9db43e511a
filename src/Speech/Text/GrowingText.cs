using System.Buffers;
using System.Text.RegularExpressions;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.Text;

/// <summary>Which sentences of a text that still grows are certain: all but the last, since what follows may belong to it. From the last one
/// a clause is taken when nothing has been said yet, or when it has grown long.</summary>
internal static partial class GrowingText
{
    // A clause of fewer words would be said as a sentence of its own, and sound like one.
    private const int ShortestClause = 24;

    // A sentence that grows beyond this is said clause by clause.
    private const int LongSentence = 200;

    private static readonly SearchValues<char> Marks = SearchValues.Create("`[]()<>|\n\"*_#");

    /// <summary>Takes from the list what further text could change.</summary>
    /// <param name="from">Where the text began that the list is of; 0 when nothing has been said yet.</param>
    public static void KeepCertain(List<SpeakableSentence> sentences, string text, int from)
    {
        if (sentences.Count == 0) return;
        var last = sentences[^1];
        sentences.RemoveAt(sentences.Count - 1);
        if (sentences.Count > 0) return;
        var open = text.AsSpan(last.SourceStart);
        if (from > 0 && open.Length < LongSentence) return;
        if (ClauseEnd(open) is not { } end) return;
        var spoken = SpeakableText.From(text.Substring(last.SourceStart, end));
        // The voice is to go on after it, not to come to an end.
        if (spoken.EndsWith('.')) spoken = spoken[..^1] + ',';
        if (spoken.Length > 0) sentences.Add(new SpeakableSentence(spoken, last.SourceStart, end));
    }

    /// <summary>Behind the last clause that is certain: not within quotes, brackets, code or a list, and with a word behind it.</summary>
    private static int? ClauseEnd(ReadOnlySpan<char> open)
    {
        if (open.ContainsAny(Marks)) return null;
        int? end = null;
        foreach (var boundary in ClauseBoundary().EnumerateMatches(open))
            if (boundary.Index + boundary.Length >= ShortestClause && boundary.Index + boundary.Length < open.Length) end = boundary.Index + boundary.Length;
        return end;
    }

    [GeneratedRegex(@"(?<=\p{L}[,;:]|\s[–—])\s")]
    private static partial Regex ClauseBoundary();
}
