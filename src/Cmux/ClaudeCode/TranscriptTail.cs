namespace CallActors.Cmux.ClaudeCode;

/// <summary>
/// Reads a transcript as it grows: whole lines alone, each once, also when the file is cut, exchanged or written anew. Not thread-safe.
/// </summary>
/// <param name="path">The file; it need not be there yet.</param>
/// <param name="longestLine">A longer line is passed over, in bytes: no reply is, but what a tool returns may be.</param>
internal sealed class TranscriptTail(string path, int longestLine = TranscriptTail.LongestLine)
{
    public const int LongestLine = 8 * 1024 * 1024;

    /// <summary>What was read last is kept, to see that it is still there.</summary>
    private const int Marked = 64;

    /// <summary>Lines whose names are remembered, for a file that is written anew.</summary>
    private const int Remembered = 4096;

    private readonly byte[] _chunk = new byte[64 * 1024];
    private readonly Queue<string> _order = new();
    private readonly HashSet<string> _seen = [];
    private readonly MemoryStream _partial = new();
    private byte[] _mark = [];
    private long _position;
    private bool _isTooLong;

    /// <summary>The file that is read.</summary>
    public string Path => path;

    /// <summary>Passes over what stands before a place. What is being written there is not passed over.</summary>
    public void SkipTo(long end) => Read(end, _ => { });

    /// <summary>Reads what has come since.</summary>
    public void Read(Action<TranscriptEntry> tell) => Read(long.MaxValue, tell);

    private void Read(long end, Action<TranscriptEntry> tell)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (stream.Length < _position || !IsStillThere(stream)) BeginAgain();
            else if (stream.Length == _position) return;
            stream.Position = _position;
            for (int read; (read = stream.Read(_chunk, 0, (int)Math.Min(_chunk.Length, end - _position))) > 0; _position += read) Take(_chunk.AsSpan(0, read), tell);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not there yet, or not any more.
        }
    }

    private bool IsStillThere(FileStream stream)
    {
        if (_mark.Length == 0) return true;
        Span<byte> there = stackalloc byte[Marked];
        there = there[.._mark.Length];
        stream.Position = _position - _mark.Length;
        return stream.ReadAtLeast(there, there.Length, throwOnEndOfStream: false) == there.Length && there.SequenceEqual(_mark);
    }

    private void BeginAgain()
    {
        _position = 0;
        _mark = [];
        _partial.SetLength(0);
        _isTooLong = false;
    }

    private void Take(ReadOnlySpan<byte> bytes, Action<TranscriptEntry> tell)
    {
        Mark(bytes);
        while (bytes.IndexOf((byte)'\n') is >= 0 and var end)
        {
            Keep(bytes[..end]);
            if (!_isTooLong && _partial.Length > 0) Tell(_partial.GetBuffer().AsMemory(0, (int)_partial.Length), tell);
            _partial.SetLength(0);
            _isTooLong = false;
            bytes = bytes[(end + 1)..];
        }
        Keep(bytes);
        if (_partial.Capacity > 1024 * 1024 && _partial.Length == 0) _partial.Capacity = 0;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_isTooLong) return;
        _isTooLong = _partial.Length + bytes.Length > longestLine;
        if (_isTooLong) _partial.SetLength(0);
        else _partial.Write(bytes);
    }

    private void Mark(ReadOnlySpan<byte> bytes) =>
        _mark = bytes.Length >= Marked ? bytes[^Marked..].ToArray() : [.. _mark.AsSpan(Math.Max(0, _mark.Length + bytes.Length - Marked)), .. bytes];

    private void Tell(ReadOnlyMemory<byte> line, Action<TranscriptEntry> tell)
    {
        var entries = TranscriptParser.Read(line);
        if (entries.Count == 0 || (entries[0].LineId.Length > 0 && !Remember(entries[0].LineId))) return;
        foreach (var entry in entries) tell(entry);
    }

    private bool Remember(string line)
    {
        if (!_seen.Add(line)) return false;
        _order.Enqueue(line);
        if (_order.Count > Remembered) _seen.Remove(_order.Dequeue());
        return true;
    }
}
