using System.Numerics;

namespace CallActors.Speech.Codecs;

/// <summary>G.711 A-law (ITU-T G.711, 8 bits a sample, even bits inverted) to and from 16-bit linear samples, by table look-ups.
/// Digital silence is 0xD5.</summary>
public static class ALaw
{
    private const int EvenBits = 0x55;

    // A code depends on the 15-bit magnitude without its lowest four bits: the finest step of A-law is 16.
    private const int DroppedBits = 4;

    private static readonly short[] Linear = BuildLinear();
    private static readonly byte[] Codes = BuildCodes();

    /// <summary>The linear value of one code, −32256…32256.</summary>
    public static short Decode(byte code) => Linear[code];

    /// <summary>The code of one linear value. Negative values take the one's complement as their magnitude, so that −1 and 0 are
    /// the two innermost codes.</summary>
    public static byte Encode(short sample)
    {
        int value = sample;
        return value >= 0
            ? (byte)(Codes[value >> DroppedBits] | 0x80)
            : Codes[~value >> DroppedBits];
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
            var plain = code ^ EvenBits;
            var segment = (plain >> 4) & 7;
            // The half step puts the value into the middle of its interval.
            var magnitude = ((plain & 0x0F) << 4) + 8;
            if (segment > 0) magnitude = (magnitude + 0x100) << (segment - 1);
            linear[code] = (short)((plain & 0x80) != 0 ? magnitude : -magnitude);
        }

        return linear;
    }

    private static byte[] BuildCodes()
    {
        var codes = new byte[(short.MaxValue >> DroppedBits) + 1];
        for (var index = 0; index < codes.Length; index++)
        {
            var segment = Math.Max(0, BitOperations.Log2((uint)index | 1) - 3);
            var step = (segment < 2 ? index : index >> (segment - 1)) & 0x0F;
            codes[index] = (byte)(((segment << 4) | step) ^ EvenBits);
        }

        return codes;
    }
}
