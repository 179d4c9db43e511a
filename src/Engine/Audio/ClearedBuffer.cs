using CallActors.Contracts.Audio;

namespace CallActors.Engine.Audio;

/// <summary>
/// Finds out at which sample a carrier's buffer was cleared. A carrier answers a clear by returning every mark that it has not reached, and
/// a mark behind an empty buffer at once, so the mark that is sent right behind the clear comes back when the clear has taken effect. The
/// mark before it that had really been played came back earlier, on the same road: what lies between the two returns was played, whatever
/// the road's delay.
/// </summary>
internal sealed class ClearedBuffer
{
    // Marks that were played come back as far apart as the audio between them is long; what comes sooner was flushed.
    private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(10);

    private readonly Queue<SentMark> _marks = new();
    private int _epoch;
    private int _last;
    private long _sent;
    private Returned _played;

    /// <summary>The clear's effect is not known yet.</summary>
    public bool IsAwaited { get; private set; }

    /// <summary>A clear goes out now, and a mark behind it.</summary>
    /// <param name="epoch">The epoch that it ends.</param>
    /// <param name="last">Number of the mark behind the clear.</param>
    /// <param name="sent">Samples up to which audio was sent.</param>
    /// <param name="playedTo">The last sample known to be played.</param>
    /// <param name="playedAt">When that was learned.</param>
    /// <param name="unplayed">The epoch's marks that have not come back, in order; taken from the queue.</param>
    public void Await(int epoch, int last, long sent, long playedTo, TimeSpan playedAt, Queue<SentMark> unplayed)
    {
        (_epoch, _last, _sent, _played) = (epoch, last, sent, new Returned(playedTo, playedAt));
        IsAwaited = true;
        _marks.Clear();
        while (unplayed.TryDequeue(out var mark)) _marks.Enqueue(mark);
    }

    /// <summary>Nobody asks any more.</summary>
    public void Forget() => IsAwaited = false;

    /// <summary>A mark has come back. True when it tells where the buffer was cleared.</summary>
    public bool MarkReturned(MediaMark mark, TimeSpan now, out long clearedAt)
    {
        clearedAt = 0;
        if (!IsAwaited || mark.Epoch != _epoch) return false;
        while (_marks.TryPeek(out var sent) && sent.Number <= mark.Number)
        {
            var sample = _marks.Dequeue().Sample;
            if (sample > _played.Sample && now - _played.At >= AudioFormat.DurationOf(sample - _played.Sample) - Early) _played = new Returned(sample, now);
        }

        if (mark.Number != _last) return false;
        IsAwaited = false;
        clearedAt = Math.Clamp(_played.Sample + AudioFormat.SamplesIn(now - _played.At), _played.Sample, Math.Max(_played.Sample, _sent));
        return true;
    }

    private readonly record struct Returned(long Sample, TimeSpan At);
}

/// <summary>A mark on its way.</summary>
/// <param name="Sample">It comes back when everything before this sample of the utterance has been played.</param>
internal readonly record struct SentMark(int Number, long Sample);
