using System.Text;

namespace Kernel.Configuration.Hocon;

/// <summary>Turns one HOCON text into syntax: objects, dotted keys, separators, includes. Values are in the other part.</summary>
internal sealed partial class HoconParser
{
    private readonly HoconReader _reader;
    private readonly HoconSource _source;

    private HoconParser(HoconSource source)
    {
        _source = source;
        _reader = new HoconReader(source.Name, source.Text);
    }

    /// <summary>Parses and resolves; <paramref name="environment"/> answers substitutions that the text does not.</summary>
    public static HoconObject Parse(HoconSource source, Func<string, string?> environment) =>
        new HoconResolver(ParseSyntax(source), environment).Resolve();

    private static ObjectSyntax ParseSyntax(HoconSource source)
    {
        var parser = new HoconParser(source);
        var reader = parser._reader;
        reader.SkipLines();
        var root = new ObjectSyntax(reader.Origin);
        if (reader.Current == '{') parser.ReadBraces(root, source.Prefix);
        else parser.ReadFields(root, source.Prefix);
        reader.SkipLines();
        if (!reader.AtEnd) throw reader.Expected("a key or the end of the text");
        return root;
    }

    private void ReadBraces(ObjectSyntax target, IReadOnlyList<string>? path)
    {
        var opened = _reader.Origin;
        _reader.Advance();
        ReadFields(target, path);
        if (_reader.AtEnd) throw new HoconParserException(opened, "this object is not closed: expected '}'");
        if (_reader.Current != '}') throw _reader.Expected("a key or '}'");
        _reader.Advance();
    }

    /// <param name="target">Receives the fields.</param>
    /// <param name="path">Where the object is below the root; null inside a list, where no path leads.</param>
    private void ReadFields(ObjectSyntax target, IReadOnlyList<string>? path)
    {
        _reader.SkipLines();
        while (!_reader.AtEnd && (_reader.AtUnquoted || _reader.Current == '"'))
        {
            if (_reader.AtInclude) ReadInclude(target, path);
            else ReadField(target, path);

            var lineEnded = _reader.SkipLines();
            if (_reader.Current == ',')
            {
                _reader.Advance();
                _reader.SkipLines();
                if (_reader.Current == ',') throw _reader.Expected("a key: a comma separates two fields");
            }
            else if (!lineEnded && !_reader.AtEnd && _reader.Current != '}')
            {
                throw _reader.Expected("a comma or a new line after the value");
            }
        }
    }

    private void ReadField(ObjectSyntax target, IReadOnlyList<string>? path)
    {
        var origin = _reader.Origin;
        var keys = ReadPath();
        var below = path is null ? null : (IReadOnlyList<string>)[.. path, .. keys];
        Syntax value;
        if (_reader.Current == '{')
        {
            value = ReadValue(below);
        }
        else if (_reader.Accept("+="))
        {
            _reader.SkipLines();
            value = new ConcatenationSyntax(origin, [new PreviousSyntax(origin), new ListSyntax(origin, [ReadValue(null)])]);
        }
        else if (_reader.Current is ':' or '=')
        {
            _reader.Advance();
            _reader.SkipLines();
            value = ReadValue(below);
        }
        else
        {
            throw _reader.Expected($"'=', ':', '+=' or '{{' after the key '{string.Join('.', keys)}'");
        }

        var holder = target;
        for (var i = 0; i < keys.Count - 1; i++)
        {
            var inner = new ObjectSyntax(origin);
            holder.Add(keys[i], inner);
            holder = inner;
        }

        holder.Add(keys[^1], value);
    }

    /// <summary>Reads <c>a.b."c.d"</c>; blanks inside a key belong to it, those around it do not.</summary>
    private List<string> ReadPath()
    {
        var keys = new List<string>();
        var key = new StringBuilder();
        var started = false;
        while (true)
        {
            if (_reader.Current == '"')
            {
                key.Append(_reader.ReadQuoted());
                started = true;
            }
            else if (_reader.Current == '.')
            {
                if (!started) throw _reader.Expected("a key before '.'");
                keys.Add(key.ToString());
                key.Clear();
                started = false;
                _reader.Advance();
            }
            else if (_reader.AtUnquoted)
            {
                key.Append(_reader.ReadUnquoted(stop: '.'));
                started = true;
            }
            else
            {
                var gap = _reader.ReadGap();
                if (gap.Length == 0 || !(_reader.AtUnquoted || _reader.Current == '"')) break;
                if (started) key.Append(gap);
            }
        }

        if (!started) throw _reader.Expected("a key");
        keys.Add(key.ToString());
        return keys;
    }

    private void ReadInclude(ObjectSyntax target, IReadOnlyList<string>? path)
    {
        var origin = _reader.Origin;
        _reader.Accept("include");
        _reader.ReadGap();
        var required = AcceptCall("required");
        var file = AcceptCall("file");
        if (_reader.Current != '"') throw _reader.Expected("a quoted file name, file(\"…\") or required(…): other kinds of include are not supported");
        var name = _reader.ReadQuoted();
        for (var open = (required ? 1 : 0) + (file ? 1 : 0); open > 0; open--)
        {
            _reader.ReadGap();
            if (!_reader.Accept(")")) throw _reader.Expected("')'");
        }

        if (_source.Include(name, required, path ?? [], origin) is not { } included) return;
        foreach (var (key, assignments) in ParseSyntax(included).Fields)
        {
            foreach (var assignment in assignments) target.Add(key, assignment);
        }
    }

    private bool AcceptCall(string function)
    {
        if (!_reader.Accept(function)) return false;
        _reader.ReadGap();
        if (!_reader.Accept("(")) throw _reader.Expected("'('");
        _reader.ReadGap();
        return true;
    }
}
