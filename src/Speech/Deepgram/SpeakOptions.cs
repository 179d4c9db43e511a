namespace CallActors.Speech.Deepgram;

/// <summary>How Deepgram's voices speak.</summary>
public sealed record SpeakOptions
{
    /// <summary>The voice of requests that name none, by the vendor's name for it. Default <c>aura-2-thalia-en</c>. A <c>flux-…</c> voice is
    /// spoken by turns (<c>/v2/speak</c>): the service is told how much of an interrupted one was played.</summary>
    public string Voice { get; init; } = "aura-2-thalia-en";

    /// <summary>Speaks over WebSockets that are kept, which saves a handshake before each sentence. Default true; false: one HTTP request
    /// for each.</summary>
    public bool UsesSockets { get; init; } = true;

    /// <summary>Sockets at the same time, over all voices. Range 1–1,000, default 64: an account's own limit is lower or higher. What comes
    /// beyond them goes by HTTP.</summary>
    public int MostSockets { get; init; } = 64;

    /// <summary>A socket that nobody speaks with is closed after this. Range 1–300 s, default 30 s.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait for the next audio. Range 0.5–30 s, default 8 s: the request then fails as timed out.</summary>
    public TimeSpan AudioWithin { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>A cancelled request's socket is used again when the service confirms within this that it has forgotten the request, and closed
    /// otherwise. Range 0.1–5 s, default 1 s.</summary>
    public TimeSpan ClearWithin { get; init; } = TimeSpan.FromSeconds(1);

    /// <exception cref="ArgumentException">A value cannot be used; the message names it.</exception>
    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Voice);
        OptionRange.Check(MostSockets, 1, 1000, nameof(MostSockets), "Deepgram's");
        OptionRange.Check(KeepFor, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(300), nameof(KeepFor), "Deepgram's");
        OptionRange.Check(AudioWithin, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30), nameof(AudioWithin), "Deepgram's");
        OptionRange.Check(ClearWithin, TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(5), nameof(ClearWithin), "Deepgram's");
    }
}
