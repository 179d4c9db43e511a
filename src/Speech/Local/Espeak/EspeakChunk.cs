using System.Collections.Concurrent;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.Local.Espeak;

/// <summary>A pooled piece of speech on its way from espeak-ng's thread to a reader.</summary>
internal sealed class EspeakChunk
{
    /// <summary>Bytes of audio in one chunk: 128 ms. espeak-ng gives 60 ms at a time.</summary>
    public const int AudioCapacity = 1024;

    /// <summary>Words in one chunk; more go into a further one.</summary>
    public const int WordCapacity = 16;

    // 512 requests with a second of unread audio each; what comes back beyond is left to the garbage collector.
    private const int PoolCapacity = 8192;

    private static readonly ConcurrentQueue<EspeakChunk> Free = new();
    private static int _freeCount;

    private readonly byte[] _audio = new byte[AudioCapacity];
    private readonly SpokenWord[] _words = new SpokenWord[WordCapacity];
    private int _wordCount;

    private EspeakChunk() { }

    /// <summary>Bytes of audio in it.</summary>
    public int AudioLength { get; private set; }

    public bool HasRoomForWord => _wordCount < WordCapacity;

    public bool IsEmpty => AudioLength == 0 && _wordCount == 0;

    public SpeechAudio Content => new(_audio.AsMemory(0, AudioLength), _words.AsMemory(0, _wordCount));

    /// <summary>Where the audio still to be written goes.</summary>
    public Span<byte> AudioRoom => _audio.AsSpan(AudioLength);

    public static EspeakChunk Rent()
    {
        if (!Free.TryDequeue(out var chunk)) return new EspeakChunk();
        Interlocked.Decrement(ref _freeCount);
        return chunk;
    }

    public void Advance(int audioBytes) => AudioLength += audioBytes;

    public void Add(SpokenWord word) => _words[_wordCount++] = word;

    public void Return()
    {
        AudioLength = 0;
        _wordCount = 0;
        if (Interlocked.Increment(ref _freeCount) <= PoolCapacity) Free.Enqueue(this);
        else Interlocked.Decrement(ref _freeCount);
    }
}
