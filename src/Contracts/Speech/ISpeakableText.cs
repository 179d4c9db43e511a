namespace CallActors.Contracts.Speech;

/// <summary>One sentence, or clause, fit to be spoken.</summary>
/// <param name="Text">What the voice says; never empty.</param>
/// <param name="SourceStart">Where the agent's text that it stands for begins.</param>
/// <param name="SourceLength">Length of that part of the agent's text. Parts follow each other without overlap.</param>
public sealed record SpeakableSentence(string Text, int SourceStart, int SourceLength);

/// <summary>Turns an agent's text (markdown, code, paths, terminal output) into sentences that a voice can say.</summary>
public interface ISpeakableText
{
    /// <summary>The sentences of a text, in order; empty when nothing in it can be spoken.</summary>
    IReadOnlyList<SpeakableSentence> Split(string text);
}
