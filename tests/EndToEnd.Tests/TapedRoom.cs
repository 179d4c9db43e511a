using System.Diagnostics;
using CallActors.Contracts.Audio;
using CallActors.Simulators.Media;
using CallActors.Speech.Codecs;

namespace CallActors.EndToEnd.Tests;

/// <summary>A room with a tape recorder beside the phone: what the microphone sends and what the loudspeaker plays, side by side. A little noise
/// makes every moment of it another.</summary>
internal sealed class TapedRoom : IPhoneRoom
{
    private readonly Lock _lock = new();
    private readonly List<byte> _sent = [];
    private readonly List<byte> _played = [];
    private readonly List<TimeSpan> _frames = [];
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly Random _noise = new(3);

    /// <summary>What the microphone has sent.</summary>
    public byte[] Sent
    {
        get
        {
            lock (_lock) return [.. _sent];
        }
    }

    /// <summary>What the loudspeaker has played meanwhile.</summary>
    public byte[] Played
    {
        get
        {
            lock (_lock) return [.. _played];
        }
    }

    /// <summary>When a sample of the tape was.</summary>
    public TimeSpan At(int sample)
    {
        lock (_lock) return _frames[sample / AudioFormat.FrameBytes];
    }

    public void Sound(ReadOnlySpan<byte> played, Span<byte> heard)
    {
        lock (_lock)
        {
            for (var i = 0; i < heard.Length; i++)
            {
                heard[i] = MuLaw.Encode((short)Math.Clamp(MuLaw.Decode(heard[i]) + _noise.Next(-20, 21), short.MinValue, short.MaxValue));
                _sent.Add(heard[i]);
                _played.Add(i < played.Length ? played[i] : AudioFormat.Silence);
            }

            _frames.Add(Stopwatch.GetElapsedTime(_began));
        }
    }
}
