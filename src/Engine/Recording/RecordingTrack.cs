using System.Collections.Concurrent;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Recordings;

namespace CallActors.Engine.Recording;

/// <summary>
/// What one stream records, on its way to the disk: a ring that the stream fills and the recording empties, each on a thread of its own, and
/// neither waits for the other. A frame allocates nothing.
/// </summary>
/// <param name="startsAt">Where in the recording it begins, in samples.</param>
public sealed class RecordingTrack(long startsAt)
{
    private const int Channels = 2;

    /// <summary>8.2 s: a power of two, so that a place in it is a mask.</summary>
    private const int Capacity = 1 << 17;

    private readonly byte[] _ring = new byte[Capacity];
    private readonly ConcurrentQueue<Gap> _gaps = new();
    private long _written;
    private long _read;
    private volatile bool _complete;

    /// <summary>Where in the recording it begins, in samples.</summary>
    public long StartsAt { get; } = startsAt;

    /// <summary>The stream adds nothing more, and everything was taken.</summary>
    public bool IsOver => _complete && _gaps.IsEmpty && Volatile.Read(ref _written) == Volatile.Read(ref _read);

    /// <summary>Adds 20 ms. By the stream alone.</summary>
    /// <param name="person">What came in: <see cref="AudioFormat.FrameBytes"/> bytes of µ-law.</param>
    /// <param name="agent">What the person heard with it; what is missing of the 20 ms is silence.</param>
    /// <returns>False when there is no room: the disk does not keep up.</returns>
    public bool TryAdd(ReadOnlySpan<byte> person, ReadOnlySpan<byte> agent)
    {
        var at = _written;
        if (at + Channels * AudioFormat.FrameBytes - Volatile.Read(ref _read) > Capacity) return false;
        for (var i = 0; i < AudioFormat.FrameBytes; i++)
        {
            // Both channels of a sample are side by side in the ring, whose length is even.
            var place = (int)((at + Channels * i) & (Capacity - 1));
            _ring[place] = person[i];
            _ring[place + 1] = i < agent.Length ? agent[i] : AudioFormat.Silence;
        }

        Volatile.Write(ref _written, at + Channels * AudioFormat.FrameBytes);
        return true;
    }

    /// <summary>Adds silence of any length. By the stream alone.</summary>
    public void AddSilence(long samples) => _gaps.Enqueue(new Gap(_written, samples));

    /// <summary>Nothing follows. By the stream alone.</summary>
    public void Complete() => _complete = true;

    /// <summary>Moves what is there into the file. By the recording alone.</summary>
    /// <exception cref="IOException">As of the file.</exception>
    public void MoveTo(IRecordingFile file)
    {
        // Read first: a gap in front of what this counts was queued before it.
        var written = Volatile.Read(ref _written);
        while (true)
        {
            var to = written;
            if (_gaps.TryPeek(out var gap))
            {
                if (gap.At == _read)
                {
                    file.AppendSilence(gap.Samples);
                    _gaps.TryDequeue(out _);
                    continue;
                }

                to = Math.Min(to, gap.At);
            }

            if (_read == to) return;
            var from = (int)(_read & (Capacity - 1));
            var length = (int)Math.Min(to - _read, Capacity - from);
            file.Append(_ring.AsSpan(from, length));
            Volatile.Write(ref _read, _read + length);
        }
    }

    /// <param name="At">Bytes of the ring's whole history in front of it.</param>
    private readonly record struct Gap(long At, long Samples);
}
