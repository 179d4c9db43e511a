using System.Collections.Concurrent;

namespace CallActors.Contracts.Audio;

/// <summary>A bounded pool of <see cref="AudioFrame"/>s. Renting never blocks: an empty pool makes a new frame, a full one
/// leaves returned frames to the garbage collector.</summary>
/// <param name="capacity">Frames kept for reuse; 4,096 frames are about 0.8 MB.</param>
public sealed class AudioFramePool(int capacity = 4096)
{
    private readonly ConcurrentQueue<AudioFrame> _free = new();
    private int _count;

    /// <summary>The pool that sockets and actors of one process share.</summary>
    public static AudioFramePool Shared { get; } = new();

    /// <summary>A frame whose samples are undefined. The caller owns it.</summary>
    public AudioFrame Rent()
    {
        if (_free.TryDequeue(out var frame)) Interlocked.Decrement(ref _count);
        else frame = new AudioFrame(this);
        frame.MarkRented();
        return frame;
    }

    internal void Take(AudioFrame frame)
    {
        if (Interlocked.Increment(ref _count) <= capacity) _free.Enqueue(frame);
        else Interlocked.Decrement(ref _count);
    }
}
