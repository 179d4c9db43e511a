using System.Collections.Frozen;

namespace CallActors.Engine.Turns;

/// <summary>
/// The words by which turns are taken in one language: what a listener says to mean "go on", what people say when they pick up, words
/// that a sentence does not end with, answers. Immutable; one instance a language.
/// </summary>
public sealed partial class TurnLanguage
{
    /// <summary>Most words of a listening noise: "uh huh, right, I see" is one, a longer text is speech.</summary>
    private const int LongestNoise = 5;

    private readonly FrozenSet<string> _noises;
    private readonly FrozenSet<string> _greetings;
    private readonly FrozenSet<string> _unfinished;
    private readonly FrozenSet<string> _answers;
    private readonly FrozenSet<string> _digits;

    private TurnLanguage(string noises, string greetings, string unfinished, string answers, string digits)
    {
        _noises = Phrases(noises);
        _greetings = Phrases(greetings);
        _unfinished = Phrases(unfinished);
        _answers = Phrases(answers);
        _digits = Phrases(digits);
    }

    /// <summary>The words of a language; of English where the language has none here.</summary>
    /// <param name="tag">BCP 47 tag, for example <c>en-US</c>; only its first part counts.</param>
    public static TurnLanguage For(string tag)
    {
        var dash = tag.IndexOf('-');
        return ByTag.GetValueOrDefault(dash < 0 ? tag : tag[..dash], English);
    }

    /// <summary>All of the text is listening noises, at most five words of them.</summary>
    /// <param name="inGreeting">In the greeting of a call also the words of picking up are.</param>
    public bool IsListeningNoise(string text, bool inGreeting = false)
    {
        var words = WordsOf(text);
        return words.Length is > 0 and <= LongestNoise
            && IsMadeOf(words, inGreeting ? w => _noises.Contains(w) || _greetings.Contains(w) : _noises.Contains);
    }

    /// <summary>The text is one of the usual answers to a yes-or-no question.</summary>
    public bool IsAnswer(string text) => WordsOf(text) is { Length: > 0 } words && IsMadeOf(words, _answers.Contains);

    /// <summary>The text breaks off: its last word, or its punctuation, asks for more.</summary>
    public bool IsUnfinished(string text)
    {
        var end = text.AsSpan().TrimEnd();
        if (end.IsEmpty) return false;
        if (end.EndsWith("...") || end[^1] is ',' or '…' or '-' or '–' or ':') return true;
        return WordsOf(text) is { Length: > 0 } words && end[^1] is not ('.' or '?' or '!') && _unfinished.Contains(words[^1]);
    }

    /// <summary>Digits in a text, written as figures or as words.</summary>
    public int CountDigits(string text)
    {
        var count = 0;
        foreach (var word in WordsOf(text))
        {
            if (_digits.Contains(word)) count++;
            else count += word.Count(char.IsAsciiDigit);
        }

        return count;
    }

    /// <summary>Words of a text.</summary>
    public static int CountWords(string text) => WordsOf(text).Length;

    // Phrases of up to three words are tried before single words: "got it" is a noise, "it" is none.
    private static bool IsMadeOf(string[] words, Predicate<string> isKnown)
    {
        for (var at = 0; at < words.Length;)
        {
            var length = Math.Min(3, words.Length - at);
            while (length > 0 && !isKnown(string.Join(' ', words, at, length))) length--;
            if (length == 0) return false;
            at += length;
        }

        return true;
    }

    private static string[] WordsOf(string text) =>
        text.ToLowerInvariant().Replace('’', '\'').Split([' ', ',', '.', '?', '!', ';', ':', '…', '"'], StringSplitOptions.RemoveEmptyEntries);

    private static FrozenSet<string> Phrases(string list) =>
        list.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToFrozenSet(StringComparer.Ordinal);
}
