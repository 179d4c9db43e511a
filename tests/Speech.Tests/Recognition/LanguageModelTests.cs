using CallActors.Speech.Local.LanguageModel;

namespace CallActors.Speech.Tests.Recognition;

public sealed class LanguageModelTests
{
    private static readonly Smoothing Smoothing = new(0.3, 0.6, 4, 3);

    [Fact]
    public void The_probabilities_after_every_context_sum_to_one()
    {
        var model = SmallModel(out var counts);
        var words = Enumerable.Range(0, counts.Words.Count).ToArray();

        Assert.Equal(1, words.Sum(w => model.Probability(w)), 9);
        foreach (var first in words)
        {
            Assert.Equal(1, words.Sum(w => model.Probability(first, w)), 9);
            foreach (var second in words)
            {
                Assert.Equal(1, words.Sum(w => model.Probability(first, second, w)), 9);
            }
        }
    }

    [Fact]
    public void What_our_sentences_hold_is_likelier_than_what_they_do_not()
    {
        var model = SmallModel(out var counts);
        int run = counts.NumberOf("run"), the = counts.NumberOf("the"), tests = counts.NumberOf("tests"), zebra = counts.NumberOf("zebra");

        Assert.True(model.Probability(run, the, tests) > model.Probability(tests, the, tests));
        Assert.True(model.Probability(run, the, tests) > 2 * model.Probability(run, the, zebra));
        Assert.True(model.Probability(run, the, zebra) > 0);
    }

    [Fact]
    public void The_arpa_file_counts_what_it_holds()
    {
        var model = SmallModel(out _);
        using var writer = new StringWriter();

        model.WriteArpa(writer);

        var lines = writer.ToString().Split('\n');
        for (var order = 1; order <= 3; order++)
        {
            var start = Array.IndexOf(lines, $"\\{order}-grams:");
            var held = lines.Skip(start + 1).TakeWhile(line => line.Length > 0).Count();
            Assert.Contains($"ngram {order}={held}", lines);
        }
    }

    [Fact]
    public void The_general_model_is_read_as_sphinxbase_means_it()
    {
        var general = GeneralModel.Read("/usr/share/pocketsphinx/model/en-us/en-us.lm.bin");
        var numbers = general.Words.Select((word, number) => (word, number)).ToDictionary(w => w.word, w => w.number);

        var beforeMorning = general.Before(numbers["morning"]).ToDictionary(b => general.Words[b.Previous], b => b.Probability);

        Assert.InRange(Enumerable.Range(0, general.Words.Count).Sum(general.UnigramProbability), 0.95, 1.05);
        Assert.True(beforeMorning["good"] > 0.003);
        Assert.True(beforeMorning["good"] > 20 * general.UnigramProbability(numbers["morning"]));
    }

    [Fact]
    public void No_held_back_sentence_is_trained_or_tuned_on()
    {
        var heldBack = Resource("held-back.txt").ToHashSet();
        Assert.Equal(100, heldBack.Count);

        var trained = CodingLanguage.Sentences().Select(s => s.Sentence).Concat(Resource("tuning.txt")).Where(heldBack.Contains);

        Assert.Empty(trained);
    }

    [Theory]
    [InlineData("fix/login-2", "fix login two")]
    [InlineData("releaseBranch", "release branch")]
    [InlineData("Don’t", "don't")]
    [InlineData("C#", "c sharp")]
    [InlineData("port 8080", "port eight thousand eighty")]
    public void Written_choices_have_a_spoken_form(string written, string spoken) =>
        Assert.Equal(spoken, SpokenForm.Readings(written)[0]);

    [Theory]
    [InlineData("kubectl", "K UW B EH K T L")]
    [InlineData("npx", "EH N P IY EH K S")]
    [InlineData("bake", "B EY K")]
    public void Unknown_words_get_a_plausible_sound(string word, string expected) =>
        Assert.Equal(expected, LetterToSound.Pronounce(word));

    private static BackoffModel SmallModel(out NgramCounts counts)
    {
        counts = new NgramCounts();
        counts.Add("run the tests", 1);
        counts.Add("run the build again", 0.5);
        counts.Add("stop", 2);
        int the = counts.NumberOf("the"), zebra = counts.NumberOf("zebra"), run = counts.NumberOf("run");
        var unigrams = new Dictionary<int, double> { [the] = 0.1, [zebra] = 0.001, [run] = 0.01 };
        var bigrams = new Dictionary<int, Dictionary<int, double>> { [the] = new() { [zebra] = 0.2, [run] = 0.1 }, [zebra] = new() { [run] = 0.5 } };
        return BackoffModelBuilder.Build(counts, unigrams, bigrams, Smoothing);
    }

    private static string[] Resource(string name)
    {
        using var reader = new StreamReader(typeof(LanguageModelTests).Assembly.GetManifestResourceStream(name)!);
        return [.. reader.ReadToEnd().Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#')];
    }
}
