using CallActors.Contracts.Speech;
using CallActors.Speech.Text.Languages;

namespace CallActors.Speech.Text;

/// <summary>
/// The sentences that a voice says for an agent's text, Markdown or terminal output, each with the part of the text that it stands for, so
/// that what was heard can be told in the agent's own words. Paragraphs are cut into sentences; blocks of code, tables and what tools
/// print are summed up. Pure. What is said for what: docs/speakable-text.md.
/// </summary>
public sealed class SpeakableSentences(SpeakableOptions options) : ISpeakableText
{
    private readonly SpokenWords _words = SpokenWords.For(options.Language);

    /// <summary>In English, with the default bound.</summary>
    public SpeakableSentences()
        : this(SpeakableOptions.Default)
    {
    }

    public IReadOnlyList<SpeakableSentence> Split(string text) => Begin().Next(text, isComplete: true);

    public IGrowingText Begin() => new GrowingText(_words, options.LongestReply);
}
