using CallActors.Contracts.Audio;
using CallActors.Simulators.Media;
using CallActors.Speech.Codecs;

namespace CallActors.EndToEnd.Tests;

/// <summary>A room with a loudspeaker: the microphone hears it weaker and later, by two ways, and a little noise.</summary>
/// <param name="lossDb">How much weaker, in dB.</param>
/// <param name="delay">How much later the direct way is.</param>
internal sealed class EchoingRoom(double lossDb, TimeSpan delay) : IPhoneRoom
{
    private static readonly int Reflection = (int)AudioFormat.SamplesIn(TimeSpan.FromMilliseconds(17));

    private readonly double _gain = Math.Pow(10, -lossDb / 20);
    private readonly int _delay = (int)AudioFormat.SamplesIn(delay);
    private readonly short[] _played = new short[AudioFormat.SampleRate];
    private readonly Random _noise = new(1);
    private long _at;

    public void Sound(ReadOnlySpan<byte> played, Span<byte> heard)
    {
        for (var i = 0; i < heard.Length; i++, _at++)
        {
            _played[_at % _played.Length] = i < played.Length ? MuLaw.Decode(played[i]) : (short)0;
            var echo = _gain * (Played(_delay) + 0.4 * Played(_delay + Reflection));
            heard[i] = MuLaw.Encode((short)Math.Clamp(MuLaw.Decode(heard[i]) + echo + _noise.Next(-20, 21), short.MinValue, short.MaxValue));
        }
    }

    private double Played(int before) => _at >= before ? _played[(_at - before) % _played.Length] : 0;
}
