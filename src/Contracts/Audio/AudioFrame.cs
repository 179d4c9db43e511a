namespace CallActors.Contracts.Audio;

/// <summary>
/// One 20 ms frame of µ-law audio on its way between a socket and an actor. Frames are pooled: whoever takes one from
/// <see cref="AudioFramePool"/> or receives one in a message owns it and gives it back with <see cref="Return"/> exactly once.
/// </summary>
public sealed class AudioFrame
{
    private readonly AudioFramePool _pool;
    private int _rented;

    internal AudioFrame(AudioFramePool pool) => _pool = pool;

    /// <summary>The samples: exactly <see cref="AudioFormat.FrameBytes"/> bytes of µ-law.</summary>
    public byte[] Samples { get; } = new byte[AudioFormat.FrameBytes];

    /// <summary>When the frame came in, by the media socket's clock (<see cref="TimeProvider.GetTimestamp"/> units). 0 if unknown.</summary>
    public long ReceivedAt { get; set; }

    /// <summary>Gives the frame back. The caller must not touch it afterwards.</summary>
    /// <exception cref="InvalidOperationException">The frame was given back already.</exception>
    public void Return()
    {
        if (Interlocked.Exchange(ref _rented, 0) == 0)
            throw new InvalidOperationException("An audio frame was returned twice: two owners would share its samples.");
        _pool.Take(this);
    }

    internal void MarkRented() => Volatile.Write(ref _rented, 1);
}
