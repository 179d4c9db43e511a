namespace Kernel.Configuration.Hocon;

internal sealed partial class HoconParser
{
    /// <summary>Reads everything up to the end of the value: several pieces beside each other are one concatenation.</summary>
    private Syntax ReadValue(IReadOnlyList<string>? path)
    {
        var origin = _reader.Origin;
        var pieces = new List<Syntax>();
        while (true)
        {
            var before = _reader.Origin;
            var gap = _reader.ReadGap();
            if (_reader.AtEnd || _reader.AtComment || _reader.Current is '\n' or ',' or '}' or ']') break;
            if (gap.Length > 0 && pieces.Count > 0) pieces.Add(new TextSyntax(before, gap) { IsGap = true });
            pieces.Add(ReadPiece(path));
        }

        return pieces.Count switch
        {
            0 => throw _reader.Expected("a value"),
            1 => pieces[0],
            _ when pieces.TrueForAll(piece => piece is TextSyntax or NullSyntax) => new TextSyntax(origin, string.Concat(pieces.Select(TextOf))),
            _ => new ConcatenationSyntax(origin, pieces),
        };
    }

    private static string TextOf(Syntax piece) => piece is TextSyntax text ? text.Text : "null";

    private Syntax ReadPiece(IReadOnlyList<string>? path)
    {
        var origin = _reader.Origin;
        switch (_reader.Current)
        {
            case '"':
                return new TextSyntax(origin, _reader.ReadQuoted());
            case '{':
                var value = new ObjectSyntax(origin);
                ReadBraces(value, path);
                return value;
            case '[':
                return ReadList(origin);
            case '$':
                return ReadSubstitution(origin);
            default:
                if (!_reader.AtUnquoted) throw _reader.Expected("a value (a text that holds this character needs quotes)");
                var text = _reader.ReadUnquoted();
                return text == "null" ? new NullSyntax(origin) : new TextSyntax(origin, text);
        }
    }

    private ListSyntax ReadList(HoconOrigin opened)
    {
        var items = new List<Syntax>();
        _reader.Advance();
        _reader.SkipLines();
        while (_reader.Current != ']')
        {
            if (_reader.AtEnd) throw new HoconParserException(opened, "this list is not closed: expected ']'");
            items.Add(ReadValue(null));
            var lineEnded = _reader.SkipLines();
            if (_reader.Current == ',')
            {
                _reader.Advance();
                _reader.SkipLines();
                if (_reader.Current == ',') throw _reader.Expected("a value: a comma separates two items");
            }
            else if (!lineEnded && _reader.Current != ']')
            {
                throw _reader.AtEnd
                    ? new HoconParserException(opened, "this list is not closed: expected ']'")
                    : _reader.Expected("a comma, a new line or ']' after the item");
            }
        }

        _reader.Advance();
        return new ListSyntax(opened, items);
    }

    private SubstitutionSyntax ReadSubstitution(HoconOrigin origin)
    {
        if (!_reader.Accept("${")) throw _reader.Expected("a substitution '${…}' (a text that holds '$' needs quotes)");
        var optional = _reader.Accept("?");
        _reader.ReadGap();
        var path = ReadPath();
        if (!_reader.Accept("}")) throw _reader.Expected("'}' at the end of the substitution");
        return new SubstitutionSyntax(origin, path, optional, _source.Prefix);
    }
}
