using System.Collections.Frozen;

namespace CallActors.Speech.Text;

/// <summary>One sentence of a speakable text.</summary>
/// <param name="Text">The sentence without surrounding white space.</param>
/// <param name="Start">Position of its first character in the text, in UTF-16 characters.</param>
public readonly record struct Sentence(string Text, int Start);

/// <summary>
/// Cuts speakable text into the pieces that are synthesized, and can be interrupted, one by one. A sentence ends at . ! ? or …
/// before white space, at 。！？ and at a line's end; not within versions, decimals, host names, paths, code spans, links and short
/// brackets and quotations, nor after common abbreviations, initials and list numbers. Pieces without a letter or digit are left out. Pure.
/// </summary>
public static class SentenceSplitter
{
    /// <summary>Longest piece, in characters: some 20 s of speech. A longer sentence is cut at a pause, else at a space.</summary>
    public const int MaximumLength = 240;

    private const string Terminators = ".!?…";
    private const string EastAsianTerminators = "。！？｡";
    private const string Closers = "\"')]}”’»*_`";
    private const string EastAsianClosers = "」』）】〕》”’";
    private const int LongestAbbreviation = 16;
    private const string Pauses = ",;:–—";

    // Words that are followed by more of the sentence as a rule, in the languages that the module speaks: the text's own language need not
    // be the call's. "etc." and "Inc." end a sentence when a capital follows.
    private static readonly FrozenSet<string> Abbreviations = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "e.g", "i.e", "cf", "vs", "viz", "mr", "mrs", "ms", "dr", "prof", "st", "approx", "fig", "figs", "eq", "sec", "ch", "vol", "pp", "ca",
        "al", "resp", "incl", "excl", "max", "min", "ver", "dept", "est", "gen", "rev", "a.k.a", "w.r.t", "p.s", "ph.d",
        "z.b", "d.h", "u.a", "bzw", "ggf", "evtl", "vgl", "nr", "abs", "hr", "fr", "zzgl", "inkl",
        "p.ex", "c.-à-d", "mme", "mlle", "env", "p.ej", "sra", "núm", "aprox", "ej");

    private static readonly FrozenSet<string> SometimesFinal = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "etc", "inc", "ltd", "co", "corp", "no", "a.m", "p.m", "u.s", "jr", "sr", "usw", "ud");

    // "Am 21. November": a German ordinal.
    private static readonly FrozenSet<string> MonthsAfterOrdinals = FrozenSet.Create(StringComparer.Ordinal,
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember");

    /// <summary>The sentences in order.</summary>
    public static IReadOnlyList<Sentence> Split(string text)
    {
        var sentences = new List<Sentence>();
        foreach (var (start, length) in Bounds(text)) AddPieces(sentences, text, start, start + length);
        return sentences;
    }

    /// <summary>Where the sentences lie, however long they are, without the white space around them.</summary>
    /// <param name="mayGrow">More text may follow: a bracket that is open may still be closed.</param>
    internal static IReadOnlyList<(int Start, int Length)> Bounds(string text, bool mayGrow = false)
    {
        var bounds = new List<(int, int)>();
        var spans = ProtectedSpans.Of(text, mayGrow);
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var end = EndAt(text, start, i);
            if (end < 0 || spans.Contains(i)) continue;
            Add(bounds, text, start, end);
            start = end;
            i = end - 1;
        }

        Add(bounds, text, start, text.Length);
        return bounds;
    }

    /// <summary>Where the sentence that began at <paramref name="start"/> ends, if the character at <paramref name="at"/> ends it;
    /// otherwise −1.</summary>
    private static int EndAt(string text, int start, int at)
    {
        if (text[at] is '\n' or '\r') return at + 1;
        if (EastAsianTerminators.Contains(text[at])) return EastAsianEnd(text, at);
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
        // 'It said "no." and went on.'
        if ((isEllipsis || end > marks) && char.IsLower(text[next])) return -1;
        if (isEllipsis) return end;
        return text[at] == '.' && marks == at + 1 && GoesOn(text, start, at, next) ? -1 : end;
    }

    private static int EastAsianEnd(string text, int at)
    {
        var end = at + 1;
        while (end < text.Length && (EastAsianTerminators.Contains(text[end]) || EastAsianClosers.Contains(text[end]))) end++;
        return end;
    }

    /// <summary>Whether the full stop at <paramref name="stop"/> belongs to its word and the sentence goes on.</summary>
    private static bool GoesOn(string text, int start, int stop, int next)
    {
        var from = stop;
        while (from > start && stop - from < LongestAbbreviation && !char.IsWhiteSpace(text[from - 1])) from--;
        var word = text.AsSpan(from, stop - from).TrimStart("\"'([{“‘«");
        if (word.IsEmpty) return false;
        if (Abbreviations.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word)) return !IsUnit(text, start, from) || !char.IsUpper(text[next]);
        if (SometimesFinal.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word)) return !char.IsUpper(text[next]);
        if (word.Length == 1 && char.IsUpper(word[0]) && word[0] != 'I') return true;
        // "p. 12"
        if (word.Length == 1 && char.IsLower(word[0]) && char.IsAsciiDigit(text[next])) return true;
        var isNumber = word.Length <= 3 && word.IndexOfAnyExceptInRange('0', '9') < 0;
        if (isNumber && text.AsSpan(start, from - start).IsWhiteSpace()) return true;
        return isNumber && MonthsAfterOrdinals.GetAlternateLookup<ReadOnlySpan<char>>().Contains(WordAt(text, next));
    }

    // "It took 350 ms. Then": a unit, and no lady.
    private static bool IsUnit(string text, int start, int from)
    {
        while (from > start && text[from - 1] == ' ') from--;
        return from > start && char.IsAsciiDigit(text[from - 1]);
    }

    private static ReadOnlySpan<char> WordAt(string text, int at)
    {
        var end = at;
        while (end < text.Length && end - at < LongestAbbreviation && char.IsLetter(text[end])) end++;
        return text.AsSpan(at, end - at);
    }

    private static void Add(List<(int, int)> bounds, string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start])) start++;
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        if (HasWords(text.AsSpan(start, end - start))) bounds.Add((start, end - start));
    }

    private static void AddPieces(List<Sentence> sentences, string text, int start, int end)
    {
        while (true)
        {
            while (start < end && char.IsWhiteSpace(text[start])) start++;
            if (!HasWords(text.AsSpan(start, end - start))) return;
            var cut = end - start > MaximumLength ? CutWithin(text, start) : end;
            sentences.Add(new Sentence(text[start..cut].TrimEnd(), start));
            start = cut;
        }
    }

    /// <summary>The best place to cut a sentence that is too long: behind its last pause, else its last space, and never inside a
    /// surrogate pair.</summary>
    internal static int CutWithin(string text, int start)
    {
        var limit = start + MaximumLength;
        for (var i = limit - 1; i > start + MaximumLength / 3; i--)
            if (Pauses.Contains(text[i]) && char.IsWhiteSpace(text[i + 1])) return i + 1;
        for (var i = limit; i > start + MaximumLength / 3; i--)
            if (char.IsWhiteSpace(text[i])) return i;
        return char.IsLowSurrogate(text[limit]) ? limit - 1 : limit;
    }

    internal static bool HasWords(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (char.IsLetterOrDigit(c)) return true;
        return false;
    }
}
