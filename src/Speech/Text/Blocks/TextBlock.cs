using CallActors.Speech.Text.Outputs;

namespace CallActors.Speech.Text.Blocks;

internal enum BlockKind
{
    Paragraph,
    Heading,
    Item,
    Code,
    Table,
    Output,
}

/// <summary>A part of the agent's text that is said in one manner. Grows line by line; text is taken from its front as it is said.</summary>
internal sealed class TextBlock(BlockKind kind, int start, int run, int ordinal)
{
    private readonly List<BoundText> _lines = [];
    private BoundText.Builder _rest = new();
    private int _end;

    public BlockKind Kind { get; private set; } = kind;

    /// <summary>Where it begins in the agent's text, its marks included.</summary>
    public int Start { get; } = start;

    /// <summary>Blocks that belong together, the items of a list or the lines of a listing, have the same number.</summary>
    public int Run { get; } = run;

    /// <summary>The item of the list, or the line of the listing, that it belongs to; from 1.</summary>
    public int Ordinal { get; } = ordinal;

    /// <summary>What a list says before the item: its number, or whether it is done.</summary>
    public string Label { get; init; } = "";

    /// <summary>The mark that opened a block of code, and has to close it.</summary>
    public string Fence { get; init; } = "";

    /// <summary>The block of code stands in a quotation, each of its lines behind a mark of its own.</summary>
    public bool IsQuoted { get; init; }

    /// <summary>What stands behind the mark: the language of the code.</summary>
    public string Info { get; init; } = "";

    /// <summary>The kind of output that its first line began.</summary>
    public ToolOutput? Output { get; init; }

    /// <summary>A sentence of it has been said.</summary>
    public bool IsBegun { get; private set; }

    /// <summary>Something in it can be spoken.</summary>
    public bool HasWords { get; private set; }

    /// <summary>Lines as they are: of code, tables and output.</summary>
    public IReadOnlyList<BoundText> Lines => _lines;

    /// <summary>The last line, with what of it has been said.</summary>
    public string LastLine { get; private set; } = "";

    /// <summary>Adds a line that is kept as it is.</summary>
    public void Add(BoundText line)
    {
        _lines.Add(line);
        LastLine = line.Text;
        HasWords = HasWords || SentenceSplitter.HasWords(line.Text);
    }

    /// <summary>Adds text behind what there is.</summary>
    /// <param name="joint">A space within a sentence, a line feed where one ends, nothing within a line.</param>
    public void Append(string joint, BoundText text)
    {
        if (_rest.Length > 0) _rest.Append(joint, _end);
        _rest.Append(text);
        _end = text.SourceAt(text.Length);
        Add(text);
    }

    /// <summary>Adds the rest of a line of which the beginning has been said.</summary>
    /// <param name="whole">The line with its beginning.</param>
    public void AppendRest(BoundText rest, string whole)
    {
        Append("", rest);
        LastLine = whole;
    }

    /// <summary>The text that has not been said.</summary>
    public BoundText Rest() => _rest.ToText(_end);

    /// <summary>Everything before this has been said.</summary>
    public void Said(BoundText rest)
    {
        _rest = new BoundText.Builder();
        _rest.Append(rest);
        IsBegun = true;
    }

    /// <summary>The line below it showed that it is the head of a table.</summary>
    public void BecomeTable() => Kind = BlockKind.Table;
}
