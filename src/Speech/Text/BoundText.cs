using System.Text;

namespace CallActors.Speech.Text;

/// <summary>A text of which each character knows where in the agent's text it stands. Immutable.</summary>
internal sealed class BoundText
{
    private readonly int[] _at;

    private BoundText(string text, int[] at) => (Text, _at) = (text, at);

    public static BoundText Empty { get; } = new("", [0]);

    public string Text { get; }

    public int Length => Text.Length;

    /// <summary>Where in the agent's text a character stands; for the text's length, where what follows stands.</summary>
    public int SourceAt(int index) => _at[index];

    public static BoundText Whole(string text, int start)
    {
        var at = new int[text.Length + 1];
        for (var i = 0; i < at.Length; i++) at[i] = start + i;
        return new BoundText(text, at);
    }

    public BoundText Slice(int start, int length) =>
        start == 0 && length == Length ? this : new BoundText(Text.Substring(start, length), _at[start..(start + length + 1)]);

    public BoundText Slice(int start) => Slice(start, Length - start);

    public BoundText Trim()
    {
        var end = Text.AsSpan().TrimEnd().Length;
        var start = Length - Text.AsSpan().TrimStart().Length;
        return start >= end ? Slice(0, 0) : Slice(start, end - start);
    }

    public override string ToString() => Text;

    /// <summary>Puts a bound text together, from left to right.</summary>
    public sealed class Builder
    {
        private readonly StringBuilder _text = new();
        private readonly List<int> _at = [];

        public int Length => _text.Length;

        public void Append(char c, int source)
        {
            _text.Append(c);
            _at.Add(source);
        }

        /// <summary>What takes the place of a part of the source: all of it stands where that part begins.</summary>
        public void Append(string text, int source)
        {
            foreach (var c in text) Append(c, source);
        }

        public void Append(BoundText text)
        {
            for (var i = 0; i < text.Length; i++) Append(text.Text[i], text._at[i]);
        }

        /// <param name="end">Where what follows stands.</param>
        public BoundText ToText(int end) => new(_text.ToString(), [.. _at, end]);
    }
}
