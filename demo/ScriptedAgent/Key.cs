using System.Text;
using System.Threading.Channels;

namespace CallActors.ScriptedAgent;

/// <summary>Something that was typed.</summary>
internal abstract record Key
{
    /// <summary>Characters, typed or pasted.</summary>
    public sealed record Text(string Characters) : Key;

    /// <summary>A key that is no character.</summary>
    public sealed record Control(ControlKey Which) : Key;
}

/// <summary>Keys that are understood.</summary>
internal enum ControlKey
{
    Enter,
    Escape,
    Up,
    Down,
    Backspace,
    ClearLine,
    Interrupt,
    EndOfInput,
}

/// <summary>Reads keys from what a terminal sends.</summary>
internal sealed class KeyReader(ChannelReader<byte[]> chunks)
{
    private const string PasteBegins = "\e[200~";
    private const string PasteEnds = "\e[201~";

    /// <summary>What belongs to a key comes together; an Escape behind which nothing comes is one.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(30);

    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _pending = new();

    /// <returns>Null at the terminal's end.</returns>
    public async Task<Key?> NextAsync()
    {
        while (true)
        {
            if (_pending.Length > 0 && Take(isAll: false) is { } key) return key;
            if (_pending.Length > 0 && _pending.ToString() is var pending && !pending.StartsWith(PasteBegins, StringComparison.Ordinal))
            {
                using var deadline = new CancellationTokenSource(Together);
                try
                {
                    if (!await chunks.WaitToReadAsync(deadline.Token).ConfigureAwait(false)) return null;
                }
                catch (OperationCanceledException)
                {
                    if (Take(isAll: true) is { } last) return last;
                    continue;
                }
            }
            else if (!await chunks.WaitToReadAsync().ConfigureAwait(false))
            {
                return null;
            }
            while (chunks.TryRead(out var bytes))
            {
                var characters = new char[bytes.Length + 1];
                _pending.Append(characters, 0, _decoder.GetChars(bytes, characters, flush: false));
            }
        }
    }

    /// <param name="isAll">Whether nothing more belongs to it.</param>
    /// <returns>Null when more is needed, or what there was is not understood.</returns>
    private Key? Take(bool isAll)
    {
        while (_pending.Length > 0)
        {
            var text = _pending.ToString();
            if (text[0] == '\e')
            {
                if (text.StartsWith(PasteBegins, StringComparison.Ordinal))
                {
                    var end = text.IndexOf(PasteEnds, StringComparison.Ordinal);
                    if (end < 0) return null;
                    _pending.Remove(0, end + PasteEnds.Length);
                    return new Key.Text(text[PasteBegins.Length..end].Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'));
                }
                if (!isAll && (text.Length == 1 || (text[1] is '[' or 'O' && !text.AsSpan(2).ContainsAnyInRange('@', '~')))) return null;
                if (text.Length > 2 && text[1] is '[' or 'O' && text.AsSpan(2).IndexOfAnyInRange('@', '~') is >= 0 and var final)
                {
                    _pending.Remove(0, final + 3);
                    if (text[final + 2] is 'A') return new Key.Control(ControlKey.Up);
                    if (text[final + 2] is 'B') return new Key.Control(ControlKey.Down);
                    continue;
                }
                _pending.Remove(0, 1);
                return new Key.Control(ControlKey.Escape);
            }
            if (ControlOf(text[0]) is { } control)
            {
                _pending.Remove(0, 1);
                return new Key.Control(control);
            }
            var length = 0;
            while (length < text.Length && !char.IsControl(text[length])) length++;
            _pending.Remove(0, Math.Max(1, length));
            if (length > 0) return new Key.Text(text[..length]);
        }
        return null;
    }

    private static ControlKey? ControlOf(char c) => c switch
    {
        '\r' => ControlKey.Enter,
        '\x7f' or '\b' => ControlKey.Backspace,
        '\x15' => ControlKey.ClearLine,
        '\x03' => ControlKey.Interrupt,
        '\x04' => ControlKey.EndOfInput,
        _ => null,
    };
}
