using CallActors.Contracts.Audio;

namespace CallActors.Engine.Audio;

/// <summary>The sounds of <see cref="Earcon"/>: soft sines with smooth edges, at −26 dBFS, as µ-law in whole frames. Made once.</summary>
internal static class Earcons
{
    private const double Amplitude = 0.07;
    private const double EdgeSeconds = 0.03;

    private static readonly byte[] Working = Tone((392, 0.12));
    private static readonly byte[] Listening = Tone((523, 0.08), (659, 0.1));
    private static readonly byte[] Notice = Tone((659, 0.1), (523, 0.1), (784, 0.14));

    public static ReadOnlyMemory<byte> Sound(Earcon earcon) => earcon switch
    {
        Earcon.Listening => Listening,
        Earcon.Notice => Notice,
        _ => Working,
    };

    private static byte[] Tone(params (double Hertz, double Seconds)[] notes)
    {
        var samples = new List<byte>();
        foreach (var (hertz, seconds) in notes)
        {
            var length = (int)(seconds * AudioFormat.SampleRate);
            for (var i = 0; i < length; i++)
            {
                var edge = Math.Min(1, Math.Min(i, length - i) / (EdgeSeconds * AudioFormat.SampleRate));
                samples.Add(MuLaw(Amplitude * edge * Math.Sin(2 * Math.PI * hertz * i / AudioFormat.SampleRate)));
            }
        }

        while (samples.Count % AudioFormat.FrameBytes != 0) samples.Add(AudioFormat.Silence);
        return [.. samples];
    }

    // ITU-T G.711, as in Speech.Codecs, which this room may not see.
    private static byte MuLaw(double sample)
    {
        var linear = (int)(sample * 32767);
        var sign = linear < 0 ? 0x80 : 0;
        var magnitude = Math.Min(Math.Abs(linear), 32635) + 132;
        var exponent = 7;
        for (var mask = 0x4000; exponent > 0 && (magnitude & mask) == 0; mask >>= 1) exponent--;
        var mantissa = (magnitude >> (exponent + 3)) & 0x0F;
        return (byte)~(sign | (exponent << 4) | mantissa);
    }
}
