using System.Buffers;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace CallActors.Speech.OpenAi.Realtime;

/// <summary>
/// Audio and segment ends on their way to the socket, in order. Audio beyond the bound is refused, never waited for. The reader is woken
/// when enough has come together for a message. Memory is rented as it is needed and given back when it is empty; a steady stream
/// allocates nothing.
/// </summary>
/// <param name="capacity">Most bytes that wait.</param>
/// <param name="joined">Bytes that make a message; fewer are given only before an end.</param>
internal sealed class AudioQueue(int capacity, int joined) : IDisposable
{
    private const int SmallestRing = 4096;

    private readonly Lock _lock = new();
    private readonly Queue<(long Position, SegmentEnd End)> _ends = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private byte[] _ring = ArrayPool<byte>.Shared.Rent(SmallestRing);
    private long _read;
    private long _written;
    private bool _isClosed;

    /// <summary>False when it was dropped: there is too much before it, or the queue is closed.</summary>
    public bool TryWrite(ReadOnlySpan<byte> audio)
    {
        lock (_lock)
        {
            var length = (int)(_written - _read) + audio.Length;
            if (_isClosed || length > capacity) return false;
            if (length > _ring.Length) Move(length);
            for (var left = audio; !left.IsEmpty;)
            {
                var at = (int)(_written % _ring.Length);
                var part = Math.Min(left.Length, _ring.Length - at);
                left[..part].CopyTo(_ring.AsSpan(at));
                left = left[part..];
                _written += part;
            }

            if (length >= joined) Wake();
            return true;
        }
    }

    /// <summary>A segment ends behind what was written.</summary>
    public void Write(SegmentEnd end)
    {
        lock (_lock)
        {
            if (_isClosed) return;
            _ends.Enqueue((_written, end));
            Wake();
        }
    }

    /// <summary>Makes the reader look, though nothing may have come.</summary>
    public void Wake() => _signal.Writer.TryWrite(true);

    /// <summary>Waits until it is worth a look; false when the queue is closed.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> WaitAsync()
    {
        if (!await _signal.Reader.WaitToReadAsync().ConfigureAwait(false)) return false;
        _signal.Reader.TryRead(out _);
        return true;
    }

    /// <summary>Takes what comes next: a message's audio, or an end. False when neither is there.</summary>
    public bool TryRead(Span<byte> audio, out int count, out SegmentEnd? end)
    {
        lock (_lock)
        {
            (count, end) = (0, null);
            if (_isClosed) return false;
            var isEnded = _ends.TryPeek(out var next);
            var available = (int)((isEnded ? next.Position : _written) - _read);
            if (available == 0 && isEnded)
            {
                end = _ends.Dequeue().End;
                return true;
            }

            if (available == 0 || (!isEnded && available < joined)) return false;
            var at = (int)(_read % _ring.Length);
            count = Math.Min(available, audio.Length);
            var part = Math.Min(count, _ring.Length - at);
            _ring.AsSpan(at, part).CopyTo(audio);
            _ring.AsSpan(0, count - part).CopyTo(audio[part..]);
            _read += count;
            if (_read == _written && _ring.Length > 2 * SmallestRing) Move(0);
            return true;
        }
    }

    /// <summary>Drops what waits and takes nothing more.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isClosed) return;
            _isClosed = true;
            _ends.Clear();
            ArrayPool<byte>.Shared.Return(_ring);
            _ring = [];
        }

        _signal.Writer.TryComplete();
    }

    private void Move(int length)
    {
        var ring = ArrayPool<byte>.Shared.Rent(Math.Clamp(2 * length, SmallestRing, Math.Max(SmallestRing, capacity)));
        var count = (int)(_written - _read);
        for (var i = 0; i < count; i++) ring[i] = _ring[(int)((_read + i) % _ring.Length)];
        ArrayPool<byte>.Shared.Return(_ring);
        _ring = ring;
        // Positions are counted on; the ring begins with what is unread.
        for (var queued = _ends.Count; queued > 0; queued--)
        {
            var (position, end) = _ends.Dequeue();
            _ends.Enqueue((position - _read, end));
        }

        (_read, _written) = (0, count);
    }
}
