using System.Diagnostics;
using CallActors.Contracts.Audio;
using CallActors.Speech.Codecs;
using CallActors.Speech.Resampling;

namespace CallActors.Benchmarks.Speech;

/// <summary>A speaker made by flite, heard through a telephone: 8 kHz µ-law.</summary>
internal sealed record FliteVoice(string Name)
{
    /// <summary>Speaks a sentence between half a second of silence before and after.</summary>
    public async Task<byte[]> SpeakAsync(string sentence)
    {
        var file = Path.Combine(Path.GetTempPath(), $"flite-{Guid.NewGuid():N}.wav");
        try
        {
            using var flite = Process.Start(new ProcessStartInfo("flite", ["-voice", Name, "-t", sentence, "-o", file]) { RedirectStandardOutput = true })
                ?? throw new InvalidOperationException("flite did not start. Install it: apt-get install flite");
            await flite.WaitForExitAsync();
            var sound = WavFile.Read(file);
            var resampler = new Resampler(sound.SampleRate, AudioFormat.SampleRate);
            var samples = new short[resampler.MaximumOutput(sound.Samples.Length) + resampler.MaximumOutput(0)];
            var count = resampler.Process(sound.Samples, samples);
            count += resampler.Flush(samples.AsSpan(count));
            var silence = (int)AudioFormat.SamplesIn(TimeSpan.FromSeconds(0.5));
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
}
