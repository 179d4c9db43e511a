using System.Text;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tmux;

/// <summary>
/// What one pane's program writes, on its way to the observer: the first words after a pause are told at once, what comes thick and fast is
/// told in pieces, and what is too much is passed over. Thread-safe.
/// </summary>
internal sealed class PaneOutput : IDisposable
{
    private const string PasteMode = "\u001b[?2004";

    private readonly WorkspaceId _id;
    private readonly TmuxOptions _options;
    private readonly Action<WorkspaceNews> _tell;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _untold = new();
    private string _tail = "";
    private long _toldAt;
    private bool _isWaiting;
    private bool _hasSkipped;
    private bool _isDisposed;

    public PaneOutput(WorkspaceId id, TmuxOptions options, Action<WorkspaceNews> tell, TimeProvider time)
    {
        _id = id;
        _options = options;
        _tell = tell;
        _time = time;
        _toldAt = time.GetTimestamp() - (long)(options.TellEvery.TotalSeconds * time.TimestampFrequency);
        _timer = time.CreateTimer(_ => TellUntold(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether the program has asked, since we listen, for pasted texts to be marked as such. Without that, every line end in a
    /// text would be an Enter.</summary>
    public bool TakesPastes { get; private set; }

    /// <summary>The program wrote.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            if (_isDisposed) return;
            var text = Decode(bytes);
            FollowPasteMode(text);
            if (_untold.Length + text.Length > _options.TellAtMost)
            {
                // The newest is worth more than the oldest.
                _hasSkipped = true;
                _untold.Clear();
                text = text.Length > _options.TellAtMost ? text[^_options.TellAtMost..] : text;
            }
            _untold.Append(text);
            if (_isWaiting) return;
            var wait = _options.TellEvery - _time.GetElapsedTime(_toldAt);
            if (wait <= TimeSpan.Zero)
            {
                Tell();
                return;
            }
            _isWaiting = true;
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>tmux itself has passed something over.</summary>
    public void Skip()
    {
        lock (_lock)
        {
            _hasSkipped = true;
            if (!_isWaiting && !_isDisposed) Tell();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _timer.Dispose();
        }
    }

    private string Decode(ReadOnlySpan<byte> bytes)
    {
        Span<char> chars = bytes.Length <= 4096 ? stackalloc char[bytes.Length + 1] : new char[bytes.Length + 1];
        return new string(chars[.._decoder.GetChars(bytes, chars, flush: false)]);
    }

    private void FollowPasteMode(string text)
    {
        if (_tail.Length == 0 && !text.Contains('\u001b', StringComparison.Ordinal)) return;
        var seen = _tail + text;
        for (var at = seen.LastIndexOf(PasteMode, StringComparison.Ordinal); at >= 0; at = at == 0 ? -1 : seen.LastIndexOf(PasteMode, at - 1, StringComparison.Ordinal))
        {
            if (at + PasteMode.Length >= seen.Length) continue;
            var end = seen[at + PasteMode.Length];
            if (end is not ('h' or 'l')) continue;
            TakesPastes = end == 'h';
            break;
        }
        // The sequence may be cut in two.
        var start = seen.LastIndexOf('\u001b');
        _tail = start >= 0 && seen.Length - start <= PasteMode.Length ? seen[start..] : "";
    }

    private void TellUntold()
    {
        lock (_lock)
        {
            _isWaiting = false;
            if (!_isDisposed) Tell();
        }
    }

    private void Tell()
    {
        _toldAt = _time.GetTimestamp();
        if (_hasSkipped)
        {
            _hasSkipped = false;
            _tell(new WorkspaceNews.Skipped(_id));
        }
        if (_untold.Length == 0) return;
        var text = _untold.ToString();
        _untold.Clear();
        _tell(new WorkspaceNews.Wrote(_id, text));
    }
}
