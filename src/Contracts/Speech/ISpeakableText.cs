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
    IReadOnlyList<SpeakableSentence> Split(string text) => Split(text, 0, isComplete: true);

    /// <summary>The next sentences of a text that may still grow: only those that nothing which follows can change. The first of a text may
    /// be a clause, so that speech begins before its sentence is whole.</summary>
    /// <param name="text">The text so far, at most 16,384 characters.</param>
    /// <param name="from">Where the last sentence that was given ended; 0 at first.</param>
    /// <param name="isComplete">Nothing follows: everything that is left is given.</param>
    IReadOnlyList<SpeakableSentence> Split(string text, int from, bool isComplete);
}
