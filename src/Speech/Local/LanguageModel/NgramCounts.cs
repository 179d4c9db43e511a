namespace CallActors.Speech.Local.LanguageModel;

/// <summary>How often words follow each other in a set of weighted sentences.</summary>
internal sealed class NgramCounts
{
    public const int SentenceStart = 0;
    public const int SentenceEnd = 1;

    private readonly List<string> _words = ["<s>", "</s>"];
    private readonly Dictionary<string, int> _numbers = new() { ["<s>"] = SentenceStart, ["</s>"] = SentenceEnd };

    /// <summary>All words; a word's place is its number. The first two are the sentence's start and end.</summary>
    public IReadOnlyList<string> Words => _words;

    public Dictionary<int, double> Unigrams { get; } = [];

    /// <summary>By preceding word.</summary>
    public Dictionary<int, Dictionary<int, double>> Bigrams { get; } = [];

    /// <summary>By the two preceding words.</summary>
    public Dictionary<(int, int), Dictionary<int, double>> Trigrams { get; } = [];

    /// <summary>The word's number; a new one for a new word.</summary>
    public int NumberOf(string word)
    {
        if (!_numbers.TryGetValue(word, out var number))
        {
            number = _words.Count;
            _words.Add(word);
            _numbers.Add(word, number);
        }

        return number;
    }

    public bool TryNumberOf(string word, out int number) => _numbers.TryGetValue(word, out number);

    public void Add(string sentence, double weight)
    {
        var previous = SentenceStart;
        var beforePrevious = -1;
        foreach (var word in sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(NumberOf).Append(SentenceEnd))
        {
            Count(Unigrams, word, weight);
            Count(Followers(Bigrams, previous), word, weight);
            if (beforePrevious >= 0)
            {
                Count(Followers(Trigrams, (beforePrevious, previous)), word, weight);
            }

            (beforePrevious, previous) = (previous, word);
        }
    }

    private static void Count(Dictionary<int, double> counts, int word, double weight) =>
        counts[word] = counts.GetValueOrDefault(word) + weight;

    private static Dictionary<int, double> Followers<T>(Dictionary<T, Dictionary<int, double>> contexts, T context)
        where T : notnull
    {
        if (!contexts.TryGetValue(context, out var followers))
        {
            contexts.Add(context, followers = []);
        }

        return followers;
    }
}
