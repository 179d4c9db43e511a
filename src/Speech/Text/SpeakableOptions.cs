namespace CallActors.Speech.Text;

/// <summary>How an agent's text is said.</summary>
public sealed record SpeakableOptions
{
    public static SpeakableOptions Default { get; } = new();

    /// <summary>BCP 47 tag of the language of the words that are not the agent's own: "code block of two lines", "kilobytes". There are
    /// English, German, French and Spanish; any other language gets English. Default <c>en-US</c>.</summary>
    public string Language { get; init; } = "en-US";

    /// <summary>Longest speech for one text, estimated at 15 characters a second: what goes beyond is named ("There is more: three more
    /// paragraphs.") and not read. Range 10–600 s, or zero for no bound; default 120 s. Shorter spares a listener who cannot skim; what is
    /// not read is not reported as heard.</summary>
    public TimeSpan LongestReply { get; init; } = TimeSpan.FromSeconds(120);
}
