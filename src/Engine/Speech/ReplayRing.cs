using System.Buffers;
using CallActors.Contracts.Audio;

namespace CallActors.Engine.Speech;

/// <summary>The audio that no final text covers yet, by its position in the session. Bounded: when it is full the oldest is dropped. Its memory
/// is rented, and given back when it was much.</summary>
/// <param name="capacity">Most bytes kept.</param>
internal sealed class ReplayRing(int capacity) : IDisposable
{
    private const int Smallest = 64 * AudioFormat.FrameBytes;

    // 8 s: most turns fit in. A buffer that has grown no further is kept for the next turn, so that ordinary talk rents nothing anew.
    private const int Kept = 64 * 1024;

    private byte[] _buffer = [];
    private int _size;
    private int _first;
    private int _count;

    /// <summary>Position of the oldest byte that is kept.</summary>
    public long Start { get; private set; }

    /// <summary>Position behind the newest.</summary>
    public long End => Start + _count;

    public void Append(ReadOnlySpan<byte> audio)
    {
        if (_count + audio.Length > capacity) DropBefore(End + audio.Length - capacity);
        MakeRoom(audio.Length);
        var at = (_first + _count) % _size;
        var head = Math.Min(audio.Length, _size - at);
        audio[..head].CopyTo(_buffer.AsSpan(at));
        audio[head..].CopyTo(_buffer);
        _count += audio.Length;
    }

    /// <summary>What lies before a position need not be kept.</summary>
    public void DropBefore(long position)
    {
        var dropped = (int)Math.Clamp(position - Start, 0, _count);
        Start += dropped;
        _count -= dropped;
        if (_count == 0) ReleaseIfLarge();
        else _first = (_first + dropped) % _size;
    }

    /// <summary>Nothing needs to be kept; what follows begins at this position.</summary>
    public void RestartAt(long position)
    {
        ReleaseIfLarge();
        (_count, Start) = (0, position);
    }

    /// <summary>Hands out the audio between two positions, in at most two pieces.</summary>
    public void Read(long from, long to, Action<byte[], int, int> piece)
    {
        from = Math.Max(from, Start);
        to = Math.Min(to, End);
        while (from < to)
        {
            var at = (int)((_first + (from - Start)) % _size);
            var length = (int)Math.Min(to - from, _size - at);
            piece(_buffer, at, length);
            from += length;
        }
    }

    public void Dispose()
    {
        _count = 0;
        Release();
    }

    private void MakeRoom(int more)
    {
        if (_count + more <= _size) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Smallest, Math.Max(_count + more + AudioFormat.FrameBytes, Math.Min(capacity, _size * 2))));
        var at = 0;
        Read(Start, End, (buffer, from, length) =>
        {
            buffer.AsSpan(from, length).CopyTo(larger.AsSpan(at));
            at += length;
        });
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        // Whole frames only: none is cut where the ring wraps around.
        (_buffer, _first, _size) = (larger, 0, larger.Length / AudioFormat.FrameBytes * AudioFormat.FrameBytes);
    }

    private void ReleaseIfLarge()
    {
        _first = 0;
        if (_buffer.Length > Kept) Release();
    }

    private void Release()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _first, _size) = ([], 0, 0);
    }
}
