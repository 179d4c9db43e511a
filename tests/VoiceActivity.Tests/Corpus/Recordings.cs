using System.Diagnostics;
using CallActors.Speech.Codecs;

namespace CallActors.VoiceActivity.Tests.Corpus;

/// <summary>The recordings that <c>make-corpus</c> makes: once a run, the same each time.</summary>
internal sealed class Recordings
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly Lazy<Recordings> Made = new(() => new Recordings());

    private Recordings()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"voice-corpus-{Guid.NewGuid():N}");
        try
        {
            Make("make-corpus", folder);
            Voices = [.. Read(folder, "speech").GroupBy(r => r.Name[..r.Name.LastIndexOf('-')]).Select(g => new Voice(g.Key, [.. g.Select(r => r.Sound)]))];
            Noises = Read(folder, "noise").ToDictionary(r => r.Name, r => r.Sound);
            Bursts = Read(folder, "burst").ToDictionary(r => r.Name, r => r.Sound);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static Recordings All => Made.Value;

    /// <summary>Ten voices, each with its sentences.</summary>
    public IReadOnlyList<Voice> Voices { get; }

    /// <summary>Noises that go on, by name.</summary>
    public IReadOnlyDictionary<string, short[]> Noises { get; }

    /// <summary>Sounds that come alone, by name.</summary>
    public IReadOnlyDictionary<string, short[]> Bursts { get; }

    internal static List<(string Name, short[] Sound)> Read(string folder, string kind)
    {
        var recordings = new List<(string, short[])>();
        foreach (var file in Directory.GetFiles(Path.Combine(folder, kind), "*.wav").Order(StringComparer.Ordinal))
        {
            var wav = WavFile.Read(file);
            if (wav.SampleRate != Signal.Rate) throw new InvalidDataException($"{file} has {wav.SampleRate} samples a second.");
            recordings.Add((Path.GetFileNameWithoutExtension(file), wav.Samples));
        }

        return recordings;
    }

    /// <summary>Has a script of these tests make a folder of recordings.</summary>
    internal static void Make(string name, string folder)
    {
        var script = Path.Combine(AppContext.BaseDirectory, name);
        using var process = Process.Start(new ProcessStartInfo("bash", [script, folder]) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{name} did not end within {Limit.TotalSeconds} s.");
        }

        if (process.ExitCode != 0) throw new InvalidOperationException($"{name} failed with {process.ExitCode}: {said.GetAwaiter().GetResult()}");
    }
}

/// <summary>One voice's sentences, each a recording.</summary>
internal sealed record Voice(string Name, IReadOnlyList<short[]> Sentences);
