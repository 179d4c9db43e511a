using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.ElevenLabs;

/// <summary>
/// Turns the times of characters into the times of words. Both sides are taken word by word, so that a character that the vendor writes
/// otherwise (a quotation mark, a space more) costs at most its own word's exactness. Not for use by several at once.
/// </summary>
/// <param name="text">The request's text.</param>
internal sealed class AlignedWords(string text)
{
    // How many words of the text may be missing in the vendor's: signs that have no sound.
    private const int MayBeMissing = 2;

    private readonly List<SpokenWord> _found = [];
    private int _at;
    private bool _inWord;

    /// <summary>The words that begin in a piece; valid until the next call.</summary>
    /// <param name="characters">As the vendor aligned them: one each, spaces and punctuation too.</param>
    /// <param name="starts">When each begins.</param>
    /// <param name="samplesOf">The sample, from the request's beginning, of a time in <paramref name="starts"/>.</param>
    public ReadOnlyMemory<SpokenWord> Of(string[]? characters, double[]? starts, Func<double, long> samplesOf)
    {
        _found.Clear();
        var count = Math.Min(characters?.Length ?? 0, starts?.Length ?? 0);
        for (var i = 0; i < count; i++)
        {
            var character = characters![i];
            if (string.IsNullOrWhiteSpace(character))
            {
                _inWord &= character is { Length: 0 };
                continue;
            }

            if (_inWord) continue;
            _inWord = true;
            if (Next(character[0]) is (var start, var length)) _found.Add(new SpokenWord(start, length, Math.Max(0, samplesOf(starts![i]))));
        }

        return _found.Count == 0 ? default : _found.ToArray();
    }

    /// <summary>The sample of a time that is told from the beginning of a piece.</summary>
    /// <param name="pieceAt">Samples of the request before the piece: exact, where sums of rounded durations would drift.</param>
    public static long InPiece(long pieceAt, double milliseconds) => pieceAt + (long)Math.Round(milliseconds * AudioFormat.SampleRate / 1000);

    /// <summary>The next word of the text, without the punctuation around it; null when it has none but that, or nothing is left.</summary>
    private (int Start, int Length)? Next(char first)
    {
        var word = NextWord(_at);
        for (var (tried, missing) = (word, 0); tried.Length > 0 && missing <= MayBeMissing; tried = NextWord(tried.Start + tried.Length), missing++)
        {
            if (char.ToUpperInvariant(text[tried.Start]) != char.ToUpperInvariant(first)) continue;
            word = tried;
            break;
        }

        _at = word.Start + word.Length;
        var (start, end) = (word.Start, _at);
        while (start < end && char.IsPunctuation(text[start])) start++;
        while (end > start && char.IsPunctuation(text[end - 1])) end--;
        return end > start ? (start, end - start) : null;
    }

    private (int Start, int Length) NextWord(int from)
    {
        while (from < text.Length && char.IsWhiteSpace(text[from])) from++;
        var end = from;
        while (end < text.Length && !char.IsWhiteSpace(text[end])) end++;
        return (from, end - from);
    }
}
