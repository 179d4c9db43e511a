using System.Buffers.Binary;
using CallActors.Contracts.Audio;

namespace CallActors.Simulators.OpenAi;

/// <summary>µ-law of 8 kHz and the interface's PCM: 16-bit, little-endian, 24 kHz. A stand-in for the vendor's own conversion: it need not be
/// as good as ours.</summary>
internal sealed class SimulatedPcm
{
    /// <summary>Samples a second.</summary>
    public const int Rate = 24_000;

    private const int Ratio = Rate / AudioFormat.SampleRate;

    private static readonly short[] Linear = [.. Enumerable.Range(0, 256).Select(b => Decode((byte)b))];

    private int _before;

    /// <summary>Straight lines between the samples, on from the piece before.</summary>
    public byte[] Widen(ReadOnlySpan<byte> muLaw)
    {
        var pcm = new byte[muLaw.Length * Ratio * sizeof(short)];
        var at = 0;
        foreach (var code in muLaw)
        {
            int sample = Linear[code];
            for (var step = 1; step <= Ratio; step++, at += sizeof(short))
                BinaryPrimitives.WriteInt16LittleEndian(pcm.AsSpan(at), (short)(_before + (sample - _before) * step / Ratio));
            _before = sample;
        }

        return pcm;
    }

    /// <summary>The means of three samples; of what is over at the end, none.</summary>
    public static byte[] Narrow(ReadOnlySpan<byte> pcm, int rate = Rate)
    {
        var ratio = Math.Max(1, rate / AudioFormat.SampleRate);
        var muLaw = new byte[pcm.Length / (ratio * sizeof(short))];
        for (var i = 0; i < muLaw.Length; i++)
        {
            var sum = 0;
            for (var k = 0; k < ratio; k++) sum += BinaryPrimitives.ReadInt16LittleEndian(pcm[((i * ratio + k) * sizeof(short))..]);
            muLaw[i] = Encode((short)(sum / ratio));
        }

        return muLaw;
    }

    /// <summary>ITU-T G.711, bias 132.</summary>
    public static byte Encode(short sample)
    {
        var magnitude = Math.Min(Math.Abs((int)sample), 32635) + 132;
        var exponent = 7;
        for (var mask = 0x4000; exponent > 0 && (magnitude & mask) == 0; mask >>= 1) exponent--;
        return (byte)~((sample < 0 ? 0x80 : 0) | exponent << 4 | (magnitude >> (exponent + 3)) & 0x0F);
    }

    private static short Decode(byte code)
    {
        var bits = ~code & 0xFF;
        var magnitude = ((((bits & 0x0F) << 3) + 132) << ((bits >> 4) & 7)) - 132;
        return (short)((bits & 0x80) != 0 ? -magnitude : magnitude);
    }
}
