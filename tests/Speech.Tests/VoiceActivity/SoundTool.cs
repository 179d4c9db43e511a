using System.ComponentModel;
using System.Diagnostics;
using CallActors.Speech.Codecs;
using CallActors.Speech.Resampling;

namespace CallActors.Speech.Tests.VoiceActivity;

/// <summary>The operating system's speech and sound programs, which the corpus is made with. A missing one fails the tests that
/// need it, by the name of its package.</summary>
internal static class SoundTool
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>A sentence spoken by one of flite's voices, at 8 kHz.</summary>
    public static short[] Flite(string voice, string text) =>
        At8Khz(file => Run("flite", "-voice", voice, "-t", text, "-o", file));

    /// <summary>A sentence spoken by espeak-ng, at 8 kHz.</summary>
    public static short[] Espeak(string voice, string text) =>
        At8Khz(file => Run("espeak-ng", "-v", voice, "-s", "165", "-w", file, text));

    /// <summary>Noise made by sox, the same at each call.</summary>
    /// <param name="kind"><c>whitenoise</c>, <c>pinknoise</c> or <c>brownnoise</c>.</param>
    /// <param name="seconds">Its length.</param>
    public static short[] Noise(string kind, int seconds) =>
        At8Khz(file => Run("sox", "-R", "-n", "-r", "8000", "-b", "16", "-c", "1", file, "synth", $"{seconds}", kind, "vol", "0.5"));

    private static short[] At8Khz(Action<string> write)
    {
        var file = Path.Combine(Path.GetTempPath(), $"corpus-{Guid.NewGuid():N}.wav");
        try
        {
            write(file);
            var sound = WavFile.Read(file);
            if (sound.SampleRate == 8000) return sound.Samples;
            var resampler = new Resampler(sound.SampleRate, 8000);
            var output = new short[resampler.MaximumOutput(sound.Samples.Length) + resampler.MaximumOutput(0)];
            var length = resampler.Process(sound.Samples, output);
            length += resampler.Flush(output.AsSpan(length));
            return output[..length];
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException($"The corpus needs {program}: apt-get install -y {program}");
        }

        using (process)
        {
            var said = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Limit))
            {
                process.Kill();
                throw new TimeoutException($"{program} did not end within {Limit.TotalSeconds} s.");
            }

            if (process.ExitCode != 0)
                throw new InvalidOperationException($"{program} failed with {process.ExitCode}: {said.GetAwaiter().GetResult()}");
        }
    }
}
