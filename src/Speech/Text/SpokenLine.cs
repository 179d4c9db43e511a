using System.Text;

namespace CallActors.Speech.Text;

/// <summary>What is going to be said, while it is put together: each character knows which part of the source it stands for.</summary>
internal sealed class SpokenLine
{
    private readonly StringBuilder _text = new();
    private readonly List<int> _at = [];

    public int Length => _text.Length;

    public void Append(char c, int source)
    {
        _text.Append(c);
        _at.Add(source);
    }

    public void Append(string text, int source)
    {
        foreach (var c in text) Append(c, source);
    }

    /// <summary>What was put together, tidied: no doubled or outer spaces, no space before a mark, no empty brackets, no controls.</summary>
    public Spoken Finish()
    {
        var text = new StringBuilder(_text.Length);
        var at = new List<int>(_text.Length);
        for (var i = 0; i < _text.Length; i++)
        {
            var c = _text[i];
            if (char.IsWhiteSpace(c))
            {
                if (text.Length == 0 || text[^1] == ' ') continue;
                c = ' ';
            }
            else if (IsMark(c) && IsEnd(i + 1))
            {
                Cut(text, at, ' ');
                // A pause before a mark is that mark's.
                if (c is not ')') Cut(text, at, ',');
                if (text.Length == 0 && c is not ')') continue;
                if (c == ')' && text.Length > 0 && text[^1] == '(')
                {
                    Cut(text, at, '(');
                    continue;
                }
            }

            text.Append(c);
            at.Add(_at[i]);
        }

        Cut(text, at, ' ');
        return new Spoken(text.ToString(), [.. at]);
    }

    private bool IsEnd(int index) => index >= _text.Length || char.IsWhiteSpace(_text[index]) || IsMark(_text[index]);

    private static bool IsMark(char c) => c is ',' or '.' or ';' or ':' or '!' or '?' or ')';

    private static void Cut(StringBuilder text, List<int> at, char c)
    {
        if (text.Length == 0 || text[^1] != c) return;
        text.Length--;
        at.RemoveAt(at.Count - 1);
    }
}

/// <summary>What is said, in one line, with the place in the source that each of its characters stands for.</summary>
internal readonly record struct Spoken(string Text, int[] At)
{
    public bool HasWords => SentenceSplitter.HasWords(Text);
}
