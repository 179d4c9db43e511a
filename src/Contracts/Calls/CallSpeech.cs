namespace CallActors.Contracts.Calls;

/// <summary>How one call is spoken and listened to, where that differs from the node's settings.</summary>
/// <param name="Voice">Name of a voice that a synthesizer offers; empty for the node's.</param>
/// <param name="Language">BCP 47 tag, for example <c>de-DE</c>; empty for the node's.</param>
/// <param name="Hints">Names and words that the person is likely to say; may be empty.</param>
public sealed record CallSpeech(string Voice, string Language, IReadOnlyList<string> Hints)
{
    /// <summary>Most hints of a call; vendors take about as many.</summary>
    public const int MostHints = 100;

    /// <summary>Longest hint, in characters.</summary>
    public const int LongestHint = 60;

    /// <summary>Longest name of a voice, in characters.</summary>
    public const int LongestName = 100;

    /// <summary>Longest language tag, in characters.</summary>
    public const int LongestTag = 35;

    /// <summary>As the node is set.</summary>
    public static CallSpeech OfNode { get; } = new("", "", []);

    /// <summary>What an agent asks for, within bounds: what is too long to be a name, a tag or a hint counts as not given, and so do hints
    /// beyond the hundredth.</summary>
    public static CallSpeech Of(string? voice, string? language, IReadOnlyList<string>? hints) => new(
        Given(voice, LongestName),
        Given(language, LongestTag),
        [.. (hints ?? []).Select(hint => Given(hint, LongestHint)).Where(hint => hint.Length > 0).Take(MostHints)]);

    private static string Given(string? text, int longest) => text?.Trim() is { } given && given.Length <= longest ? given : "";
}
