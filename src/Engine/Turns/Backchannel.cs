using System.Collections.Frozen;

namespace CallActors.Engine.Turns;

/// <summary>Words by which a listener says "go on" rather than "stop". English.</summary>
internal static class Backchannel
{
    private static readonly FrozenSet<string> Words = new[]
    {
        "uh", "um", "hm", "hmm", "mm", "mhm", "mm-hmm", "uh-huh", "aha", "ah", "oh", "yeah", "yep", "yup", "right", "ok", "okay", "sure", "huh",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Greetings = new[]
    {
        "hello", "hi", "hey", "yes", "speaking", "this", "is", "good", "morning", "afternoon", "evening", "there", "who's",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>At most three words, all of them listening noises; in the greeting of a call also the usual words of picking up.</summary>
    public static bool Is(string text, bool inGreeting)
    {
        var count = 0;
        foreach (var range in text.AsSpan().SplitAny(' ', ',', '.', '?', '!'))
        {
            var word = text.AsSpan(range);
            if (word.IsEmpty) continue;
            if (++count > 3) return false;
            if (!Words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word)
                && !(inGreeting && Greetings.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word)))
                return false;
        }

        return count > 0;
    }
}
