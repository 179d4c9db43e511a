using System.Numerics;

namespace CallActors.Speech.Codecs;

/// <summary>
/// G.711 µ-law (ITU-T G.711, 8 bits a sample) to and from 16-bit linear samples. Encoding is the common textbook form: bias 132,
/// clip 32635, magnitude of negative samples by negation. Both directions are table look-ups.
/// </summary>
public static class MuLaw
{
    private const int Bias = 132;
    private const int Clip = 32635;

    // A code depends on the biased magnitude without its lowest three bits: the finest step of µ-law is 8.
    private const int DroppedBits = 3;

    private static readonly short[] Linear = BuildLinear();
    private static readonly byte[] Codes = BuildCodes();

    /// <summary>The linear value of one code, −32124…32124.</summary>
    public static short Decode(byte code) => Linear[code];

    /// <summary>The code nearest below one linear value.</summary>
    public static byte Encode(short sample)
    {
        int magnitude = sample;
        var sign = 0x80;
        if (magnitude < 0)
        {
            magnitude = -magnitude;
            sign = 0;
        }

        return (byte)(Codes[(Math.Min(magnitude, Clip) + Bias) >> DroppedBits] | sign);
    }

    /// <summary>Decodes all of <paramref name="codes"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="samples"/> is shorter than <paramref name="codes"/>.</exception>
    public static void Decode(ReadOnlySpan<byte> codes, Span<short> samples)
    {
        if (samples.Length < codes.Length) throw new ArgumentException("The samples need one place for each code.", nameof(samples));
        var linear = Linear;
        for (var i = 0; i < codes.Length; i++) samples[i] = linear[codes[i]];
    }

    /// <summary>Encodes all of <paramref name="samples"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="codes"/> is shorter than <paramref name="samples"/>.</exception>
    public static void Encode(ReadOnlySpan<short> samples, Span<byte> codes)
    {
        if (codes.Length < samples.Length) throw new ArgumentException("The codes need one place for each sample.", nameof(codes));
        for (var i = 0; i < samples.Length; i++) codes[i] = Encode(samples[i]);
    }

    private static short[] BuildLinear()
    {
        var linear = new short[256];
        for (var code = 0; code < linear.Length; code++)
        {
            var inverted = ~code & 0xFF;
            var segment = (inverted >> 4) & 7;
            var step = inverted & 0x0F;
            var magnitude = (((step << 3) + Bias) << segment) - Bias;
            linear[code] = (short)((inverted & 0x80) != 0 ? -magnitude : magnitude);
        }

        return linear;
    }

    private static byte[] BuildCodes()
    {
        var codes = new byte[((Clip + Bias) >> DroppedBits) + 1];
        for (var index = Bias >> DroppedBits; index < codes.Length; index++)
        {
            var biased = index << DroppedBits;
            var segment = BitOperations.Log2((uint)biased) - 7;
            var step = (biased >> (segment + 3)) & 0x0F;
            codes[index] = (byte)(~((segment << 4) | step) & 0x7F);
        }

        return codes;
    }
}
