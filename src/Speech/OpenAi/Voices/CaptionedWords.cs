using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.OpenAi.Voices;

/// <summary>Finds the words of captions in the text that was spoken. Captions hold what the voice made of it (numbers as words, marks apart):
/// a word that is not found nearby has no time, and those after it are looked for all the same.</summary>
/// <param name="text">What was spoken.</param>
/// <param name="offset">Where it begins in the request's text.</param>
internal sealed class CaptionedWords(string text, int offset)
{
    // Further away stands another word that looks the same.
    private const int Reach = 48;

    private int _from;
    private long _lastSample;

    /// <summary>The word that a caption is of; null where it is none or is not found.</summary>
    /// <param name="origin">Sample at which the captions' time begins.</param>
    public SpokenWord? Find(Caption caption, long origin)
    {
        var word = (caption.Word ?? "").AsSpan().Trim();
        while (!word.IsEmpty && !char.IsLetterOrDigit(word[0])) word = word[1..];
        while (!word.IsEmpty && !char.IsLetterOrDigit(word[^1])) word = word[..^1];
        if (word.IsEmpty || !double.IsFinite(caption.StartTime)) return null;
        for (var at = _from; at + word.Length <= text.Length && at - _from <= Reach; at++)
        {
            if (!IsWord(at, word)) continue;
            _from = at + word.Length;
            _lastSample = Math.Max(_lastSample, origin + (long)(Math.Clamp(caption.StartTime, 0, 3600) * AudioFormat.SampleRate));
            return new SpokenWord(offset + at, word.Length, _lastSample);
        }

        return null;
    }

    private bool IsWord(int at, ReadOnlySpan<char> word) =>
        text.AsSpan(at, word.Length).Equals(word, StringComparison.OrdinalIgnoreCase)
        && (at == 0 || !char.IsLetterOrDigit(text[at - 1]))
        && (at + word.Length == text.Length || !char.IsLetterOrDigit(text[at + word.Length]));
}
