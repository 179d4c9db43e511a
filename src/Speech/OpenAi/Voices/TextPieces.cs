using CallActors.Speech.Text;

namespace CallActors.Speech.OpenAi.Voices;

/// <summary>Cuts a text that is too long for one request: where a sentence begins, else at a word, else anywhere.</summary>
internal static class TextPieces
{
    /// <param name="most">Most characters of a piece, at least 2.</param>
    /// <returns>The pieces in order, each with its place in the text; none that is blank.</returns>
    public static IEnumerable<(int Start, string Text)> Of(string text, int most)
    {
        int[] sentences = text.Length > most ? [.. SentenceSplitter.Split(text).Select(sentence => sentence.Start)] : [];
        for (var start = 0; start < text.Length;)
        {
            var end = text.Length - start <= most ? text.Length : Cut(text, start, start + most, sentences);
            if (!string.IsNullOrWhiteSpace(text[start..end])) yield return (start, text[start..end]);
            start = end;
        }
    }

    private static int Cut(string text, int start, int end, int[] sentences)
    {
        var found = Array.BinarySearch(sentences, end);
        var next = found >= 0 ? found : ~found - 1;
        if (next >= 0 && sentences[next] > start) return sentences[next];
        var space = text.LastIndexOf(' ', end - 1, end - start);
        if (space > start) return space + 1;
        // A pair of surrogates is one character.
        return char.IsHighSurrogate(text[end - 1]) ? end - 1 : end;
    }
}
