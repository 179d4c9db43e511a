using System.Diagnostics;
using CallActors.Contracts.Audio;
using CallActors.Simulators.Media;

namespace CallActors.Benchmarks.Vendors;

/// <summary>Watches what a phone sends, and changes nothing of it: when a silence is so long that it ends a turn.</summary>
/// <param name="endSilence">The configured end-of-turn silence.</param>
internal sealed class Microphone(TimeSpan endSilence) : IPhoneRoom
{
    private readonly int _endFrames = (int)(endSilence / AudioFormat.FrameDuration);
    private int _silent;
    private long _voicedAt;
    private long _endedAt;

    /// <summary>When the last frame with a voice in it was sent.</summary>
    public long VoicedAt => Volatile.Read(ref _voicedAt);

    /// <summary>When the frame was sent with which the latest silence became long enough.</summary>
    public long EndedAt => Volatile.Read(ref _endedAt);

    void IPhoneRoom.Sound(ReadOnlySpan<byte> played, Span<byte> heard)
    {
        if (heard.IndexOfAnyExcept(AudioFormat.Silence) >= 0)
        {
            _silent = 0;
            Volatile.Write(ref _voicedAt, Stopwatch.GetTimestamp());
        }
        else if (++_silent == _endFrames)
        {
            Volatile.Write(ref _endedAt, Stopwatch.GetTimestamp());
        }
    }
}
