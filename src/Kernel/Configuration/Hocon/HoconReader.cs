using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Kernel.Configuration.Hocon;

/// <summary>A cursor over HOCON text that knows lines and columns, and reads the smallest pieces: strings, gaps, comments.</summary>
internal sealed class HoconReader(string source, string text)
{
    private const string Reserved = "$\"{}[]:=,+#`^?!@*&\\";

    private static readonly Regex IncludeStatement =
        new(@"\Ginclude\s*(""|(file|required|url|classpath)\s*\()", RegexOptions.CultureInvariant);

    private int _at;
    private int _line = 1;
    private int _lineStart;

    public HoconOrigin Origin => new(source, _line, _at - _lineStart + 1);

    public bool AtEnd => _at >= text.Length;

    public char Current => _at < text.Length ? text[_at] : '\0';

    public char Next => _at + 1 < text.Length ? text[_at + 1] : '\0';

    public bool AtComment => Current == '#' || (Current == '/' && Next == '/');

    /// <summary>An include statement, as opposed to a key that begins with the same word.</summary>
    public bool AtInclude => IncludeStatement.IsMatch(text, _at);

    public bool StartsWith(string word) => string.CompareOrdinal(text, _at, word, 0, word.Length) == 0;

    public bool Accept(string word)
    {
        if (!StartsWith(word)) return false;
        Advance(word.Length);
        return true;
    }

    public void Advance(int count = 1)
    {
        for (var i = 0; i < count && _at < text.Length; i++)
        {
            if (text[_at++] != '\n') continue;
            _line++;
            _lineStart = _at;
        }
    }

    public HoconParserException Expected(string what) => new(Origin, $"expected {what}, but found {Found()}");

    /// <summary>Skips blanks within the line and returns them.</summary>
    public string ReadGap()
    {
        var start = _at;
        while (!AtEnd && Current != '\n' && IsSpace(Current)) Advance();
        return text[start.._at];
    }

    /// <summary>Skips blanks, line ends and comments; true when a line ended.</summary>
    public bool SkipLines()
    {
        var ended = false;
        while (!AtEnd)
        {
            if (AtComment) SkipComment();
            else if (Current == '\n')
            {
                ended = true;
                Advance();
            }
            else if (IsSpace(Current)) Advance();
            else break;
        }

        return ended;
    }

    public void SkipComment()
    {
        while (!AtEnd && Current != '\n') Advance();
    }

    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c == '\uFEFF';

    public bool AtUnquoted => !AtEnd && !IsSpace(Current) && !AtComment && !Reserved.Contains(Current, StringComparison.Ordinal);

    /// <summary>Reads unquoted text up to a blank, a comment or a reserved character; <paramref name="stop"/> ends it too.</summary>
    public string ReadUnquoted(char stop = '\0')
    {
        var start = _at;
        while (AtUnquoted || AtExponentSign(start))
        {
            if (stop != '\0' && Current == stop) break;
            Advance();
        }

        return text[start.._at];
    }

    public string ReadQuoted()
    {
        if (StartsWith("\"\"\"")) return ReadTripleQuoted();
        var opened = Origin;
        Advance();
        var value = new StringBuilder();
        while (true)
        {
            if (AtEnd || Current == '\n') throw new HoconParserException(opened, "this string is not closed: expected '\"' before the end of the line");
            if (Current == '"') break;
            if (Current == '\\') ReadEscape(value);
            else
            {
                value.Append(Current);
                Advance();
            }
        }

        Advance();
        return value.ToString();
    }

    private bool AtExponentSign(int start) =>
        Current == '+' && _at > start && text[_at - 1] is 'e' or 'E' && char.IsAsciiDigit(text[start]) && char.IsAsciiDigit(Next);

    private string ReadTripleQuoted()
    {
        var opened = Origin;
        Advance(3);
        var start = _at;
        var end = text.IndexOf("\"\"\"", _at, StringComparison.Ordinal);
        if (end < 0) throw new HoconParserException(opened, "this string is not closed: expected '\"\"\"'");
        // The last three quotes close the string; those before them belong to it.
        while (end + 3 < text.Length && text[end + 3] == '"') end++;
        Advance(end + 3 - start);
        return text[start..end];
    }

    private void ReadEscape(StringBuilder value)
    {
        Advance();
        switch (Current)
        {
            case '"' or '\\' or '/': value.Append(Current); break;
            case 'b': value.Append('\b'); break;
            case 'f': value.Append('\f'); break;
            case 'n': value.Append('\n'); break;
            case 'r': value.Append('\r'); break;
            case 't': value.Append('\t'); break;
            case 'u':
                if (_at + 4 >= text.Length || !ushort.TryParse(text.AsSpan(_at + 1, 4), NumberStyles.AllowHexSpecifier, null, out var code))
                    throw Expected("four hexadecimal digits after \\u");
                value.Append((char)code);
                Advance(4);
                break;
            default: throw Expected("one of \" \\ / b f n r t u after a backslash");
        }

        Advance();
    }

    private string Found() => AtEnd ? "the end of the text" : Current == '\n' ? "the end of the line" : $"'{Current}'";
}
