using System.Diagnostics;
using CallActors.Contracts.Audio;
using CallActors.Speech.Codecs;
using CallActors.Speech.Resampling;

namespace CallActors.Speech.Tests.Recognition;

/// <summary>Speaks like a caller on a telephone line: flite's voice in 8 kHz µ-law, between silences.</summary>
internal static class FliteCaller
{
    public static byte[] Say(string sentence, string voice = "kal16")
    {
        var file = Path.Combine(Path.GetTempPath(), $"flite-{Guid.NewGuid():N}.wav");
        try
        {
            using var flite = Process.Start(new ProcessStartInfo("flite", ["-voice", voice, "-t", sentence, "-o", file]))!;
            Assert.True(flite.WaitForExit(TimeSpan.FromSeconds(30)));
            var sound = WavFile.Read(file);
            var resampler = new Resampler(sound.SampleRate, AudioFormat.SampleRate);
            var samples = new short[resampler.MaximumOutput(sound.Samples.Length) + resampler.MaximumOutput(0)];
            var count = resampler.Process(sound.Samples, samples);
            count += resampler.Flush(samples.AsSpan(count));
            var silence = AudioFormat.SampleRate / 2;
            var muLaw = new byte[count + (2 * silence)];
            muLaw.AsSpan().Fill(AudioFormat.Silence);
            MuLaw.Encode(samples.AsSpan(0, count), muLaw.AsSpan(silence, count));
            return muLaw;
        }
        finally
        {
            File.Delete(file);
        }
    }

    public static byte[] Silence(double seconds)
    {
        var silence = new byte[(int)(seconds * AudioFormat.SampleRate)];
        silence.AsSpan().Fill(AudioFormat.Silence);
        return silence;
    }

    /// <summary>White noise at about -30 dB of full scale, without words.</summary>
    public static byte[] Noise(double seconds, int seed)
    {
        var random = new Random(seed);
        var samples = new short[(int)(seconds * AudioFormat.SampleRate)];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (short)random.Next(-1800, 1800);
        }

        var muLaw = new byte[samples.Length];
        MuLaw.Encode(samples, muLaw);
        return muLaw;
    }
}
