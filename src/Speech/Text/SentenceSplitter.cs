using System.Collections.Frozen;

namespace CallActors.Speech.Text;

/// <summary>One sentence of a speakable text.</summary>
/// <param name="Text">The sentence without surrounding white space.</param>
/// <param name="Start">Position of its first character in the text, in UTF-16 characters.</param>
public readonly record struct Sentence(string Text, int Start);

/// <summary>
/// Cuts speakable text into the pieces that are synthesized, and can be interrupted, one by one. A sentence ends at . ! ? or …
/// before white space and at a line's end; not within versions, decimals, host names and paths, nor after common abbreviations,
/// initials and list numbers. Pieces without a letter or digit are left out. Pure.
/// </summary>
public static class SentenceSplitter
{
    /// <summary>Longest piece, in characters: some 20 s of speech. A longer sentence is cut at a pause, else at a space.</summary>
    public const int MaximumLength = 240;

    private const string Terminators = ".!?…";
    private const string Closers = "\"')]}”’»*_`";
    private const string Pauses = ",;:–—";

    // Words that are followed by more of the sentence as a rule. "etc." and "Inc." end one when a capital follows.
    private static readonly FrozenSet<string> Abbreviations = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "e.g", "i.e", "cf", "vs", "viz", "mr", "mrs", "ms", "dr", "prof", "st", "approx", "fig", "eq", "sec", "ch", "vol", "pp", "ca",
        "al", "resp", "incl", "excl", "max", "min", "ver", "dept", "est", "gen", "rev");

    private static readonly FrozenSet<string> SometimesFinal = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "etc", "inc", "ltd", "co", "corp", "no", "a.m", "p.m", "u.s", "jr", "sr");

    /// <summary>The sentences in order.</summary>
    public static IReadOnlyList<Sentence> Split(string text)
    {
        var sentences = new List<Sentence>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var end = EndAt(text, start, i);
            if (end < 0) continue;
            Add(sentences, text, start, end);
            start = end;
            i = end - 1;
        }

        Add(sentences, text, start, text.Length);
        return sentences;
    }

    /// <summary>Where the sentence that began at <paramref name="start"/> ends, if the character at <paramref name="at"/> ends it;
    /// otherwise −1.</summary>
    private static int EndAt(string text, int start, int at)
    {
        if (text[at] is '\n' or '\r') return at + 1;
        // A run of marks is judged as a whole, at its first.
        if (!Terminators.Contains(text[at]) || at > start && Terminators.Contains(text[at - 1])) return -1;

        var marks = at;
        while (marks < text.Length && Terminators.Contains(text[marks])) marks++;
        var end = marks;
        while (end < text.Length && Closers.Contains(text[end])) end++;
        if (end < text.Length && !char.IsWhiteSpace(text[end])) return -1;

        var next = end;
        while (next < text.Length && char.IsWhiteSpace(text[next])) next++;
        if (next == text.Length) return end;
        var isEllipsis = text[at] == '…' || marks - at > 1 && text[at] == '.' && text[at + 1] == '.';
        if (isEllipsis) return char.IsLower(text[next]) ? -1 : end;
        return text[at] == '.' && marks == at + 1 && GoesOn(text, start, at, text[next]) ? -1 : end;
    }

    /// <summary>Whether the full stop at <paramref name="stop"/> belongs to its word and the sentence goes on.</summary>
    private static bool GoesOn(string text, int start, int stop, char next)
    {
        var from = stop;
        while (from > start && !char.IsWhiteSpace(text[from - 1])) from--;
        var word = text.AsSpan(from, stop - from).TrimStart("\"'([{“‘«");
        if (word.IsEmpty) return false;
        if (Abbreviations.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word)) return true;
        if (SometimesFinal.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word)) return !char.IsUpper(next);
        if (word.Length == 1 && char.IsUpper(word[0]) && word[0] != 'I') return true;
        var isListNumber = text.AsSpan(start, from - start).IsWhiteSpace() && word.Length <= 3 && word.IndexOfAnyExceptInRange('0', '9') < 0;
        return isListNumber;
    }

    private static void Add(List<Sentence> sentences, string text, int start, int end)
    {
        while (true)
        {
            while (start < end && char.IsWhiteSpace(text[start])) start++;
            while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
            if (!HasWords(text.AsSpan(start, end - start))) return;
            var cut = end - start > MaximumLength ? CutWithin(text, start) : end;
            sentences.Add(new Sentence(text[start..cut].TrimEnd(), start));
            start = cut;
        }
    }

    /// <summary>The best place to cut a sentence that is too long: behind its last pause, else its last space, and never inside a
    /// surrogate pair.</summary>
    private static int CutWithin(string text, int start)
    {
        var limit = start + MaximumLength;
        for (var i = limit - 1; i > start + MaximumLength / 3; i--)
            if (Pauses.Contains(text[i]) && char.IsWhiteSpace(text[i + 1])) return i + 1;
        for (var i = limit; i > start + MaximumLength / 3; i--)
            if (char.IsWhiteSpace(text[i])) return i;
        return char.IsLowSurrogate(text[limit]) ? limit - 1 : limit;
    }

    private static bool HasWords(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (char.IsLetterOrDigit(c)) return true;
        return false;
    }
}
