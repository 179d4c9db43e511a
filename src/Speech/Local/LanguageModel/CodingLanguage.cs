using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CallActors.Speech.Local.LanguageModel;

/// <summary>The open language of calls about coding work: built from our sentence templates at first use, with the general model's
/// words behind them, and kept in the cache folder.</summary>
internal static class CodingLanguage
{
    /// <summary>Changes when the way of building changes, so that older files are not taken for current ones.</summary>
    private const string Recipe = "2";

    private const int SentencesPerTemplate = 60;
    private const int Seed = 20251;

    /// <summary>Words of the general model that can be heard beside ours: its most frequent ones.</summary>
    private const int GeneralWords = 6000;

    /// <summary>A pair of words of the general model is kept when leaving it out would cost more than this (bits, weighted by how often
    /// the pair occurs).</summary>
    private const double LeastBigramGain = 1e-7;

    private static readonly Smoothing Smoothing = new(0.3, 0.6, 4, 3);
    private static readonly Lock Gate = new();

    /// <summary>Our sentences, in the order of their templates.</summary>
    public static IEnumerable<(string Sentence, double Weight)> Sentences() =>
        new SentenceTemplates(ModelText.Lines("slots.txt").Concat(ModelText.Lines("sentences.txt"))).Sentences(SentencesPerTemplate, Seed);

    /// <summary>Finds the built model in the folder, or builds it (a few seconds).</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static (string LanguageModelPath, string DictionaryPath) Prepare(string folder, string generalModelPath, PronouncingDictionary dictionary)
    {
        lock (Gate)
        {
            var name = "coding-work-" + Fingerprint(generalModelPath);
            var model = Path.Combine(folder, name + ".lm");
            var words = Path.Combine(folder, name + ".dict");
            if (!File.Exists(model) || !File.Exists(words))
            {
                Directory.CreateDirectory(folder);
                var built = Build(GeneralModel.Read(generalModelPath), dictionary);
                Write(words, writer => WriteDictionary(writer, built.Words, dictionary));
                Write(model, built.WriteArpa);
            }

            return (model, words);
        }
    }

    public static BackoffModel Build(GeneralModel general, PronouncingDictionary dictionary)
    {
        var counts = new NgramCounts();
        foreach (var (sentence, weight) in Sentences())
        {
            counts.Add(sentence, weight);
        }

        var numbers = Vocabulary(general, dictionary, counts);
        var unigrams = numbers.ToDictionary(n => n.Value, n => general.UnigramProbability(n.Key));
        var bigrams = new Dictionary<int, Dictionary<int, double>>();
        foreach (var (generalWord, word) in numbers)
        {
            var alone = general.UnigramProbability(generalWord);
            foreach (var (generalPrevious, probability) in general.Before(generalWord))
            {
                var gain = general.UnigramProbability(generalPrevious) * probability * Math.Log2(probability / alone);
                if (gain > LeastBigramGain && numbers.TryGetValue(generalPrevious, out var previous))
                {
                    if (!bigrams.TryGetValue(previous, out var followers))
                    {
                        bigrams.Add(previous, followers = []);
                    }

                    followers.Add(word, probability);
                }
            }
        }

        return BackoffModelBuilder.Build(counts, unigrams, bigrams, Smoothing);
    }

    /// <summary>The words that both models share: number in the general model → number in ours.</summary>
    private static Dictionary<int, int> Vocabulary(GeneralModel general, PronouncingDictionary dictionary, NgramCounts counts)
    {
        var numbers = new Dictionary<int, int>();
        var frequent = Enumerable.Range(0, general.Words.Count).OrderByDescending(general.UnigramProbability).Take(GeneralWords).ToHashSet();
        for (var word = 0; word < general.Words.Count; word++)
        {
            var text = general.Words[word];
            if (counts.TryNumberOf(text, out var ours))
            {
                numbers.Add(word, ours);
            }
            else if (frequent.Contains(word) && char.IsAsciiLetterLower(text[0]) && dictionary.Known(text).Count > 0)
            {
                numbers.Add(word, counts.NumberOf(text));
            }
        }

        return numbers;
    }

    private static void WriteDictionary(TextWriter writer, IReadOnlyList<string> words, PronouncingDictionary dictionary)
    {
        foreach (var word in words.Where(word => word[0] != '<'))
        {
            var number = 1;
            foreach (var phones in dictionary.PronunciationsOf(word))
            {
                writer.Write(number == 1 ? $"{word} {phones}\n" : string.Create(CultureInfo.InvariantCulture, $"{word}({number}) {phones}\n"));
                number++;
            }
        }
    }

    /// <summary>Writes beside and renames, so that no other process ever sees half a file.</summary>
    private static void Write(string path, Action<TextWriter> write)
    {
        var unfinished = $"{path}.{Guid.NewGuid():N}";
        using (var writer = new StreamWriter(unfinished, append: false, new UTF8Encoding(false), 1 << 16))
        {
            write(writer);
        }

        File.Move(unfinished, path, overwrite: true);
    }

    private static string Fingerprint(string generalModelPath)
    {
        var sources = string.Join(
            '\n',
            Recipe,
            ModelText.Text("slots.txt"),
            ModelText.Text("sentences.txt"),
            ModelText.Text("pronunciations.txt"),
            new FileInfo(generalModelPath).Length.ToString(CultureInfo.InvariantCulture));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sources)))[..16];
    }
}
