using CallActors.Contracts.Audio;

namespace CallActors.Engine.Recording;

/// <summary>Takes one stream's frames into its track. The frames that come in are the clock; what is missing of them by the clock of the
/// machine, and does not come late in a burst, becomes silence.</summary>
/// <param name="now">When it begins; times are the playout clock's.</param>
internal sealed class RecordingTap(RecordingTrack track, TimeSpan now)
{
    /// <summary>Less is a road's unrest.</summary>
    private static readonly TimeSpan GapFrom = TimeSpan.FromMilliseconds(200);

    /// <summary>Frames that were only held up come in a burst: within so long behind the first one they have.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(500);

    private readonly TimeSpan _beganAt = now;
    private long _frames;
    private TimeSpan _windowAt = now;
    private TimeSpan _leastMissing = TimeSpan.MaxValue;

    public RecordingTrack Track => track;

    /// <summary>Takes 20 ms of both channels; see <see cref="RecordingTrack.TryAdd"/>.</summary>
    public bool TryTake(ReadOnlySpan<byte> person, ReadOnlySpan<byte> agent, TimeSpan now)
    {
        if (!track.TryAdd(person, agent)) return false;
        _frames++;
        var missing = now - _beganAt - _frames * AudioFormat.FrameDuration;
        if (_leastMissing == TimeSpan.MaxValue) _windowAt = now;
        if (missing < _leastMissing) _leastMissing = missing;
        if (now - _windowAt < Window) return true;
        if (_leastMissing >= GapFrom)
        {
            var frames = (long)(_leastMissing / AudioFormat.FrameDuration);
            track.AddSilence(frames * AudioFormat.FrameBytes);
            _frames += frames;
        }

        _leastMissing = TimeSpan.MaxValue;
        return true;
    }
}
