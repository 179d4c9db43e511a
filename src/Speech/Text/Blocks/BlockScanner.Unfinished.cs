using CallActors.Speech.Text.Outputs;

namespace CallActors.Speech.Text.Blocks;

/// <summary>The line that is still being written.</summary>
internal sealed partial class BlockScanner
{
    private const int LongestUndecided = 64;

    private int _saidOfLine = -1;
    private int _unfinishedFrom;
    private int _textFrom;
    private bool _isLineHeld;
    private TextBlock? _provisional;

    /// <summary>The text that is being written and may be said in part: the open block's, with the unfinished line's if it is certain
    /// where that belongs.</summary>
    public BoundText? Unfinished(string text)
    {
        _provisional = null;
        if (_open is { Kind: not (BlockKind.Paragraph or BlockKind.Item) }) return null;
        if (MayBecomeTable()) return null;
        if (_isLineHeld) return _open?.Rest();
        var from = _saidOfLine >= 0 ? _saidOfLine : _lineStart;
        var line = TerminalText.Clean(text.AsSpan(from, EndOfWhole(text, from) - from), from);
        Work += line.Length;
        if (_saidOfLine >= 0) return line;

        line = Unquote(line);
        _unfinishedFrom = Indent(line);
        if (IsUndecided(line.Text))
        {
            // By then nothing but its end will decide.
            _isLineHeld = line.Length > LongestUndecided;
            return _open?.Rest();
        }

        if (LineMarks.Item().Match(line.Text) is { Success: true } item)
        {
            BeginItem(line, item);
            _saidOfLine = _textFrom = line.SourceAt(item.Groups["text"].Index);
            return line.Slice(item.Groups["text"].Index);
        }

        if (_open is not null && JointBefore(line.Text) is { } joint)
        {
            var joined = new BoundText.Builder();
            var rest = _open.Rest();
            joined.Append(rest);
            joined.Append(joint, rest.SourceAt(rest.Length));
            joined.Append(line);
            return joined.ToText(line.SourceAt(line.Length));
        }

        Close();
        _provisional = Paragraph(Indent(line), IsIndented(line));
        return line;
    }

    /// <summary>What was <see cref="Unfinished"/> has been said but for this rest.</summary>
    public void Said(BoundText rest)
    {
        var at = rest.SourceAt(0);
        if (_saidOfLine < 0 && at <= _unfinishedFrom)
        {
            // Lines that are whole: what of the unfinished one was joined to them is added when it is whole.
            var whole = 0;
            while (whole < rest.Length && rest.SourceAt(whole) < _lineStart) whole++;
            _open?.Said(rest.Slice(0, whole));
            return;
        }

        if (_provisional is { } begun) Begin(begun);
        _provisional = null;
        if (_saidOfLine < 0) _textFrom = _unfinishedFrom;
        _saidOfLine = at;
        _open!.Said(BoundText.Empty);
        _afterBlank = false;
    }

    private static bool IsUndecided(string line) =>
        LineMarks.Undecided().IsMatch(line) || ToolOutputs.MayBegin(line) || line.Contains('|') || !SentenceSplitter.HasWords(line);

    // "a | b" may be the head of a table whose next line is its rule.
    private bool MayBecomeTable() => _open is { Kind: BlockKind.Paragraph, Lines.Count: 1, IsBegun: false } open && LineMarks.IsTableHead(open.LastLine);

    // Behind the last escape sequence that is whole.
    private static int EndOfWhole(string text, int from)
    {
        var escape = text.LastIndexOf('\u001b', text.Length - 1, text.Length - from);
        if (escape < 0 || text.AsSpan(Math.Min(escape + 2, text.Length)).IndexOfAnyInRange('A', 'z') >= 0) return text.Length;
        return escape;
    }
}
