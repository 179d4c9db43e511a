using CallActors.Contracts.Speech;
using CallActors.Speech.Local.LanguageModel;

namespace CallActors.Speech.Local.PocketSphinx;

/// <summary>A decoder with its models loaded, and the grammars of what is expected.</summary>
internal sealed class LoadedDecoder : IDisposable
{
    private const string OpenSearch = "open";
    private const string ExpectedSearch = "expected";

    private readonly PronouncingDictionary _dictionary;
    private readonly HashSet<string> _known;
    private readonly float[] _cepstralMean;
    private ExpectedAnswers? _answers;
    private Expectation? _loaded;

    private LoadedDecoder(SphinxDecoder engine, PronouncingDictionary dictionary, HashSet<string> known, float[] cepstralMean)
    {
        Engine = engine;
        _dictionary = dictionary;
        _known = known;
        _cepstralMean = cepstralMean;
    }

    public SphinxDecoder Engine { get; }

    /// <summary>Loads everything; takes about a second.</summary>
    public static LoadedDecoder Load(PocketSphinxOptions options)
    {
        var models = SphinxModels.Prepare(options);
        var parameters = DecoderParameters.For(options, models.DictionaryPath);
        var engine = new SphinxDecoder(parameters);
        try
        {
            engine.SetLanguageModel(OpenSearch, models.LanguageModelPath);
            foreach (var (word, phones) in ExpectedAnswers.AnythingElse)
            {
                engine.AddWord(word, phones);
            }

            return new LoadedDecoder(engine, models.Dictionary, models.LoadedWords(), DecoderParameters.CepstralMean(parameters));
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    public void StartCall()
    {
        Engine.ForgetCaller(_cepstralMean);
        _answers = null;
    }

    /// <summary>Decodes the next utterance as what is expected.</summary>
    public void Select(Expectation expectation)
    {
        _answers = ExpectedAnswers.For(expectation);
        if (_answers is null)
        {
            Engine.Select(OpenSearch);
            return;
        }

        if (expectation != _loaded)
        {
            foreach (var word in _answers.Words.Where(_known.Add))
            {
                Teach(word);
            }

            Engine.SetGrammar(ExpectedSearch, _answers.Grammar);
            _loaded = expectation;
        }

        Engine.Select(ExpectedSearch);
    }

    /// <summary>The text that recognised words stand for; null when a grammar was used and they are no answer.</summary>
    public string? TextOf(string recognised) => _answers is null ? recognised : _answers.AnswerOf(recognised);

    public void Dispose() => Engine.Dispose();

    private void Teach(string word)
    {
        var number = 1;
        foreach (var phones in _dictionary.PronunciationsOf(word))
        {
            Engine.AddWord(number == 1 ? word : $"{word}({number})", phones);
            number++;
        }
    }
}
