namespace CallActors.Speech.Deepgram;

/// <summary>The words that a recognition is told to expect, within Deepgram's bound of 500 tokens for all of them together.</summary>
internal static class KeyTerms
{
    public const int Most = 50;
    public const int Longest = 60;

    // A token is rarely shorter than three characters, names of branches and identifiers apart: those take the margin.
    public const int MostCharacters = 1000;

    /// <summary>As many of the hints as fit, in their order, each once. What is too long is left out: half a name is no hint.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<string> hints)
    {
        var terms = new List<string>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var characters = 0;
        foreach (var hint in hints)
        {
            var term = hint.Trim();
            if (term.Length is 0 or > Longest || term.Any(char.IsControl) || !seen.Add(term)) continue;
            if (terms.Count == Most || characters + term.Length > MostCharacters) break;
            terms.Add(term);
            characters += term.Length;
        }

        return terms;
    }
}
