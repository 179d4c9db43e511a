using CallActors.Contracts.Audio;

namespace CallActors.Carriers.MediaStreams;

/// <summary>Audio that came before its turn: a few pieces in slots that are made once, by the carrier's chunk numbers. Not thread-safe.</summary>
/// <param name="window">Pieces that can wait at once.</param>
internal sealed class MediaOrder(int window)
{
    /// <summary>Longest piece that can wait: 80 ms. Carriers send 20 ms.</summary>
    public const int LongestPiece = 4 * AudioFormat.FrameBytes;

    /// <summary>A chunk that is so far behind is not late: the carrier counts anew.</summary>
    private const long CountsAnew = 1000;

    private const long Free = -1;
    private const long Unset = -1;

    private readonly byte[] _audio = new byte[window * LongestPiece];
    private readonly (long Chunk, long Timestamp, int Length)[] _slots = FreeSlots(window);

    /// <summary>Pieces that wait.</summary>
    public int Held { get; private set; }

    /// <summary>The chunk whose turn it is.</summary>
    public long Next { get; set; } = Unset;

    /// <summary>Learns where the carrier begins to count, from the first chunk that comes: at 1, or further on when we came late to it.</summary>
    public void BeginAt(long chunk)
    {
        if (Next == Unset || Next - chunk > CountsAnew) Next = chunk <= window ? Math.Min(chunk, 1) : chunk;
    }

    /// <summary>The carrier has begun to count anew.</summary>
    public bool IsCountedAnew(long chunk) => Next != Unset && Next - chunk > CountsAnew;

    /// <summary>The slot for a chunk whose turn has not come; false when it is too far ahead.</summary>
    public bool TryPlace(long chunk, out Span<byte> slot)
    {
        slot = default;
        if (chunk > Next + window) return false;
        slot = AudioAt(Place(chunk));
        return true;
    }

    /// <summary>Keeps what was written to the chunk's slot. A chunk that came twice takes its own place.</summary>
    public void Hold(long chunk, long timestamp, int length)
    {
        ref var slot = ref _slots[Place(chunk)];
        if (slot.Chunk == Free) Held++;
        slot = (chunk, timestamp, length);
    }

    /// <summary>Takes the piece whose turn it is, if it is here; the span is valid until something is held again.</summary>
    public bool TryTakeNext(out ReadOnlySpan<byte> audio, out long timestamp)
    {
        audio = default;
        timestamp = -1;
        if (Held == 0) return false;
        ref var slot = ref _slots[Place(Next)];
        if (slot.Chunk != Next) return false;
        audio = AudioAt(Place(Next))[..slot.Length];
        timestamp = slot.Timestamp;
        slot.Chunk = Free;
        Held--;
        Next++;
        return true;
    }

    /// <summary>The lowest chunk that waits, and its timestamp. Something must wait.</summary>
    public (long Chunk, long Timestamp) Lowest()
    {
        var lowest = (Chunk: long.MaxValue, Timestamp: -1L);
        foreach (var slot in _slots)
        {
            if (slot.Chunk != Free && slot.Chunk < lowest.Chunk) lowest = (slot.Chunk, slot.Timestamp);
        }
        return lowest;
    }

    /// <summary>Throws out what has been overtaken.</summary>
    public void ForgetBefore(long chunk)
    {
        for (var i = 0; Held > 0 && i < _slots.Length; i++)
        {
            if (_slots[i].Chunk == Free || _slots[i].Chunk >= chunk) continue;
            _slots[i].Chunk = Free;
            Held--;
        }
    }

    private static (long, long, int)[] FreeSlots(int count)
    {
        var slots = new (long, long, int)[count];
        Array.Fill(slots, (Free, -1L, 0));
        return slots;
    }

    private int Place(long chunk) => (int)(chunk % window);

    private Span<byte> AudioAt(int place) => _audio.AsSpan(place * LongestPiece, LongestPiece);
}
