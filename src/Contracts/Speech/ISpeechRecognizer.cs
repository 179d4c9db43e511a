namespace CallActors.Contracts.Speech;

/// <summary>What kind of answer the agent's question asks for. It narrows what a local recogniser listens for and shortens
/// the silence that ends a turn.</summary>
public abstract record Expectation
{
    private Expectation() { }

    /// <summary>Anything.</summary>
    public sealed record Open : Expectation
    {
        public static Open Instance { get; } = new();
    }

    /// <summary>Yes, no, or a way of saying so.</summary>
    public sealed record YesOrNo : Expectation
    {
        public static YesOrNo Instance { get; } = new();
    }

    /// <summary>One of these answers (2–20, each at most 60 characters).</summary>
    public sealed record OneOf(IReadOnlyList<string> Choices) : Expectation;

    /// <summary>Digits spoken one by one.</summary>
    public sealed record Digits : Expectation
    {
        public static Digits Instance { get; } = new();
    }
}

/// <summary>How one call is to be listened to.</summary>
/// <param name="Language">BCP 47 tag, for example <c>en-US</c>.</param>
/// <param name="Hints">Names and words that are likely, for example branch names; may be empty.</param>
public sealed record RecognitionRequest(string Language, IReadOnlyList<string> Hints)
{
    public static RecognitionRequest Default { get; } = new("en-US", []);
}

/// <summary>Text heard by a recogniser.</summary>
/// <param name="Segment">Counts finished segments of this recognition from 0; interim texts of a segment carry its number.</param>
/// <param name="Text">The words; for an interim text all of the segment so far. Empty when the segment held no words.</param>
/// <param name="IsFinal">The segment's text will not change any more.</param>
/// <param name="Confidence">0–1, or null where the recogniser gives none.</param>
/// <param name="Through">How far into the audio that this recognition accepted a final text reaches; null where the recogniser does not
/// tell. Audio behind it is replayed when the recognition has to be opened anew.</param>
public sealed record RecognizedText(int Segment, string Text, bool IsFinal, double? Confidence = null, TimeSpan? Through = null);

/// <summary>What a recogniser that follows turns itself tells of them.</summary>
public enum RecognizedTurn
{
    /// <summary>Speech has started.</summary>
    SpeechStarted,

    /// <summary>The turn has probably ended; it may be <see cref="Resumed"/>.</summary>
    LikelyEnded,

    /// <summary>The person goes on after <see cref="LikelyEnded"/>.</summary>
    Resumed,

    /// <summary>The turn has ended.</summary>
    Ended,
}

/// <summary>Where a recognition's results go. Called from any thread, never concurrently; must not block.</summary>
public interface IRecognitionListener
{
    void OnText(RecognizedText text);

    /// <summary>Only recognisers with <see cref="ISpeechRecognizer.FollowsTurns"/> call this.</summary>
    void OnTurn(RecognizedTurn turn)
    {
    }

    /// <summary>The service has confirmed the end of the oldest segment that was ended and not yet confirmed or answered: it has the audio,
    /// and its words are pending. Only services that say so cause this; it is what tells a slow one from a deaf one.</summary>
    void OnSegmentTaken()
    {
    }

    /// <summary>The recognition has failed and delivers nothing more.</summary>
    void OnFailed(SpeechException failure);
}

/// <summary>Listens to one call.</summary>
public interface ISpeechRecognition : IAsyncDisposable
{
    /// <summary>Takes the next audio. Never blocks; false when the recogniser is behind by more than its bound and the audio was
    /// dropped.</summary>
    /// <param name="muLaw">µ-law, 8 kHz, mono, any length; copied before the call returns.</param>
    bool Accept(ReadOnlySpan<byte> muLaw);

    /// <summary>Ends the segment: everything accepted so far is recognised and answered with a final text, also an empty one.</summary>
    void EndSegment();

    /// <summary>What the next segment is expected to hold. Takes effect at the next segment's start.</summary>
    void Expect(Expectation expectation);
}

/// <summary>Opens recognitions. Implementations are thread-safe.</summary>
public interface ISpeechRecognizer
{
    /// <summary>Name for logs, configuration and health, for example <c>pocketsphinx</c>.</summary>
    string Name { get; }

    /// <summary>False for engines that pay for every second they hear: they get only the audio around speech, with what came just
    /// before it. True for services that need an unbroken stream.</summary>
    bool WantsSilence => true;

    /// <summary>True for services that say themselves when a turn begins and ends: silence is then only the watchdog's measure.</summary>
    bool FollowsTurns => false;

    /// <exception cref="SpeechException">No recognition can be opened: see its reason.</exception>
    ValueTask<ISpeechRecognition> StartAsync(RecognitionRequest request, IRecognitionListener listener, CancellationToken cancellationToken);
}
