namespace CallActors.Speech.Local.LanguageModel;

/// <summary>How much is left to what the sentences do not hold.</summary>
/// <param name="GeneralUnigrams">Share of the general model in a word's own probability (0–1).</param>
/// <param name="GeneralBigrams">Share of the general model in what is expected after a word before our sentences are counted (0–1).</param>
/// <param name="BigramPrior">Witten–Bell's weight of the shorter context, times the number of different followers.</param>
/// <param name="TrigramPrior">The same for trigrams.</param>
internal sealed record Smoothing(double GeneralUnigrams, double GeneralBigrams, double BigramPrior, double TrigramPrior);

/// <summary>Estimates a trigram model: Witten–Bell counts of our sentences over a prior, which is the next shorter context, and for
/// bigrams also the general model.</summary>
/// <remarks>With count c of a word in a context of total C and T different followers, weight M = prior × T:
/// p = (c + M q) / (C + M), q being the prior's probability. A word without count gets M / (C + M) × q: exactly a back-off weight,
/// so that every context sums to 1 by construction.</remarks>
internal static class BackoffModelBuilder
{
    /// <param name="counts">Our sentences. Words without count (the general model's) have been numbered in it, too.</param>
    /// <param name="generalUnigrams">The general model's probability by word number; need not sum to 1. Zero for unknown words.</param>
    /// <param name="generalBigrams">What the general model expects after a word, sums of at most 1.</param>
    /// <param name="smoothing">The shares.</param>
    public static BackoffModel Build(
        NgramCounts counts,
        IReadOnlyDictionary<int, double> generalUnigrams,
        IReadOnlyDictionary<int, Dictionary<int, double>> generalBigrams,
        Smoothing smoothing)
    {
        var unigrams = Unigrams(counts, generalUnigrams, smoothing.GeneralUnigrams);
        var bigrams = new Dictionary<int, BackoffContext>();
        foreach (var previous in counts.Bigrams.Keys.Union(generalBigrams.Keys))
        {
            bigrams.Add(previous, Bigram(counts.Bigrams.GetValueOrDefault(previous), generalBigrams.GetValueOrDefault(previous), unigrams, smoothing));
        }

        var model = new BackoffModel(counts.Words, unigrams, bigrams, new Dictionary<(int, int), BackoffContext>());
        var trigrams = new Dictionary<(int, int), BackoffContext>();
        foreach (var (context, followers) in counts.Trigrams)
        {
            var prior = smoothing.TrigramPrior * followers.Count;
            var total = followers.Values.Sum() + prior;
            trigrams.Add(context, new(
                followers.ToDictionary(f => f.Key, f => (f.Value + (prior * model.Probability(context.Item2, f.Key))) / total),
                prior / total));
        }

        return new(counts.Words, unigrams, bigrams, trigrams);
    }

    private static double[] Unigrams(NgramCounts counts, IReadOnlyDictionary<int, double> general, double share)
    {
        // A word that only we know must be possible, too: it counts as rare in general speech.
        const double RareWord = 1e-7;
        var prior = new double[counts.Words.Count];
        for (var word = 0; word < prior.Length; word++)
        {
            prior[word] = word == NgramCounts.SentenceStart ? 0 : Math.Max(RareWord, general.GetValueOrDefault(word));
        }

        var priorSum = prior.Sum();
        var total = counts.Unigrams.Values.Sum();
        var ours = total > 0 ? 1 - share : 0;
        return [.. prior.Select((p, word) => (ours * counts.Unigrams.GetValueOrDefault(word) / Math.Max(total, 1)) + ((1 - ours) * p / priorSum))];
    }

    private static BackoffContext Bigram(
        Dictionary<int, double>? followers,
        Dictionary<int, double>? general,
        double[] unigrams,
        Smoothing smoothing)
    {
        followers ??= [];
        general ??= [];
        var generalShare = general.Count == 0 ? 0 : smoothing.GeneralBigrams;
        var unigramShare = 1 - (generalShare * general.Values.Sum());
        var prior = followers.Count == 0 ? 1 : smoothing.BigramPrior * followers.Count;
        var total = followers.Values.Sum() + prior;
        var probabilities = new Dictionary<int, double>();
        foreach (var word in followers.Keys.Union(general.Keys))
        {
            var expected = (unigramShare * unigrams[word]) + (generalShare * general.GetValueOrDefault(word));
            probabilities.Add(word, (followers.GetValueOrDefault(word) + (prior * expected)) / total);
        }

        return new(probabilities, prior * unigramShare / total);
    }
}
