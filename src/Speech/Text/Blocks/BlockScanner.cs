using CallActors.Speech.Text.Outputs;

namespace CallActors.Speech.Text.Blocks;

/// <summary>
/// Cuts a text that grows into blocks, line by line. A line is looked at once when it is whole; of the line that is still being written only
/// the part that has not been said is looked at again. So the work grows with the text's length, however small the pieces that it comes in.
/// </summary>
internal sealed partial class BlockScanner
{
    private readonly Queue<TextBlock> _closed = [];
    private TextBlock? _open;
    private int _lineStart;
    private int _searched;
    private bool _afterBlank = true;
    private bool _inList;
    private int _run;
    private int _listing = -1;
    private int _ordinal;

    /// <summary>The block that may still grow, or the one that the unfinished line seems to begin.</summary>
    public TextBlock? Open => _provisional ?? _open;

    /// <summary>Characters looked at so far.</summary>
    public long Work { get; private set; }

    public bool TryTake(out TextBlock block) => _closed.TryDequeue(out block!);

    /// <summary>Takes in the lines that have become whole.</summary>
    public void Read(string text, bool isComplete)
    {
        _provisional = null;
        while (_lineStart < text.Length)
        {
            var from = Math.Max(_searched, _lineStart);
            var end = text.IndexOf('\n', from);
            Work += (end < 0 ? text.Length : end + 1) - from;
            if (end < 0)
            {
                _searched = text.Length;
                if (!isComplete) return;
                end = text.Length;
            }

            TakeLine(text, end);
            _lineStart = _searched = Math.Min(end + 1, text.Length);
        }

        if (isComplete) Close();
    }

    private void TakeLine(string text, int end)
    {
        var isRest = _saidOfLine >= 0;
        var start = isRest ? _saidOfLine : _lineStart;
        (_saidOfLine, _isLineHeld) = (-1, false);
        var line = TerminalText.Clean(text.AsSpan(start, end - start), start);
        Work += line.Length;
        if (isRest) _open!.AppendRest(line, TerminalText.Clean(text.AsSpan(_textFrom, end - _textFrom), _textFrom).Text.Trim());
        else Take(line);
    }

    private void Take(BoundText line)
    {
        if (_open is { Kind: BlockKind.Code } code && TakeCode(code, line)) return;
        var isQuoted = LineMarks.Quote().IsMatch(line.Text);
        line = Unquote(line);
        if (GoesOnInside(line)) return;
        if (LineMarks.Fence().Match(line.Text) is { Success: true } fence)
        {
            Begin(new TextBlock(BlockKind.Code, line.SourceAt(fence.Groups["fence"].Index), RunFor(line), Math.Max(1, _ordinal))
            {
                IsQuoted = isQuoted,
                Fence = fence.Groups["fence"].Value,
                Info = fence.Groups["info"].Value,
            });
        }
        else if (!string.IsNullOrWhiteSpace(line.Text) && ToolOutputs.BegunBy(line.Text) is { } output)
        {
            Begin(new TextBlock(BlockKind.Output, Indent(line), NextRun(), 1) { Output = output });
            _open!.Add(line);
        }
        else if (!SentenceSplitter.HasWords(line.Text))
        {
            TakeWordless(line);
            return;
        }
        else if (LineMarks.Reference().IsMatch(line.Text))
        {
            Close();
        }
        else if (LineMarks.Heading().Match(line.Text) is { Success: true } heading)
        {
            Begin(new TextBlock(BlockKind.Heading, Indent(line), NextRun(), 1));
            _open!.Append("", line.Slice(heading.Groups["text"].Index, heading.Groups["text"].ValueSpan.TrimEnd("# \t").Length));
            Close();
        }
        else if (LineMarks.Item().Match(line.Text) is { Success: true } item)
        {
            BeginItem(line, item);
            _open!.Append("", line.Slice(item.Groups["text"].Index).Trim());
        }
        else
        {
            TakeText(line);
        }

        _afterBlank = false;
    }

    /// <summary>A block of code in a quotation ends with the quotation.</summary>
    private bool TakeCode(TextBlock code, BoundText line)
    {
        if (code.IsQuoted)
        {
            if (!LineMarks.Quote().IsMatch(line.Text))
            {
                Close();
                return false;
            }

            line = Unquote(line);
        }

        if (LineMarks.Closes(code.Fence, line.Text)) Close();
        else code.Add(line);
        return true;
    }

