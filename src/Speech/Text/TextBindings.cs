using CallActors.Contracts.Speech;

namespace CallActors.Speech.Text;

/// <summary>Binds the words of a spoken sentence to whole words of the agent's text.</summary>
internal static class TextBindings
{
    /// <param name="at">Where in the agent's text each spoken character stands.</param>
    /// <param name="start">Where the sentence's part of the agent's text begins.</param>
    public static TextBinding Of(string spoken, ReadOnlySpan<int> at, string source, int start)
    {
        var words = new List<WordBinding>();
        var least = 0;
        for (var i = 0; i < spoken.Length; i++)
        {
            if (i > 0 && spoken[i - 1] != ' ') continue;
            var word = i == 0 ? start : Math.Max(start, at[i]);
            while (word > start && word < source.Length && !char.IsWhiteSpace(source[word - 1])) word--;
            least = Math.Max(least, word - start);
            words.Add(new WordBinding(i, least));
        }

        return TextBinding.Of(words);
    }
}
