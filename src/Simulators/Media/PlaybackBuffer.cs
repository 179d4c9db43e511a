using CallActors.Contracts.Audio;

namespace CallActors.Simulators.Media;

/// <summary>What the carrier has queued for the person: audio in order, played at real time, and marks between it. Thread-safe.</summary>
internal sealed class PlaybackBuffer(int maxBytes)
{
    private readonly Lock _lock = new();
    private readonly Queue<(long Position, string Name)> _marks = new();
    private byte[] _ring = new byte[AudioFormat.SampleRate];
    private long _added;
    private long _taken;
    private long _played;

    /// <summary>False when it would hold more than the carrier lets it hold: the audio is dropped.</summary>
    public bool Add(ReadOnlySpan<byte> muLaw)
    {
        lock (_lock)
        {
            var held = (int)(_added - _taken);
            if (held + muLaw.Length > maxBytes) return false;
            if (held + muLaw.Length > _ring.Length) Grow(held + muLaw.Length);
            foreach (var sample in muLaw) _ring[_added++ % _ring.Length] = sample;
            return true;
        }
    }

    /// <summary>True when everything before the mark has been played already: it is to be echoed at once.</summary>
    public bool AddMark(string name)
    {
        lock (_lock)
        {
            if (_added == _played) return true;
            _marks.Enqueue((_added, name));
            return false;
        }
    }

    /// <summary>20 ms later: what was taken last has been played. Gives the marks that were reached by it, then takes the next samples.</summary>
    /// <returns>How many samples there were: fewer than a frame's when the buffer runs dry.</returns>
    public int Tick(Span<byte> frame, List<string> reached)
    {
        lock (_lock)
        {
            _played = _taken;
            while (_marks.TryPeek(out var mark) && mark.Position <= _played)
            {
                reached.Add(mark.Name);
                _marks.Dequeue();
            }
            var count = (int)Math.Min(frame.Length, _added - _taken);
            for (var i = 0; i < count; i++) frame[i] = _ring[_taken++ % _ring.Length];
            return count;
        }
    }

    /// <summary>Empties it; gives the marks that were not reached.</summary>
    public IReadOnlyList<string> Clear()
    {
        lock (_lock)
        {
            _added = _played = _taken;
            var unreached = _marks.Select(mark => mark.Name).ToArray();
            _marks.Clear();
            return unreached;
        }
    }

    private void Grow(int needed)
    {
        var larger = new byte[Math.Max(needed, _ring.Length * 2)];
        for (var at = _taken; at < _added; at++) larger[at % larger.Length] = _ring[at % _ring.Length];
        _ring = larger;
    }
}
