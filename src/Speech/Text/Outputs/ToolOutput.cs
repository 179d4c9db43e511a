using CallActors.Speech.Text.Languages;

namespace CallActors.Speech.Text.Outputs;

/// <summary>One kind of what tools print, which is summed up and not read. Immutable.</summary>
internal abstract class ToolOutput
{
    /// <summary>Needs lines whole. Other kinds get their first 500 characters: what counts stands there, and patterns stay quick.</summary>
    public virtual bool ReadsWholeLines => false;

    /// <summary>A line begins such output where it stands by itself, outside a block of code.</summary>
    public abstract bool Begins(string line);

    /// <summary>A line that follows belongs to it. Blank lines always do when such a line comes after them.</summary>
    public abstract bool GoesOn(string line);

    /// <summary>The summary in one or a few sentences without the last full stop; null when the lines are no such output after all.</summary>
    public abstract string? Summarize(IReadOnlyList<string> lines, SpokenWords words);
}
