using System.Globalization;

namespace CallActors.Speech.Local.LanguageModel;

/// <summary>A trigram model with back-off: a word that was not seen in its context has its probability in the shorter context, times
/// the context's back-off weight. The probabilities of each context sum to 1.</summary>
internal sealed class BackoffModel
{
    /// <summary>What ARPA files hold where a logarithm of nothing is meant.</summary>
    private const double LogarithmOfNothing = -99;

    public BackoffModel(
        IReadOnlyList<string> words,
        double[] unigrams,
        IReadOnlyDictionary<int, BackoffContext> bigrams,
        IReadOnlyDictionary<(int, int), BackoffContext> trigrams)
    {
        Words = words;
        Unigrams = unigrams;
        Bigrams = bigrams;
        Trigrams = trigrams;
    }

    public IReadOnlyList<string> Words { get; }

    public double[] Unigrams { get; }

    public IReadOnlyDictionary<int, BackoffContext> Bigrams { get; }

    public IReadOnlyDictionary<(int, int), BackoffContext> Trigrams { get; }

    public double Probability(int word) => Unigrams[word];

    public double Probability(int previous, int word) =>
        !Bigrams.TryGetValue(previous, out var context) ? Unigrams[word]
        : context.Followers.TryGetValue(word, out var seen) ? seen
        : context.Backoff * Unigrams[word];

    public double Probability(int beforePrevious, int previous, int word) =>
        !Trigrams.TryGetValue((beforePrevious, previous), out var context) ? Probability(previous, word)
        : context.Followers.TryGetValue(word, out var seen) ? seen
        : context.Backoff * Probability(previous, word);

    /// <summary>Writes the model in ARPA's text format.</summary>
    public void WriteArpa(TextWriter writer)
    {
        writer.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"\\data\\\nngram 1={Words.Count}\nngram 2={Bigrams.Values.Sum(c => c.Followers.Count)}\nngram 3={Trigrams.Values.Sum(c => c.Followers.Count)}\n\n\\1-grams:\n"));
        for (var word = 0; word < Words.Count; word++)
        {
            Write(writer, Unigrams[word], Words[word], Bigrams.TryGetValue(word, out var context) ? context.Backoff : 1);
        }

        writer.Write("\n\\2-grams:\n");
        foreach (var (first, context) in Bigrams.OrderBy(b => b.Key))
        {
            foreach (var (second, probability) in context.Followers.OrderBy(f => f.Key))
            {
                Write(writer, probability, $"{Words[first]} {Words[second]}", Trigrams.TryGetValue((first, second), out var longer) ? longer.Backoff : 1);
            }
        }

        writer.Write("\n\\3-grams:\n");
        foreach (var ((first, second), context) in Trigrams.OrderBy(t => t.Key))
        {
            foreach (var (third, probability) in context.Followers.OrderBy(f => f.Key))
            {
                Write(writer, probability, $"{Words[first]} {Words[second]} {Words[third]}", null);
            }
        }

        writer.Write("\n\\end\\\n");
    }

    private static void Write(TextWriter writer, double probability, string words, double? backoff)
    {
        writer.Write(Logarithm(probability));
        writer.Write(' ');
        writer.Write(words);
        if (backoff is { } weight)
        {
            writer.Write(' ');
            writer.Write(Logarithm(weight));
        }

        writer.Write('\n');
    }

    private static string Logarithm(double value) =>
        (value <= 0 ? LogarithmOfNothing : Math.Log10(value)).ToString("F4", CultureInfo.InvariantCulture);
}

/// <summary>What follows a context: words seen there with their probabilities, and the weight for all others.</summary>
internal sealed record BackoffContext(IReadOnlyDictionary<int, double> Followers, double Backoff);
