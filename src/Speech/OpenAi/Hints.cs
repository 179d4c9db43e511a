using CallActors.Contracts.Speech;

namespace CallActors.Speech.OpenAi;

/// <summary>What a transcription is told of the words to come, in the form that its model takes.</summary>
/// <param name="Language">ISO 639-1, or null to let the model find out.</param>
/// <param name="Prompt">For models that are prompted; null where there is nothing to say.</param>
/// <param name="Keywords">For models that take a list; null where there is nothing to say.</param>
internal readonly record struct Hints(string? Language, string? Prompt, IReadOnlyList<string>? Keywords)
{
    // Whisper reads the last 224 tokens of a prompt; more would push the first words out.
    private const int MostWords = 100;
    private const int MostCharacters = 600;

    public static Hints Of(string model, string prompt, RecognitionRequest request)
    {
        var words = new List<string>();
        var length = 0;
        foreach (var hint in request.Hints.Where(h => h.Length > 0).Take(MostWords))
        {
            length += hint.Length + 2;
            if (length > MostCharacters) break;
            words.Add(hint);
        }

        var language = LanguageOf(request.Language);
        if (model.StartsWith("gpt-realtime-whisper", StringComparison.Ordinal)) return new Hints(language, null, null);
        var text = prompt.Length > 0 ? prompt : null;
        if (model.StartsWith("gpt-transcribe", StringComparison.Ordinal) || model.StartsWith("gpt-live-transcribe", StringComparison.Ordinal))
            return new Hints(language, text, words.Count > 0 ? words : null);
        var list = string.Join(", ", words);
        // Whisper takes the words alone; a model that reads needs to be told what they are.
        if (list.Length > 0 && model.StartsWith("gpt-", StringComparison.Ordinal)) list = $"Words that are likely: {list}.";
        return new Hints(language, list.Length == 0 ? text : text is null ? list : $"{text} {list}", null);
    }

    private static string? LanguageOf(string tag)
    {
        var dash = tag.IndexOf('-', StringComparison.Ordinal);
        var primary = (dash > 0 ? tag[..dash] : tag).ToLowerInvariant();
        return primary.Length == 2 ? primary : null;
    }
}
