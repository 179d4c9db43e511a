namespace CallActors.Simulators.Deepgram;

/// <summary>A word that was said.</summary>
/// <param name="Start">Where it begins, in seconds of the audio that the connection has received.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Confidence">0–1.</param>
public sealed record TimedWord(string Text, double Start, double End, double Confidence = 0.98);

/// <summary>What the simulator hears on one connection. Not for use by several at once.</summary>
public interface IHearing : IAsyncDisposable
{
    /// <summary>The words that have been heard to their end, in order.</summary>
    IReadOnlyList<TimedWord> Words { get; }

    /// <summary>Hears more.</summary>
    ValueTask HearAsync(ReadOnlyMemory<byte> muLaw);

    /// <summary>Everything that was heard so far becomes words.</summary>
    ValueTask SettleAsync();
}

/// <summary>Hears the words that a test has written down, each when the audio has come to its end; what the audio sounds like does not
/// matter.</summary>
public sealed class ScriptedHearing(IReadOnlyList<TimedWord> script) : IHearing
{
    private const double SamplesPerSecond = 8000;

    private long _samples;
    private int _heard;

    public IReadOnlyList<TimedWord> Words => [.. script.Take(_heard)];

    /// <summary>Words that follow each other without a pause.</summary>
    /// <param name="start">Where the first begins, in seconds.</param>
    /// <param name="each">How long each takes.</param>
    public static IReadOnlyList<TimedWord> Say(string text, double start, double each = 0.3) =>
        [.. text.Split(' ').Select((word, i) => new TimedWord(word, Math.Round(start + i * each, 3), Math.Round(start + (i + 1) * each, 3)))];

    public ValueTask HearAsync(ReadOnlyMemory<byte> muLaw)
    {
        _samples += muLaw.Length;
        while (_heard < script.Count && script[_heard].End * SamplesPerSecond <= _samples) _heard++;
        return ValueTask.CompletedTask;
    }

    public ValueTask SettleAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
