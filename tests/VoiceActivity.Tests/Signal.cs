using CallActors.Speech.Codecs;

namespace CallActors.VoiceActivity.Tests;

/// <summary>Sounds at 8 kHz as they are built up for a test.</summary>
internal static class Signal
{
    public const int Rate = 8000;
    public const int FrameSamples = 160;

    public static short[] Silence(double seconds) => new short[(int)(seconds * Rate)];

    public static short[] Sines(double seconds, params (double Hertz, double LevelDb)[] parts)
    {
        var sound = new short[(int)(seconds * Rate)];
        for (var i = 0; i < sound.Length; i++)
        {
            var sum = parts.Sum(part => Math.Sqrt(2) * FromDb(part.LevelDb) * Math.Sin(2 * Math.PI * part.Hertz * i / Rate));
            sound[i] = Clip(sum * 32768);
        }

        return sound;
    }

    /// <summary>The sound with the root mean square of its loud frames, those within 30 dB of the loudest, at a level in dBFS.</summary>
    public static short[] AtLevel(this short[] sound, double levelDb)
    {
        var gain = FromDb(levelDb - ActiveLevelDb(sound));
        return Array.ConvertAll(sound, sample => Clip(sample * gain));
    }

    public static double ActiveLevelDb(short[] sound)
    {
        var levels = Enumerable.Range(0, sound.Length / FrameSamples).Select(frame => FrameLevelDb(sound, frame)).ToArray();
        var active = levels.Where(level => level > levels.Max() - 30);
        return 10 * Math.Log10(active.Average(level => Math.Pow(10, level / 10)));
    }

    public static double FrameLevelDb(short[] sound, int frame)
    {
        double power = 0;
        foreach (var sample in sound.AsSpan(frame * FrameSamples, FrameSamples)) power += (double)sample * sample;
        return 10 * Math.Log10(Math.Max(power / FrameSamples / (32768.0 * 32768), 1e-10));
    }

    public static short[] Plus(this short[] sound, short[] other) =>
        [.. sound.Select((sample, i) => Clip(sample + (double)other[i % other.Length]))];

    public static byte[] ToMuLaw(this short[] sound)
    {
        var codes = new byte[sound.Length / FrameSamples * FrameSamples];
        MuLaw.Encode(sound.AsSpan(0, codes.Length), codes);
        return codes;
    }

    public static double FromDb(double level) => Math.Pow(10, level / 20);

    public static short Clip(double value) => (short)Math.Clamp(Math.Round(value), short.MinValue, short.MaxValue);
}
