namespace CallActors.Contracts.Speech;

/// <summary>One sentence, or clause, fit to be spoken.</summary>
/// <param name="Text">What the voice says; never empty.</param>
/// <param name="SourceStart">Where the agent's text that it stands for begins.</param>
/// <param name="SourceLength">Length of that part of the agent's text. Parts follow each other without overlap.</param>
public sealed record SpeakableSentence(string Text, int SourceStart, int SourceLength)
{
    /// <summary>Which part of the agent's text each word stands for.</summary>
    public TextBinding Binding { get; init; } = TextBinding.Proportional;
}

/// <summary>Turns an agent's text (markdown, code, paths, terminal output) into sentences that a voice can say.</summary>
public interface ISpeakableText
{
    /// <summary>The sentences of a text, in order; empty when nothing in it can be spoken.</summary>
    /// <param name="text">At most 16,384 characters.</param>
    IReadOnlyList<SpeakableSentence> Split(string text) => Begin().Next(text, isComplete: true);

    /// <summary>A text that will come piece by piece.</summary>
    IGrowingText Begin();
}

/// <summary>A text that is cut into sentences while it grows, for whoever follows it from its beginning. Not for use by several at
/// once.</summary>
public interface IGrowingText
{
    /// <summary>The sentences that have become certain since the last call: only those that nothing which follows can change. The first of a
    /// text may be a clause, so that speech begins before its sentence is whole.</summary>
    /// <param name="text">The text so far, at most 16,384 characters; what was there before is unchanged.</param>
    /// <param name="isComplete">Nothing follows: everything that is left is given. Further calls give nothing.</param>
    IReadOnlyList<SpeakableSentence> Next(string text, bool isComplete);
}
