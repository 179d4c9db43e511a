namespace CallActors.Speech.Local.Espeak;

/// <summary>How espeak-ng speaks.</summary>
public sealed record EspeakOptions
{
    internal const int SlowestWordsPerMinute = 80;
    internal const int FastestWordsPerMinute = 450;

    /// <summary>Voice for requests that name none, as listed by <c>espeak-ng --voices</c>, with an optional variant after a plus
    /// sign, for example <c>en-us+f3</c>. Default <c>en-us</c>: the clearest of its English voices within the telephone band.</summary>
    public string Voice { get; init; } = "en-us";

    /// <summary>Language of <see cref="Voice"/>, as the first part of a BCP 47 tag, default <c>en</c>. A request in another language is
    /// spoken by that language's own voice.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Speed in words a minute, 80–450. Default 165: espeak's own 175 is hurried on the phone, below 150 it drags.</summary>
    public int WordsPerMinute { get; init; } = 165;

    /// <summary>Pitch, 0–100, default 45; 50 is the voice's own. A little lower leaves more of the voice's overtones inside the
    /// telephone band.</summary>
    public int Pitch { get; init; } = 45;

    /// <summary>Requests spoken at the same time, 1–4,096, default 512. One more is refused as busy.</summary>
    public int MaximumUtterances { get; init; } = 512;

    /// <summary>Audio kept ready for a request beyond what its reader has taken, 1–60 s, default 4 s. A request that has more waits
    /// without holding up others; a larger value costs 8 KB a second and request.</summary>
    public TimeSpan ReadAhead { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Longest wait for the next audio, 1–60 s, default 10 s. Reached only when espeak-ng hangs or hundreds of requests
    /// wait at once; the request then fails as timed out.</summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range; the message names it.</exception>
    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Voice);
        ArgumentException.ThrowIfNullOrWhiteSpace(Language);
        OptionRange.Check(WordsPerMinute, SlowestWordsPerMinute, FastestWordsPerMinute, nameof(WordsPerMinute), "espeak-ng's");
        OptionRange.Check(Pitch, 0, 100, nameof(Pitch), "espeak-ng's");
        OptionRange.Check(MaximumUtterances, 1, 4096, nameof(MaximumUtterances), "espeak-ng's");
        OptionRange.Check(ReadAhead, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), nameof(ReadAhead), "espeak-ng's");
        OptionRange.Check(StallLimit, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), nameof(StallLimit), "espeak-ng's");
    }
}
