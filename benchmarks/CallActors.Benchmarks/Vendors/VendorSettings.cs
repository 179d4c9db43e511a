namespace CallActors.Benchmarks.Vendors;

/// <summary>How the vendors behave, and how much is measured.</summary>
/// <param name="Calls">Calls at once in the second part, 1–300.</param>
/// <param name="Recognizer">deepgram or deepgram-flux.</param>
/// <param name="Brief">Calls that are dialled, answered, and hung up at the first audio; with one call at a time, and while many talk.</param>
/// <param name="Turns">Turns of the single call.</param>
/// <param name="Talk">How long the many calls talk.</param>
/// <param name="Long">Calls that begin with ten seconds of speech.</param>
internal sealed record VendorSettings(int Calls, string Recognizer, int Brief, int Turns, TimeSpan Talk, int Long)
{
    /// <summary>Phones beside those of the many calls.</summary>
    public const int Others = 8;

    public static VendorSettings Quick { get; } = new(100, "deepgram", 12, 12, TimeSpan.FromSeconds(20), 3);

    public static VendorSettings Full { get; } = new(100, "deepgram", 60, 60, TimeSpan.FromSeconds(60), 10);

    /// <summary>From a text to the voice's first byte.</summary>
    public TimeSpan VoiceDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Seconds of speech that the voice gives in a second.</summary>
    public double VoicePace { get; init; } = 4;

    /// <summary>From being asked for the words to telling them. Nova is asked 400 ms before the turn's end: less than 300 ms does not count.</summary>
    public TimeSpan RecognizerDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The silence that ends a turn; Flux, which ends it by itself, does so after the same.</summary>
    public TimeSpan EndSilence { get; init; } = TimeSpan.FromMilliseconds(700);
}
