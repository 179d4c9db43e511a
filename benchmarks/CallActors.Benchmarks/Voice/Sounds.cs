using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Speech.Codecs;
using CallActors.Speech.Local.Espeak;
using CallActors.Speech.VoiceActivity;

namespace CallActors.Benchmarks.Voice;

/// <summary>What goes over the line: speech, line noise, and the shortest burst of voice that is an onset.</summary>
internal static class Sounds
{
    /// <summary>Frames of a burst. Just as many as <see cref="Engine.Turns.TurnRules.OnsetVoiced"/> asks for, so that only the last one can decide.</summary>
    public const int BurstFrames = 4;

    // Two seconds.
    private const int QuietFrames = 100;

    private const int UtteranceFrames = 40;
    private const int LongestPause = 8;

    private const string Text =
        "The build is green, and all of the tests have passed. I have opened a pull request with the change, and the review is waiting for you. "
        + "There was one warning about a variable that is never read. Shall I remove it, or do you want to look at it first?";

    /// <summary>Some ten seconds of the local voice.</summary>
    public static Task<byte[]> SpeechAsync() => SpeechAsync(new EspeakOptions());

    /// <summary>The same of another voice: the person's. What rises and falls as our own speech does is taken for its echo.</summary>
    public static Task<byte[]> PersonAsync() => SpeechAsync(new EspeakOptions { Voice = "en-gb+f2", WordsPerMinute = 150, Pitch = 60 });

    private static async Task<byte[]> SpeechAsync(EspeakOptions options)
    {
        var speech = new List<byte>();
        var voice = new EspeakSynthesizer(options, TimeProvider.System);
        await foreach (var piece in voice.SynthesizeAsync(new SpeechRequest(Text), CancellationToken.None)) speech.AddRange(piece.MuLaw.Span);
        return [.. speech];
    }

    /// <summary>White noise at −55 dBFS, as an idle line carries it: too loud for the detector's short way for digital silence.</summary>
    public static byte[] Noise(TimeSpan duration)
    {
        const double rms = 58;
        var random = new Random(1);
        var noise = new byte[AudioFormat.SamplesIn(duration)];
        foreach (ref var sample in noise.AsSpan())
            sample = MuLaw.Encode((short)Math.Round(rms * Math.Sqrt(3) * (2 * random.NextDouble() - 1)));
        return noise;
    }

    /// <summary>Four frames of a person's speech, each of which the detector calls voiced while ours is played, once it has learned that the
    /// line gives no echo.</summary>
    /// <exception cref="InvalidOperationException">The speech has no such place.</exception>
    public static byte[] Burst(byte[] person, byte[] ours)
    {
        const int length = BurstFrames * AudioFormat.FrameBytes;
        for (var at = 0; at + length <= person.Length; at += AudioFormat.FrameBytes)
            if (IsVoiced(person.AsSpan(at, length), ours)) return person[at..(at + length)];
        throw new InvalidOperationException("The detector finds no four voiced frames in the speech.");
    }

    /// <summary>Some 0.8 s of a person's speech that the detector hears as voiced in its last frame and in none after it: from there on the
    /// silence counts that ends a turn.</summary>
    /// <exception cref="InvalidOperationException">The speech has no such place.</exception>
    public static byte[] Utterance(byte[] person)
    {
        const int length = UtteranceFrames * AudioFormat.FrameBytes;
        for (var at = 0; at + length <= person.Length; at += AudioFormat.FrameBytes)
            if (EndsVoiced(person.AsSpan(at, length))) return person[at..(at + length)];
        throw new InvalidOperationException("The detector finds no place where the speech could end.");
    }

    private static bool EndsVoiced(ReadOnlySpan<byte> utterance)
    {
        var detector = new AdaptiveVoiceDetectorFactory(new VoiceDetectionOptions()).Create();
        Span<byte> silence = stackalloc byte[AudioFormat.FrameBytes];
        silence.Fill(AudioFormat.Silence);
        var (quiet, last) = (0, false);
        for (var frame = 0; frame < QuietFrames; frame++) detector.Process(silence, default);
        for (; !utterance.IsEmpty; utterance = utterance[AudioFormat.FrameBytes..])
        {
            last = detector.Process(utterance[..AudioFormat.FrameBytes], default).IsVoiced;
            quiet = last ? 0 : quiet + 1;
            // No pause of its own, in which the recogniser would be asked.
            if (quiet > LongestPause) return false;
        }

        for (var frame = 0; frame < QuietFrames; frame++)
            if (detector.Process(silence, default).IsVoiced) return false;
        return last;
    }

    private static bool IsVoiced(ReadOnlySpan<byte> burst, ReadOnlySpan<byte> played)
    {
        var detector = new AdaptiveVoiceDetectorFactory(new VoiceDetectionOptions()).Create();
        Span<byte> silence = stackalloc byte[AudioFormat.FrameBytes];
        silence.Fill(AudioFormat.Silence);
        var frame = 0;
        for (; frame < QuietFrames; frame++) detector.Process(silence, FrameOf(played, frame));
        for (; !burst.IsEmpty; burst = burst[AudioFormat.FrameBytes..])
            if (!detector.Process(burst[..AudioFormat.FrameBytes], FrameOf(played, frame++)).IsVoiced) return false;
        return true;
    }

    private static ReadOnlySpan<byte> FrameOf(ReadOnlySpan<byte> sound, int frame)
    {
        var frames = sound.Length / AudioFormat.FrameBytes;
        return sound.Slice(frame % frames * AudioFormat.FrameBytes, AudioFormat.FrameBytes);
    }
}
