using CallActors.Contracts.Speech;
using CallActors.Speech.Text;

namespace CallActors.Gateway.Speaking;

/// <summary>Speaks a text as it stands, sentence by sentence.</summary>
public sealed class VerbatimText : ISpeakableText
{
    public IReadOnlyList<SpeakableSentence> Split(string text) =>
        [.. SentenceSplitter.Split(text).Select(s => new SpeakableSentence(s.Text, s.Start, s.Text.Length))];
}
