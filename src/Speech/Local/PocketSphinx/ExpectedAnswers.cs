using System.Text;
using CallActors.Contracts.Speech;
using CallActors.Speech.Local.LanguageModel;

namespace CallActors.Speech.Local.PocketSphinx;

/// <summary>The grammar of an expectation: which words can be said and what a recognised sentence answers.</summary>
internal sealed class ExpectedAnswers
{
    /// <summary>Words of one phone each, spelt like the phone: a loop of them stands for anything that is no answer.</summary>
    private static readonly string[] Phones =
    [
        "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G", "HH", "IH", "IY", "JH", "K", "L", "M", "N",
        "NG", "OW", "OY", "P", "R", "S", "SH", "T", "TH", "UH", "UW", "V", "W", "Y", "Z", "ZH",
    ];

    /// <summary>What a phone of the loop weighs against <see cref="Ballast"/>. With equal weights the loop beats true answers too.</summary>
    private const string PhoneWeight = "0.000001";

    /// <summary>Phones that a clumsy beginning or end of an answer may cost.</summary>
    private const int StrayPhones = 2;

    /// <summary>Weights are shares of their group: a word that nobody says takes what the phones are denied.</summary>
    private static readonly (string Word, string Phones) Ballast = ("phone_none", "ZH ZH ZH ZH ZH ZH ZH ZH ZH ZH ZH ZH");

    private static readonly string[] Affirmations =
    [
        "yes", "yeah", "yep", "yup", "yes please", "yes you can", "yes you may", "yes do it", "yes do that", "yes go ahead", "yeah go ahead",
        "yeah sure", "yes it is", "yes i do", "yes that's right", "yes that's correct", "sure", "sure go ahead", "sure thing", "of course",
        "okay", "ok", "okay go ahead", "okay do it", "go ahead", "go for it", "do it", "please do", "sounds good", "that's right",
        "that's correct", "correct", "right", "exactly", "absolutely", "definitely", "approved", "i approve", "alright", "fine", "that's fine",
        "uh huh", "affirmative",
    ];

    private static readonly string[] Denials =
    [
        "no", "nope", "nah", "no thanks", "no thank you", "no don't", "no do not", "no don't do that", "no way", "no stop", "no wait",
        "no not yet", "no not now", "no it's not", "no i don't", "not yet", "not now", "not really", "don't", "don't do it", "don't do that",
        "do not do that", "please don't", "absolutely not", "of course not", "never", "never mind", "stop", "wait", "cancel", "cancel that",
        "denied", "i don't think so", "i'd rather not", "negative", "rejected",
    ];

    /// <summary>Short forms that a telephone line makes hard to tell from yes and no, whose meaning they have.</summary>
    private static readonly Dictionary<string, string> ShortForms = new()
    {
        ["yep"] = "yes",
        ["yup"] = "yes",
        ["nope"] = "no",
        ["nah"] = "no",
    };

    private static readonly (string Word, char Digit)[] DigitWords =
    [
        ("zero", '0'), ("oh", '0'), ("one", '1'), ("two", '2'), ("three", '3'), ("four", '4'), ("five", '5'), ("six", '6'), ("seven", '7'),
        ("eight", '8'), ("nine", '9'),
    ];

    private readonly Dictionary<string, string>? _answers;

    private ExpectedAnswers(string grammar, IReadOnlySet<string> words, Dictionary<string, string>? answers)
    {
        Grammar = grammar;
        Words = words;
        _answers = answers;
    }

    /// <summary>The grammar in JSGF.</summary>
    public string Grammar { get; }

    /// <summary>Dictionary words that it uses.</summary>
    public IReadOnlySet<string> Words { get; }

    /// <summary>Pronunciations of the words that stand for anything else.</summary>
    public static IEnumerable<(string Word, string Phones)> AnythingElse => Phones.Select(phone => (PhoneWord(phone), phone)).Append(Ballast);

    /// <summary>The grammar, or null when only the open language model will do: for open speech and for choices that
    /// cannot be spoken.</summary>
    public static ExpectedAnswers? For(Expectation expectation) => expectation switch
    {
        Expectation.YesOrNo => OfSentences(Affirmations.Concat(Denials).Select(sentence => (sentence, ShortForms.GetValueOrDefault(sentence, sentence)))),
        Expectation.OneOf choices => OfChoices(choices.Choices),
        Expectation.Digits => OfDigits(),
        _ => null,
    };

    /// <summary>What the recognised words answer; null when they are no answer.</summary>
    public string? AnswerOf(string recognised)
    {
        var all = recognised.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var words = Array.FindAll(all, word => !IsPhoneWord(word));
        if (words.Length == 0 || all.Length - words.Length > StrayPhones)
        {
            return null;
        }

        return _answers is null
            ? string.Concat(words.Select(word => DigitWords.First(d => d.Word == word).Digit))
            : _answers.GetValueOrDefault(string.Join(' ', words));
    }

    private static ExpectedAnswers? OfChoices(IReadOnlyList<string> choices)
    {
        var sentences = choices.SelectMany(choice => SpokenForm.Readings(choice).Select(reading => (reading, choice))).ToArray();
        return choices.All(choice => sentences.Any(s => s.choice == choice)) && sentences.Length > 0 ? OfSentences(sentences) : null;
    }

    private static ExpectedAnswers OfSentences(IEnumerable<(string Sentence, string Answer)> sentences)
    {
        var answers = new Dictionary<string, string>();
        foreach (var (sentence, answer) in sentences)
        {
            answers.TryAdd(sentence, answer);
        }

        var alternatives = string.Join(" | ", answers.Keys);
        return new(Compose(alternatives), answers.Keys.SelectMany(s => s.Split(' ')).ToHashSet(), answers);
    }

    private static ExpectedAnswers OfDigits() =>
        new(Compose($"( {string.Join(" | ", DigitWords.Select(d => d.Word))} )+"), DigitWords.Select(d => d.Word).ToHashSet(), null);

    private static string Compose(string answers)
    {
        var grammar = new StringBuilder("#JSGF V1.0;\ngrammar expected;\n");
        grammar.Append("<answer> = ").Append(answers).Append(";\n");
        grammar.Append("<anything> = ( /1/ ").Append(Ballast.Word);
        foreach (var phone in Phones)
        {
            grammar.Append(" | /").Append(PhoneWeight).Append("/ ").Append(PhoneWord(phone));
        }

        grammar.Append(" )+;\n");
        grammar.Append("public <heard> = <answer> | <anything>;\n");
        return grammar.ToString();
    }

    private static string PhoneWord(string phone) => "phone_" + phone.ToLowerInvariant();

    private static bool IsPhoneWord(string word) => word.StartsWith("phone_", StringComparison.Ordinal);
}
