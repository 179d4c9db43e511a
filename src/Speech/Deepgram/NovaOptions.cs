namespace CallActors.Speech.Deepgram;

/// <summary>How Deepgram's <c>/v1/listen</c> (the Nova models) listens.</summary>
public sealed record NovaOptions
{
    /// <summary>The model. Default <c>nova-3</c>; <c>nova-2-phonecall</c> is the one for bad lines.</summary>
    public string Model { get; init; } = "nova-3";

    /// <summary>Deepgram's word for a language, by BCP 47 tag, where it differs: for example <c>es-AR</c> → <c>es-419</c>, or every tag →
    /// <c>multi</c>. Default: none differs.</summary>
    public IReadOnlyDictionary<string, string> Languages { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Punctuation, numbers as digits, addresses as they are written. Default true.</summary>
    public bool SmartFormat { get; init; } = true;

    /// <summary>Silence after which the service takes words for final by itself. Range 10–5,000 ms, default 300 ms. The turn's end is found
    /// elsewhere: longer only delays words.</summary>
    public TimeSpan Endpointing { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Words that nobody asked for, as the voice was too soft to be noticed, are told after this silence. Range 1–5 s, default 1 s.</summary>
    public TimeSpan UtteranceEnd { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The service hears everything. Default true; with false it hears, and is paid for, only what is near a voice, and is kept
    /// awake by messages between.</summary>
    public bool SendsSilence { get; init; } = true;

    /// <summary>A message goes out after so much quiet. Range 1–8 s, default 4 s: the service closes after 10 s.</summary>
    public TimeSpan KeepAliveEvery { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>An ended segment is answered within this, with the words that are known by then: the service need not answer when there is
    /// little to say. Range 0.2–2 s, default 0.8 s.</summary>
    public TimeSpan FinalizeWithin { get; init; } = TimeSpan.FromSeconds(0.8);

    /// <summary>Audio that is joined into one message. Range 20–250 ms, default 60 ms.</summary>
    public TimeSpan Batch { get; init; } = TimeSpan.FromMilliseconds(60);

    /// <summary>Final words are kept for their segment's end, at most so much speech of them. Range 2–15 s, default 8 s: what is kept is lost
    /// to the call when the connection breaks and its audio is not replayed any more.</summary>
    public TimeSpan HoldAtMost { get; init; } = TimeSpan.FromSeconds(8);

    /// <exception cref="ArgumentException">A value cannot be used; the message names it.</exception>
    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Model);
        OptionRange.Check(Endpointing, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(5), nameof(Endpointing), "Deepgram's");
        OptionRange.Check(UtteranceEnd, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), nameof(UtteranceEnd), "Deepgram's");
        OptionRange.Check(KeepAliveEvery, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8), nameof(KeepAliveEvery), "Deepgram's");
        OptionRange.Check(FinalizeWithin, TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(2), nameof(FinalizeWithin), "Deepgram's");
        OptionRange.Check(Batch, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(250), nameof(Batch), "Deepgram's");
        OptionRange.Check(HoldAtMost, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(15), nameof(HoldAtMost), "Deepgram's");
    }
}
