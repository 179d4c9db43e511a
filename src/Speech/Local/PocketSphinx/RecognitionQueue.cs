using CallActors.Contracts.Speech;

namespace CallActors.Speech.Local.PocketSphinx;

/// <summary>What was asked for between two stretches of audio.</summary>
internal abstract record QueueMark
{
    private QueueMark() { }

    public sealed record SegmentEnd : QueueMark
    {
        public static SegmentEnd Instance { get; } = new();
    }

    public sealed record Expected(Expectation Expectation) : QueueMark;
}

/// <summary>Audio and marks on their way from a call to its decoder, in order. Audio beyond the bound is refused, never waited for;
/// of marks, only what changes something is kept, so that the audio's bound holds for them too, up to <see cref="MaximumMarks"/>
/// without audio between them.</summary>
internal sealed class RecognitionQueue
{
    public const int MaximumMarks = 1024;

    private readonly object _gate = new();
    private readonly byte[] _audio;
    private readonly Queue<(long Position, QueueMark Mark)> _marks = new();
    private long _written;
    private long _read;
    private bool _closed;

    public RecognitionQueue(int capacity) => _audio = new byte[capacity];

    /// <summary>Copies the audio; false, and nothing of it kept, when there is no room for all of it.</summary>
    public bool TryWrite(ReadOnlySpan<byte> audio)
    {
        lock (_gate)
        {
            if (_closed || audio.Length > _audio.Length - (_written - _read))
            {
                return false;
            }

            var start = (int)(_written % _audio.Length);
            var first = Math.Min(audio.Length, _audio.Length - start);
            audio[..first].CopyTo(_audio.AsSpan(start));
            audio[first..].CopyTo(_audio);
            _written += audio.Length;
            Monitor.Pulse(_gate);
            return true;
        }
    }

    public bool TryMark(QueueMark mark)
    {
        lock (_gate)
        {
            if (_closed || _marks.Count >= MaximumMarks)
            {
                return false;
            }

            _marks.Enqueue((_written, mark));
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Drops what waits and wakes the reader, which gets the end.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits for the next audio or mark. Exactly one of them is given; false at the end.</summary>
    public bool Read(Span<byte> audio, out int count, out QueueMark? mark)
    {
        lock (_gate)
        {
            while (!_closed && _read == _written && _marks.Count == 0)
            {
                Monitor.Wait(_gate);
            }

            count = 0;
            mark = null;
            if (_closed)
            {
                return false;
            }

            var end = _marks.TryPeek(out var next) ? next.Position : _written;
            if (end == _read)
            {
                mark = _marks.Dequeue().Mark;
                return true;
            }

            var start = (int)(_read % _audio.Length);
            count = (int)Math.Min(Math.Min(end - _read, audio.Length), _audio.Length - start);
            _audio.AsSpan(start, count).CopyTo(audio);
            _read += count;
            return true;
        }
    }
}
