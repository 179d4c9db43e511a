namespace CallActors.Engine.Speech;

/// <summary>
/// Joins the words of two recognitions of which the second has heard some of the audio again. The words that were reported from that audio
/// are expected at the beginning of its text, and are cut there.
/// </summary>
internal sealed class Seam
{
    // A recogniser does not hear everything the same way twice: so much of the reported words must be found again.
    private const double Same = 0.6;

    private readonly List<Reported> _reported = [];
    private List<Reported> _expected = [];

    // The first of the expected words may be missing: their audio is not all there.
    private bool _isCut;

    /// <summary>A final text was reported whose audio may be replayed.</summary>
    /// <param name="through">Position behind the newest audio that it can be of.</param>
    public void Report(string text, long through) => _reported.AddRange(Words(text).Select(word => new Reported(word, through)));

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
    /// <param name="from">Position of the first audio that it gets.</param>
    /// <param name="isCut">It should have got more, which was not kept.</param>
    public void Replay(long from, bool isCut)
    {
        _expected = [.. _reported.Where(word => word.Through > from)];
        _isCut = isCut;
    }

    /// <summary>What is new in a text of the new recognition.</summary>
    /// <param name="isFinal">An interim text is cut the same way, but what it repeats is still expected.</param>
    public string Cut(string text, bool isFinal)
    {
        if (_expected.Count == 0) return text;
        var words = Words(text);
        if (words.Length == 0) return text;
        var (cut, found) = Align(words);
        if (isFinal)
        {
            _expected = _expected[found..];
            _isCut = false;
        }

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
                lengths[i, j] = IsSame(_expected[i].Word, words[j]) ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);

        int a = 0, b = 0, cut = 0, found = 0, missing = 0;
        while (a < _expected.Count && b < reach && lengths[a, b] > 0)
        {
            if (IsSame(_expected[a].Word, words[b]))
            {
                if (_isCut && cut == 0) missing = a;
                (cut, found, a, b) = (b + 1, a + 1, a + 1, b + 1);
            }
            else if (lengths[a + 1, b] >= lengths[a, b + 1])
            {
                a++;
            }
            else
            {
                b++;
            }
        }

        // Words that came again by chance are no repetition: most of what could be found must be, and most of what is cut must be found.
        return lengths[0, 0] < Same * Math.Max(cut, Math.Min(_expected.Count - missing, reach)) ? (0, _expected.Count) : (cut, found);
    }

    private static bool IsSame(string a, string b) => a.AsSpan().Trim(".,;:!?").Equals(b.AsSpan().Trim(".,;:!?"), StringComparison.OrdinalIgnoreCase);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private readonly record struct Reported(string Word, long Through);
}
