using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tmux;

/// <summary>
/// Reads what <c>capture-pane -e</c> gives: a screen's words among the sequences that say how they are drawn, which go on from one line to the
/// next. Faint is SGR 2, and bright black, in which shells show how a line might go on.
/// </summary>
internal struct StyledText
{
    private const char Escape = '\u001b';

    private readonly List<FaintText> _faint = [];
    private bool _isFaint;
    private bool _isGrey;
    private bool _isReverse;

    public StyledText()
    {
    }

    /// <param name="captured">Its lines, from the top.</param>
    /// <returns>The screen without the blanks at its lines' ends, and without the empty lines at its own.</returns>
    public static Screen Read(IReadOnlyList<string> captured)
    {
        var styled = new StyledText();
        var lines = new List<string>(captured.Count);
        foreach (var line in captured) lines.Add(styled.Line(line, lines.Count));
        while (lines is [.., ""]) lines.RemoveAt(lines.Count - 1);
        return new Screen(lines) { Faint = styled._faint };
    }

    private string Line(string styled, int number)
    {
        if (!IsDim && !styled.AsSpan().ContainsAny(Escape, '\u000e', '\u000f')) return styled.TrimEnd();
        var text = new char[styled.Length];
        var length = 0;
        // The faint words that are being read; and the character before them on which the program has drawn its cursor.
        var (begun, end, cursor) = (-1, -1, -1);
        for (var i = 0; i < styled.Length;)
        {
            var c = styled[i];
            if (c is Escape)
            {
                i = Sequence(styled, i);
                continue;
            }
            i++;
            // Between these two stand the letters of another character set, which are shown as they are.
            if (c is '\u000e' or '\u000f') continue;
            if (IsDim)
            {
                if (begun < 0) begun = cursor >= 0 ? cursor : length;
                end = length + 1;
                cursor = -1;
            }
            else if (_isReverse || !char.IsWhiteSpace(c))
            {
                // Blanks between words are not drawn at all.
                if (begun >= 0) _faint.Add(new FaintText(number, begun, end - begun));
                begun = -1;
                cursor = !_isReverse ? -1 : char.IsLowSurrogate(c) ? cursor : length;
            }
            text[length++] = c;
        }
        if (begun >= 0) _faint.Add(new FaintText(number, begun, end - begun));
        return new string(text, 0, length).TrimEnd();
    }

    private readonly bool IsDim => _isFaint || _isGrey;

    /// <returns>Where the text goes on.</returns>
    private int Sequence(string text, int start)
    {
        if (start + 1 >= text.Length) return text.Length;
        var at = start + 2;
        switch (text[start + 1])
        {
            case '[':
                while (at < text.Length && text[at] is < '@' or > '~') at++;
                if (at < text.Length && text[at] == 'm') Draw(text.AsSpan(start + 2, at - start - 2));
                return Math.Min(at + 1, text.Length);
            case ']':
                // A link's address: ends in BEL, or in ESC and a backslash.
                while (at < text.Length && text[at] is not ('\u0007' or Escape)) at++;
                return Math.Min(at < text.Length && text[at] is Escape ? at + 2 : at + 1, text.Length);
            default:
                return at;
        }
    }

    /// <summary>Select Graphic Rendition, ECMA-48.</summary>
    private void Draw(ReadOnlySpan<char> parameters)
    {
        var rest = parameters;
        do
        {
            var parameter = Next(ref rest);
            switch (parameter)
            {
                case "" or "0": (_isFaint, _isGrey, _isReverse) = (false, false, false); break;
                case "2": _isFaint = true; break;
                case "22": _isFaint = false; break;
                case "7": _isReverse = true; break;
                case "27": _isReverse = false; break;
                case "90" or "38:5:8": _isGrey = true; break;
                case "38": _isGrey = Colour(ref rest) is "8"; break;
                case "48" or "58": Colour(ref rest); break;
                case ['3' or '9', _] or ['3', '8', ':', ..]: _isGrey = false; break;
            }
        }
        while (rest.Length > 0);
    }

    /// <returns>A colour of the palette; empty for one that is given by its parts.</returns>
    private static ReadOnlySpan<char> Colour(ref ReadOnlySpan<char> rest)
    {
        var kind = Next(ref rest);
        if (kind is "5") return Next(ref rest);
        for (var part = 0; kind is "2" && part < 3; part++) Next(ref rest);
        return [];
    }

    private static ReadOnlySpan<char> Next(ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOf(';');
        var parameter = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return parameter;
    }
}
