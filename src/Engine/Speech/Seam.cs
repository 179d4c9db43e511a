namespace CallActors.Engine.Speech;

/// <summary>
/// Joins the words of two recognitions of which the second has heard some of the audio again. The words that were reported from that audio
/// are expected at the beginning of its text, and are cut there.
/// </summary>
internal sealed class Seam
{
    // A recogniser does not hear everything the same way twice: so much of the reported words must be found again.
    private const double Same = 0.6;

    private readonly List<string> _reported = [];
    private List<string> _expected = [];

    /// <summary>A final text was reported whose audio may be replayed.</summary>
    public void Reported(string text) => _reported.AddRange(Words(text));

    /// <summary>The audio of the last final text, and of all before it, will not be replayed; that of the words still expected will be.</summary>
    public void Cover()
    {
        _reported.Clear();
        _reported.AddRange(_expected);
    }

    /// <summary>The audio of everything reported so far will not be replayed.</summary>
    public void Settle()
    {
        _reported.Clear();
        _expected.Clear();
    }

    /// <summary>A new recognition begins, with the audio of what was reported.</summary>
    public void Replay() => _expected = [.. _reported];

    /// <summary>What is new in a text of the new recognition.</summary>
    /// <param name="isFinal">An interim text is cut the same way, but what it repeats is still expected.</param>
    public string Cut(string text, bool isFinal)
    {
        if (_expected.Count == 0) return text;
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (cut, found) = Align(words);
        if (isFinal) _expected = _expected[Math.Min(found, _expected.Count)..];
        return cut == 0 ? text : string.Join(' ', words[cut..]);
    }

    /// <summary>How many of the words repeat the expected ones, and how many of these are used up by that.</summary>
    private (int Cut, int Found) Align(string[] words)
    {
        // The longest common subsequence of the expected words and the beginning of the text.
        var reach = Math.Min(words.Length, _expected.Count + 2);
        var lengths = new int[_expected.Count + 1, reach + 1];
        for (var i = _expected.Count - 1; i >= 0; i--)
            for (var j = reach - 1; j >= 0; j--)
                lengths[i, j] = IsSame(_expected[i], words[j]) ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);

        if (lengths[0, 0] < Same * Math.Min(_expected.Count, reach)) return (0, _expected.Count);
        int a = 0, b = 0, cut = 0, found = 0;
        while (a < _expected.Count && b < reach && lengths[a, b] > 0)
        {
            if (IsSame(_expected[a], words[b])) (cut, found, a, b) = (b + 1, a + 1, a + 1, b + 1);
            else if (lengths[a + 1, b] >= lengths[a, b + 1]) a++;
            else b++;
        }

        return (cut, found);
    }

    private static bool IsSame(string a, string b) => a.AsSpan().Trim(".,;:!?").Equals(b.AsSpan().Trim(".,;:!?"), StringComparison.OrdinalIgnoreCase);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
