namespace CallActors.VoiceActivity.Tests.Corpus;

/// <summary>What a telephone line does to sound.</summary>
internal static class Line
{
    /// <summary>An idle line's own noise, in dBFS.</summary>
    public const double IdleDb = -62;

    /// <summary>What comes back of a sound from a room or a hybrid.</summary>
    /// <param name="ours">What we play.</param>
    /// <param name="lossDb">How much weaker, in dB.</param>
    /// <param name="delayMilliseconds">How much later; need not be whole frames.</param>
    public static short[] Echo(short[] ours, double lossDb, double delayMilliseconds)
    {
        var path = new EchoPath(ours, lossDb, delayMilliseconds);
        var echo = new short[ours.Length];
        for (var i = 0; i < echo.Length; i++) echo[i] = Signal.Clip(path.Next(ours, i));
        return echo;
    }

    /// <summary>A loudspeaker that cannot play the loudest tenth of a sound.</summary>
    public static short[] Clipped(short[] sound)
    {
        var limit = (int)(sound.Max(sample => Math.Abs((int)sample)) * 0.25);
        return Array.ConvertAll(sound, sample => (short)Math.Clamp((int)sample, -limit, limit));
    }

    /// <summary>Packets that do not come, one to three at a time; the carrier puts silence in their place.</summary>
    /// <param name="share">Of all frames, 0–1.</param>
    public static byte[] Lossy(byte[] muLaw, double share, int seed)
    {
        var random = new Random(seed);
        for (var at = 0; at + Signal.FrameSamples <= muLaw.Length; at += Signal.FrameSamples)
        {
            if (random.NextDouble() >= share / 2) continue;
            var lost = Math.Min(random.Next(1, 4) * Signal.FrameSamples, muLaw.Length - at);
            muLaw.AsSpan(at, lost).Fill(Contracts.Audio.AudioFormat.Silence);
            at += lost;
        }

        return muLaw;
    }

    /// <summary>A noise that goes on behind a sound, at a level in dBFS.</summary>
    public static short[] Behind(this short[] noise, short[] sound, double levelDb) => sound.Plus(noise.AtLevel(levelDb));
}
