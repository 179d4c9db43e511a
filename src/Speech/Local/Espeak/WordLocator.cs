using System.Text;

namespace CallActors.Speech.Local.Espeak;

/// <summary>
/// Finds the word of a sentence that espeak-ng has begun to speak. espeak-ng counts Unicode characters and reports parts of
/// numbers, hyphenated words and abbreviations several times, at positions that are a character or two off; a word here is
/// what stands between spaces or dashes, without its punctuation, and is found once.
/// </summary>
internal sealed class WordLocator
{
    private string _sentence = "";
    private int _character;
    private int _index;
    private int _foundUpTo;

    public void Begin(string sentence)
    {
        _sentence = sentence;
        (_character, _index, _foundUpTo) = (0, 0, 0);
    }

    /// <summary>The word around a position; false when it was found before or there is none.</summary>
    /// <param name="character">The position in Unicode characters, from 0.</param>
    /// <param name="start">Its first UTF-16 character.</param>
    /// <param name="length">Its length in UTF-16 characters.</param>
    public bool TryLocate(int character, out int start, out int length)
    {
        MoveTo(character);
        start = _index;
        while (start > 0 && !Separates(_sentence[start - 1])) start--;
        while (start < _sentence.Length && (Separates(_sentence[start]) || char.IsPunctuation(_sentence[start]))) start++;
        var end = start;
        while (end < _sentence.Length && !Separates(_sentence[end])) end++;
        var next = end;
        while (end > start && char.IsPunctuation(_sentence[end - 1])) end--;
        length = end - start;
        if (length == 0 || start < _foundUpTo) return false;
        _foundUpTo = next;
        return true;
    }

    private void MoveTo(int character)
    {
        if (character < _character) (_character, _index) = (0, 0);
        while (_character < character && _index < _sentence.Length)
        {
            // A lone surrogate is one character here as it is one in the UTF-8 that espeak-ng reads.
            Rune.DecodeFromUtf16(_sentence.AsSpan(_index), out _, out var units);
            _index += units;
            _character++;
        }
    }

    private static bool Separates(char c) => char.IsWhiteSpace(c) || char.IsControl(c) || c is '—' or '–' or '…';
}
