using CallActors.Contracts.Audio;

namespace CallActors.Carriers.MediaStreams;

/// <summary>What waits for a media socket, in order: a ring of fixed size over one block of samples. Not thread-safe.</summary>
internal sealed class MediaSendRing(int capacity)
{
    private enum Kind : byte
    {
        Audio,
        Mark,
        Clear,
    }

    private readonly (Kind Kind, MediaMark Mark)[] _items = new (Kind, MediaMark)[capacity];
    private readonly byte[] _samples = new byte[capacity * AudioFormat.FrameBytes];
    private int _head;
    private int _count;

    public bool IsEmpty => _count == 0;

    public bool TryAddAudio(ReadOnlySpan<byte> frame)
    {
        if (!TryAdd(Kind.Audio, default, out var place)) return false;
        frame.CopyTo(SamplesAt(place));
        return true;
    }

    public bool TryAddMark(MediaMark mark) => TryAdd(Kind.Mark, mark, out _);

    /// <summary>Throws out everything and leaves a clear.</summary>
    public void ReplaceByClear()
    {
        _count = 0;
        TryAdd(Kind.Clear, default, out _);
    }

    /// <summary>Takes the oldest item as the message to send; the memory is valid until the next one is taken.</summary>
    public bool TryTake(MediaMessageEncoder encoder, out ReadOnlyMemory<byte> message)
    {
        message = default;
        if (_count == 0) return false;
        var place = _head;
        _head = (_head + 1) % _items.Length;
        _count--;
        var (kind, mark) = _items[place];
        message = kind switch
        {
            Kind.Audio => encoder.Audio(SamplesAt(place)),
            Kind.Mark => encoder.Mark(mark),
            _ => encoder.Clear(),
        };
        return true;
    }

    private bool TryAdd(Kind kind, MediaMark mark, out int place)
    {
        place = (_head + _count) % _items.Length;
        if (_count == _items.Length) return false;
        _items[place] = (kind, mark);
        _count++;
        return true;
    }

    private Span<byte> SamplesAt(int place) => _samples.AsSpan(place * AudioFormat.FrameBytes, AudioFormat.FrameBytes);
}
