namespace CallActors.Contracts.Speech;

/// <summary>One spoken word.</summary>
/// <param name="TextStart">Where it begins in the spoken sentence.</param>
/// <param name="SourceOffset">Where the part of the agent's text begins that it stands for, counted from the sentence's
/// <see cref="SpeakableSentence.SourceStart"/>; at the beginning of a word. Several spoken words may stand for one written ("3 F 2 A").</param>
public readonly record struct WordBinding(int TextStart, int SourceOffset);

/// <summary>Which part of the agent's text each spoken word of a sentence stands for. Immutable.</summary>
public sealed class TextBinding : IEquatable<TextBinding>
{
    private readonly WordBinding[] _words;

    private TextBinding(WordBinding[] words) => _words = words;

    /// <summary>Nothing is known: positions are taken as they are where the sentence is spoken as it is written, elsewhere in proportion.</summary>
    public static TextBinding Proportional { get; } = new([]);

    /// <param name="words">In the order in which they are spoken; neither start nor offset falls.</param>
    /// <exception cref="ArgumentException">They do not.</exception>
    public static TextBinding Of(IReadOnlyList<WordBinding> words)
    {
        for (var i = 1; i < words.Count; i++)
            if (words[i].TextStart <= words[i - 1].TextStart || words[i].SourceOffset < words[i - 1].SourceOffset)
                throw new ArgumentException($"Word {i} begins before the word in front of it.", nameof(words));
        return words.Count == 0 ? Proportional : new TextBinding([.. words]);
    }

    /// <summary>Where in the sentence's part of the agent's text the word stands that begins at, or holds, a position of the spoken text.
    /// False when nothing is known.</summary>
    public bool TryFind(int textStart, out int sourceOffset)
    {
        var (low, high) = (0, _words.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_words[middle].TextStart <= textStart) low = middle + 1;
            else high = middle;
        }

        sourceOffset = low > 0 ? _words[low - 1].SourceOffset : 0;
        return low > 0;
    }

    /// <summary>The binding of a sentence's rest.</summary>
    /// <param name="textStart">Where the rest begins in the spoken text.</param>
    /// <param name="sourceOffset">Where it begins in the sentence's part of the agent's text.</param>
    public TextBinding From(int textStart, int sourceOffset)
    {
        var words = new List<WordBinding>();
        foreach (var word in _words)
            if (word.TextStart >= textStart) words.Add(new WordBinding(word.TextStart - textStart, Math.Max(0, word.SourceOffset - sourceOffset)));
        return Of(words);
    }

    public bool Equals(TextBinding? other) => other is not null && _words.AsSpan().SequenceEqual(other._words);

    public override bool Equals(object? obj) => Equals(obj as TextBinding);

    public override int GetHashCode() => _words.Length == 0 ? 0 : HashCode.Combine(_words.Length, _words[^1]);
}
