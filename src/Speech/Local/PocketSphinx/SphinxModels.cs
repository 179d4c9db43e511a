using CallActors.Contracts.Speech;
using CallActors.Speech.Local.LanguageModel;

namespace CallActors.Speech.Local.PocketSphinx;

/// <summary>The files that a decoder is loaded from.</summary>
internal sealed record SphinxModels(string LanguageModelPath, string DictionaryPath, PronouncingDictionary Dictionary)
{
    private static readonly string[] Required = ["en-us/mdef", "en-us/feat.params", "en-us/means", "cmudict-en-us.dict", "en-us.lm.bin"];

    /// <summary>Finds the installed files and builds what is ours.</summary>
    /// <exception cref="SpeechException">Unavailable: something is missing; the message names the package.</exception>
    public static SphinxModels Prepare(PocketSphinxOptions options)
    {
        var missing = Required.Select(file => Path.Combine(options.ModelDirectory, file)).FirstOrDefault(path => !File.Exists(path));
        if (missing is not null)
        {
            throw new SpeechException(SpeechFailure.Unavailable, $"{missing} is missing. Install it: apt-get install pocketsphinx-en-us");
        }

        var installedDictionary = Path.Combine(options.ModelDirectory, "cmudict-en-us.dict");
        var installedModel = Path.Combine(options.ModelDirectory, "en-us.lm.bin");
        var dictionary = PronouncingDictionary.Read(installedDictionary);
        if (options.OpenLanguage == OpenLanguage.General)
        {
            return new(installedModel, installedDictionary, dictionary);
        }

        try
        {
            var built = CodingLanguage.Prepare(options.CacheDirectory, installedModel, dictionary);
            return new(built.LanguageModelPath, built.DictionaryPath, dictionary);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SpeechException(
                SpeechFailure.Unavailable,
                $"The speech cache folder {options.CacheDirectory} cannot be written. Make it writable or configure another.",
                fault);
        }
    }

    /// <summary>Every word that the decoder can be loaded with from <see cref="DictionaryPath"/>.</summary>
    public HashSet<string> LoadedWords() =>
        File.ReadLines(DictionaryPath).Select(line => line[..line.IndexOf(' ', StringComparison.Ordinal)]).ToHashSet();
}
