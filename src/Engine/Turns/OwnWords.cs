namespace CallActors.Engine.Turns;

/// <summary>Tells whether a recogniser has heard our own voice, that came back from a loudspeaker, instead of the person's.</summary>
internal static class OwnWords
{
    // Of the words of an echo some are heard wrongly; of a person's own sentence few are ours by chance.
    private const double EchoShare = 0.7;

    /// <summary>Most of the words are among those that we have just said.</summary>
    public static bool Resembles(string text, string said)
    {
        var words = Words(text);
        if (words.Length == 0) return false;
        var ours = Words(said).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return words.Count(ours.Contains) >= EchoShare * words.Length;
    }

    private static string[] Words(string text) => text.Split([' ', ',', '.', '?', '!', ';', ':', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
