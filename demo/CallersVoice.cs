using System.Diagnostics;
using CallActors.Contracts.Audio;
using CallActors.Speech.Codecs;
using CallActors.Speech.Resampling;

namespace CallActors.Demo;

/// <summary>The voice of the person at the phone: flite, on its way through a WAV file, as telephone audio.</summary>
internal static class CallersVoice
{
    /// <summary>Says a text.</summary>
    /// <returns>µ-law, 8 kHz, ending in a little silence.</returns>
    /// <exception cref="InvalidOperationException">flite is missing or failed.</exception>
    public static async Task<byte[]> SayAsync(string text, CancellationToken cancellationToken, string voice = "rms")
    {
        var file = Path.Combine(Path.GetTempPath(), $"callers-voice-{Guid.NewGuid():N}.wav");
        try
        {
            await Tool.RunAsync(new ProcessStartInfo("flite", ["-voice", voice, "-t", text, "-o", file]), "flite failed", "Install it: apt-get install flite", cancellationToken).ConfigureAwait(false);
            return OnTheLine(WavFile.Read(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static byte[] OnTheLine(WavSound sound)
    {
        var resampler = new Resampler(sound.SampleRate, AudioFormat.SampleRate);
        var samples = new short[resampler.MaximumOutput(sound.Samples.Length) + resampler.MaximumOutput(resampler.LookAhead) + resampler.LookAhead];
        var count = resampler.Process(sound.Samples, samples);
        count += resampler.Flush(samples.AsSpan(count));
        var muLaw = new byte[count + AudioFormat.SampleRate / 10];
        Array.Fill(muLaw, AudioFormat.Silence);
        MuLaw.Encode(samples.AsSpan(0, count), muLaw.AsSpan(0, count));
        return muLaw;
    }
}
