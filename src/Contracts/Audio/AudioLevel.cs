namespace CallActors.Contracts.Audio;

/// <summary>Loudness of µ-law audio.</summary>
public static class AudioLevel
{
    /// <summary>What silence measures, in dBFS.</summary>
    public const float SilenceDb = -96f;

    private static readonly float[] Squares = [.. Enumerable.Range(0, 256).Select(b => Square((byte)b))];

    /// <summary>RMS level in dBFS: 0 for a full-scale square wave, <see cref="SilenceDb"/> at the least.</summary>
    public static float Db(ReadOnlySpan<byte> muLaw)
    {
        if (muLaw.IsEmpty) return SilenceDb;
        var sum = 0f;
        foreach (var b in muLaw) sum += Squares[b];
        return sum <= 0 ? SilenceDb : Math.Max(SilenceDb, 10f * MathF.Log10(sum / muLaw.Length));
    }

    // ITU-T G.711: complemented sign, exponent and mantissa with a bias of 132, scaled here to ±1.
    private static float Square(byte code)
    {
        var bits = ~code & 0xFF;
        var magnitude = ((((bits & 0x0F) << 3) + 132) << ((bits >> 4) & 7)) - 132;
        var sample = magnitude / 32768f;
        return sample * sample;
    }
}
