using CallActors.Contracts.Audio;

namespace CallActors.Simulators.Twilio;

/// <summary>The network between a phone and its stream: leaves out silence and holds frames up, as the seed says. Not thread-safe.</summary>
internal sealed class StreamLine(TwilioDisorder disorder, int call)
{
    private const int LongestGap = 10;
    private const int LongestHold = 5;

    private readonly Random _chance = new(disorder.ChanceOf(call));
    private readonly byte[] _held = new byte[(LongestHold + 1) * AudioFormat.FrameBytes];
    private readonly long[] _times = new long[LongestHold + 1];
    private long _frames;
    private int _gap;
    private int _hold;
    private int _count;
    private int _next;

    /// <summary>The next 20 ms come from the phone.</summary>
    public void Take(ReadOnlySpan<byte> frame, bool voiced)
    {
        var timestamp = _frames++ * AudioFormat.FrameMilliseconds;
        if (_hold > 0) _hold--;
        else if (Happens(disorder.Jitter)) _hold = _chance.Next(1, LongestHold + 1);
        if (voiced) _gap = 0;
        else if (_gap > 0) _gap--;
        else if (Happens(disorder.Gaps)) _gap = _chance.Next(1, LongestGap + 1);
        if (_gap > 0) return;
        frame.CopyTo(_held.AsSpan(_count * AudioFormat.FrameBytes));
        _times[_count++] = timestamp;
    }

    /// <summary>A frame that arrives now.</summary>
    /// <param name="timestamp">When it was heard, in ms since the stream's start.</param>
    public bool TryNext(out ReadOnlySpan<byte> frame, out long timestamp)
    {
        frame = default;
        timestamp = 0;
        if (_hold > 0) return false;
        if (_next == _count)
        {
            _next = _count = 0;
            return false;
        }
        frame = _held.AsSpan(_next * AudioFormat.FrameBytes, AudioFormat.FrameBytes);
        timestamp = _times[_next++];
        return true;
    }

    private bool Happens(double probability) => probability > 0 && _chance.NextDouble() < probability;
}
