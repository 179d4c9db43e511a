using CallActors.Speech.Text;

namespace CallActors.Speech.OpenAi.Voices;

/// <summary>Cuts a text that is too long for one request, where a sentence begins; where one is too long itself, at a word.</summary>
internal static class TextPieces
{
    /// <param name="most">Most characters of a piece.</param>
    /// <returns>The pieces in order, each with its place in the text; none that is blank.</returns>
    public static IEnumerable<(int Start, string Text)> Of(string text, int most)
    {
        var start = 0;
        if (text.Length > most)
        {
            var last = 0;
            foreach (var sentence in SentenceSplitter.Split(text))
            {
                if (sentence.Start - start > most && last > start)
                {
                    yield return (start, text[start..last]);
                    start = last;
                }

                last = sentence.Start;
            }

            if (text.Length - start > most && last > start)
            {
                yield return (start, text[start..last]);
                start = last;
            }
        }

        for (; text.Length - start > most;)
        {
            var space = text.LastIndexOf(' ', start + most - 1, most);
            var cut = space > start ? space + 1 : start + most;
            // A pair of surrogates is one character.
            if (char.IsHighSurrogate(text[cut - 1])) cut--;
            if (!string.IsNullOrWhiteSpace(text[start..cut])) yield return (start, text[start..cut]);
            start = cut;
        }

        if (!string.IsNullOrWhiteSpace(text[start..])) yield return (start, text[start..]);
    }
}
