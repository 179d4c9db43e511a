using System.Buffers;
using CallActors.Contracts.Audio;

namespace CallActors.Engine.Speech;

/// <summary>The audio that no final text covers yet, by its position in the session. Bounded: when it is full the oldest is dropped. It is kept
/// in rented chunks of about a second, so that a session holds only what it needs.</summary>
/// <param name="capacity">Most bytes kept.</param>
internal sealed class ReplayRing(int capacity) : IDisposable
{
    // Whole frames, so that none is cut where a chunk ends; rented as 8 KB.
    private const int ChunkBytes = 51 * AudioFormat.FrameBytes;

    private readonly List<byte[]> _chunks = [];

    // Position of the first byte of the first chunk.
    private long _origin;

    /// <summary>Position of the oldest byte that is kept.</summary>
    public long Start { get; private set; }

    /// <summary>Position behind the newest.</summary>
    public long End { get; private set; }

    /// <summary>What lay before <see cref="Start"/> was dropped because the ring was full, not because it was not needed.</summary>
    public bool IsCut { get; private set; }

    public void Append(ReadOnlySpan<byte> audio)
    {
        while (!audio.IsEmpty)
        {
            var at = (int)(End - _origin);
            if (at == _chunks.Count * ChunkBytes) _chunks.Add(ArrayPool<byte>.Shared.Rent(ChunkBytes));
            var within = at % ChunkBytes;
            var length = Math.Min(audio.Length, ChunkBytes - within);
            audio[..length].CopyTo(_chunks[at / ChunkBytes].AsSpan(within));
            End += length;
            audio = audio[length..];
        }

        if (End - Start <= capacity) return;
        DropBefore(End - capacity);
        IsCut = true;
    }

    /// <summary>What lies before a position need not be kept.</summary>
    public void DropBefore(long position)
    {
        if (position <= Start && Start < End) return;
        Start = Math.Clamp(position, Start, End);
        IsCut = false;
        if (Start == End)
        {
            Release();
            return;
        }

        while (Start - _origin >= ChunkBytes)
        {
            ArrayPool<byte>.Shared.Return(_chunks[0]);
            _chunks.RemoveAt(0);
            _origin += ChunkBytes;
        }
    }

    /// <summary>Hands out the audio between two positions, in pieces.</summary>
    public void Read(long from, long to, Action<byte[], int, int> piece)
    {
        from = Math.Max(from, Start);
        to = Math.Min(to, End);
        while (from < to)
        {
            var at = (int)(from - _origin);
            var length = (int)Math.Min(to - from, ChunkBytes - at % ChunkBytes);
            piece(_chunks[at / ChunkBytes], at % ChunkBytes, length);
            from += length;
        }
    }

    /// <summary>Nothing is kept any more.</summary>
    public void Dispose() => DropBefore(End);

    private void Release()
    {
        foreach (var chunk in _chunks) ArrayPool<byte>.Shared.Return(chunk);
        _chunks.Clear();
        _origin = Start;
    }
}
