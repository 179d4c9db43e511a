using System.Text;

namespace CallActors.Cmux.Tmux;

/// <summary>
/// Reads tmux's control mode, line by line. An answer stands between <c>%begin</c> and an <c>%end</c> or <c>%error</c> with the same numbers:
/// whatever a program prints between them that only looks like an end is part of the answer. Notices never stand within an answer.
/// </summary>
internal sealed class ControlParser(IControlListener listener)
{
    private readonly List<string> _lines = [];
    private byte[] _unescaped = new byte[4096];
    private string? _block;

    /// <param name="line">Without its line end.</param>
    public void Read(ReadOnlySpan<byte> line)
    {
        if (_block is not null) ReadAnswer(line);
        else if (line.StartsWith("%extended-output "u8)) ReadOutput(line["%extended-output ".Length..], isExtended: true);
        else if (line.StartsWith("%output "u8)) ReadOutput(line["%output ".Length..], isExtended: false);
        else if (line.StartsWith("%begin "u8)) _block = Encoding.UTF8.GetString(line["%begin ".Length..]);
        else if (line.StartsWith("%"u8)) ReadNotice(Encoding.UTF8.GetString(line[1..]));
    }

    private void ReadAnswer(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("%end "u8) || line.StartsWith("%error "u8))
        {
            var failed = line[1] == (byte)'e' && line[2] == (byte)'r';
            var numbers = Encoding.UTF8.GetString(line[(failed ? "%error ".Length : "%end ".Length)..]);
            if (numbers == _block)
            {
                _block = null;
                listener.BlockEnded(failed, _lines.ToArray());
                _lines.Clear();
                return;
            }
        }
        _lines.Add(Encoding.UTF8.GetString(line));
    }

    /// <summary><c>%3 text</c>, or <c>%3 age … : text</c>.</summary>
    private void ReadOutput(ReadOnlySpan<byte> rest, bool isExtended)
    {
        var space = rest.IndexOf((byte)' ');
        if (space < 0) return;
        var pane = Encoding.ASCII.GetString(rest[..space]);
        rest = rest[(space + 1)..];
        if (isExtended)
        {
            var colon = rest.IndexOf(" : "u8);
            if (colon < 0) return;
            rest = rest[(colon + 3)..];
        }
        listener.Wrote(pane, Unescape(rest));
    }

    /// <summary>Bytes below 32 and the backslash come as a backslash and three octal digits.</summary>
    private ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'\\')) return text;
        if (_unescaped.Length < text.Length) _unescaped = new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == (byte)'\\' && i + 3 < text.Length && IsOctal(text[i + 1]) && IsOctal(text[i + 2]) && IsOctal(text[i + 3]))
            {
                _unescaped[length++] = (byte)((text[i + 1] - '0') << 6 | (text[i + 2] - '0') << 3 | (text[i + 3] - '0'));
                i += 3;
            }
            else
            {
                _unescaped[length++] = text[i];
            }
        }
        return _unescaped.AsSpan(0, length);
    }

    private static bool IsOctal(byte b) => b is >= (byte)'0' and <= (byte)'7';

    private void ReadNotice(string notice)
    {
        var space = notice.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0) listener.Noticed(notice, "");
        else listener.Noticed(notice[..space], notice[(space + 1)..]);
    }
}
