using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Benchmarks.Vendors;

/// <summary>When a voice was asked for a text, and when it gave its first and its last audio; timestamps, 0 while it has not.</summary>
internal sealed record VoiceTimes(long AskedAt)
{
    public long BeganAt { get; set; }

    public long EndedAt { get; set; }
}

/// <summary>What a simulated vendor speaks with: pre-made speech, 65 ms a character, the first piece after a set delay and the others at a set
/// multiple of real time. Remembers its times, by text: texts must differ.</summary>
/// <param name="firstAfter">From being asked to the first byte.</param>
/// <param name="pace">Seconds of speech that come in a second; those of 60 ms each.</param>
internal sealed class TimedVoice(byte[] speech, TimeSpan firstAfter, double pace) : ISpeechSynthesizer
{
    private const int PieceBytes = 3 * AudioFormat.FrameBytes;
    private const int CharacterBytes = 65 * AudioFormat.SampleRate / 1000;

    private readonly byte[] _speech = speech[..(speech.Length / PieceBytes * PieceBytes)];
    private readonly ConcurrentDictionary<string, VoiceTimes> _times = new();

    public string Name => "timed";

    /// <summary>How long it speaks for a text.</summary>
    public static TimeSpan DurationOf(string text) => AudioFormat.DurationOf((long)text.Length * CharacterBytes);

    /// <summary>What became of a text.</summary>
    /// <exception cref="InvalidOperationException">It was never asked for.</exception>
    public VoiceTimes TimesOf(string text) =>
        _times.TryGetValue(text, out var times) ? times : throw new InvalidOperationException($"The voice was not asked for \"{text}\".");

    public async IAsyncEnumerable<SpeechAudio> SynthesizeAsync(SpeechRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var times = _times[request.Text.Trim()] = new VoiceTimes(Stopwatch.GetTimestamp());
        await Task.Delay(firstAfter, cancellationToken);
        times.BeganAt = Stopwatch.GetTimestamp();
        var bytes = request.Text.Trim().Length * CharacterBytes;
        for (var sent = 0; sent < bytes; sent += PieceBytes)
        {
            var wait = AudioFormat.DurationOf(sent) / pace - Stopwatch.GetElapsedTime(times.BeganAt);
            if (wait > TimeSpan.Zero) await Task.Delay(wait, cancellationToken);
            yield return new SpeechAudio(_speech.AsMemory(sent % _speech.Length, PieceBytes), default);
        }

        times.EndedAt = Stopwatch.GetTimestamp();
    }
}