    private void TakeText(BoundText line)
    {
        if (LineMarks.TableRow().IsMatch(line.Text))
        {
            Begin(new TextBlock(BlockKind.Table, Indent(line), NextRun(), 1));
            _open!.Add(line);
            return;
        }

        if (_open is not null && JointBefore(line.Text) is { } joint)
        {
            _open.Append(joint, line.Trim());
            return;
        }

        BeginParagraph(line);
        _open!.Append("", line.Trim());
    }

    /// <summary>Blank lines, rules and pictures.</summary>
    private void TakeWordless(BoundText line)
    {
        var isBlank = string.IsNullOrWhiteSpace(line.Text);
        Close();
        _afterBlank = true;
        if (isBlank || Emoji.Alone(line.Text, Languages.SpokenWords.For("")).Length == 0) return;
        BeginParagraph(line);
        _open!.Append("", line.Trim());
        Close();
    }

    /// <summary>Whether the line belongs to the open table or output, and was taken there.</summary>
    private bool GoesOnInside(BoundText line)
    {
        switch (_open)
        {
            case { Kind: BlockKind.Table } when line.Text.Contains('|'):
            case { Kind: BlockKind.Output, Output: { } output } when string.IsNullOrWhiteSpace(line.Text) || ToolOutputs.GoesOn(output, line.Text):
                _open.Add(line);
                return true;
            case { Kind: BlockKind.Paragraph, Lines.Count: 1, IsBegun: false } when LineMarks.TableRule().IsMatch(line.Text) && LineMarks.IsTableHead(_open.LastLine):
                _open.BecomeTable();
                _open.Add(line);
                return true;
            case { Kind: BlockKind.Table or BlockKind.Output }:
                Close();
                return false;
            default:
                return false;
        }
    }

    /// <summary>What stands between the open block and a line that belongs to it; null if it begins another.</summary>
    private string? JointBefore(string line)
    {
        if (_afterBlank || _open is null) return null;
        if (LineMarks.GoesOn(_open.LastLine, line, _open.Kind is BlockKind.Item)) return " ";
        return _open.Kind is BlockKind.Item || LineMarks.IsClosed(_open.LastLine) ? "\n" : null;
    }

    private void BeginItem(BoundText line, System.Text.RegularExpressions.Match item)
    {
        if (!_inList)
        {
            NextRun();
            _ordinal = 0;
        }

        _inList = true;
        var task = item.Groups["task"].Value;
        Begin(new TextBlock(BlockKind.Item, Indent(line), _run, ++_ordinal)
        {
            Label = task.Length > 0 ? task : item.Groups["number"].Value,
        });
        _afterBlank = false;
    }

    private void BeginParagraph(BoundText line) => Begin(Paragraph(Indent(line), IsIndented(line)));

    /// <summary>A paragraph inside an item belongs to the item; a line under a line that is no sentence to the same listing.</summary>
    private TextBlock Paragraph(int start, bool isIndented)
    {
        if (_inList && isIndented) return new TextBlock(BlockKind.Paragraph, start, _run, _ordinal);
        var goesOn = !_afterBlank && _listing == _run && !_inList;
        return goesOn ? new TextBlock(BlockKind.Paragraph, start, _run, _ordinal + 1) : new TextBlock(BlockKind.Paragraph, start, _run + 1, 1);
    }

    private int RunFor(BoundText line)
    {
        if (_inList && IsIndented(line)) return _run;
        return NextRun();
    }

    private int NextRun()
    {
        _inList = false;
        _ordinal = 1;
        return ++_run;
    }

    private void Begin(TextBlock block)
    {
        Close();
        _open = block;
        if (block.Kind is not BlockKind.Paragraph || block.Run == _run && _inList) return;
        (_inList, _run, _listing, _ordinal) = (false, block.Run, block.Run, block.Ordinal);
    }

    private void Close()
    {
        if (_open is null) return;
        _closed.Enqueue(_open);
        _open = null;
    }

    private static int Indent(BoundText line) => line.SourceAt(line.Length - line.Text.AsSpan().TrimStart().Length);

    private static bool IsIndented(BoundText line) => line.Text.StartsWith("  ", StringComparison.Ordinal);

    private static BoundText Unquote(BoundText line) =>
        LineMarks.Quote().Match(line.Text) is { Success: true } quote ? line.Slice(quote.Length) : line;
}
