using System.Diagnostics;

namespace CallActors.Browser.Tests;

/// <summary>Speech made by flite, for the fake microphone and for the line.</summary>
internal static class Speech
{
    /// <summary>A WAV of 48 kHz, as Chromium's fake microphone takes it, with a breath of silence at its end.</summary>
    public static string MakeMicrophoneFile(string folder, string text, TimeSpan silenceBefore = default)
    {
        var spoken = Path.Combine(folder, "spoken.wav");
        var path = Path.Combine(folder, "microphone.wav");
        Run("flite", "-voice", "rms", "-t", text, "-o", spoken);
        Run("sox", spoken, "-r", "48000", "-c", "1", "-b", "16", path, "gain", "-n", "-3", "pad", $"{silenceBefore.TotalSeconds}", "0.2");
        return path;
    }

    /// <summary>µ-law of 8 kHz without a header.</summary>
    public static byte[] MakeMuLaw(string text)
    {
        var folder = Directory.CreateTempSubdirectory("callactors-speech-").FullName;
        try
        {
            var spoken = Path.Combine(folder, "spoken.wav");
            var raw = Path.Combine(folder, "spoken.raw");
            Run("flite", "-voice", "slt", "-t", text, "-o", spoken);
            Run("sox", spoken, "-t", "raw", "-r", "8000", "-c", "1", "-e", "mu-law", raw);
            return File.ReadAllBytes(raw);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} failed: {errors}");
    }
}
