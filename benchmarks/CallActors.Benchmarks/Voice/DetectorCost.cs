using System.Diagnostics;
using CallActors.Contracts.Audio;
using CallActors.Speech.VoiceActivity;

namespace CallActors.Benchmarks.Voice;

/// <summary>What voice-activity detection costs a frame, beside what only its level would: on an idle line's noise, on speech, and on speech
/// while we speak.</summary>
internal static class DetectorCost
{
    private const int Rounds = 200;
    private const int Warming = 100;

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(5);

    public static void Print(byte[] person, byte[] ours)
    {
        var noise = Sounds.Noise(Length);
        var level = Measure("level alone", () => new LevelOnly(), noise, []);
        Measure("idle line", Detector, noise, [], level);
        Measure("speech", Detector, person, [], level);
        Measure("speech, while we speak", Detector, person, ours, level);
    }

    private static IVoiceActivityDetector Detector() => new AdaptiveVoiceDetector(new VoiceDetectionOptions());

    /// <returns>The median, in nanoseconds a frame.</returns>
    private static double Measure(string what, Func<IVoiceActivityDetector> make, byte[] heard, byte[] played, double? baseline = null)
    {
        var detector = make();
        var frames = (int)Math.Min(heard.Length, AudioFormat.SamplesIn(Length)) / AudioFormat.FrameBytes;
        for (var round = 0; round < Warming; round++) Run(detector, heard, played, frames);
        var times = new double[Rounds];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            Run(detector, heard, played, frames);
            times[round] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / frames;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var percentiles = new Percentiles(times);
        Figures.Print($"detector, {what}, p50", percentiles.At(0.5), "ns a frame");
        Figures.Print($"detector, {what}, p99", percentiles.At(0.99), "ns a frame");
        Figures.Print($"detector, {what}, allocated", (double)allocated / Rounds / frames, "bytes a frame");
        if (baseline is { } alone) Figures.Print($"detector, {what}, to the level alone", percentiles.At(0.5) / alone, "x");
        return percentiles.At(0.5);
    }

    private static void Run(IVoiceActivityDetector detector, byte[] heard, byte[] played, int frames)
    {
        var playedFrames = played.Length / AudioFormat.FrameBytes;
        for (var frame = 0; frame < frames; frame++)
        {
            var ours = playedFrames > 0 ? played.AsSpan(frame % playedFrames * AudioFormat.FrameBytes, AudioFormat.FrameBytes) : default;
            detector.Process(heard.AsSpan(frame * AudioFormat.FrameBytes, AudioFormat.FrameBytes), ours);
        }
    }

    /// <summary>The least that a detector can do: a frame's level, and a threshold.</summary>
    private sealed class LevelOnly : IVoiceActivityDetector
    {
        private const float ThresholdDb = -40;

        public VoiceActivity Process(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> played)
        {
            var level = AudioLevel.Db(frame);
            return new VoiceActivity(level > ThresholdDb, level, ThresholdDb);
        }

        public void Reset()
        {
        }
    }
}
