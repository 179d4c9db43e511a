namespace CallActors.Engine.Assistants;

/// <summary>Cuts words that come a few letters at a time into pieces that a voice can begin with: sentences, or the like of them.</summary>
internal static class SpokenPieces
{
    /// <summary>A shorter sentence goes with the next: "Yes." alone has no melody.</summary>
    private const int Least = 24;

    /// <summary>A sentence that is longer goes at a comma or between words.</summary>
    private const int Most = 240;

    /// <summary>How many characters from the beginning make a piece; zero when it has to wait for more.</summary>
    public static int Cut(string words)
    {
        for (var i = 0; i + 1 < words.Length; i++)
        {
            if (words[i] is '\n' && i >= Least) return i + 1;
            // The space tells an end of a sentence from a number or a file's name.
            if (words[i] is '.' or '!' or '?' or ':' or ';' && char.IsWhiteSpace(words[i + 1]) && i + 1 >= Least) return i + 2;
        }

        if (words.Length <= Most) return 0;
        var comma = words.LastIndexOf(", ", Most, StringComparison.Ordinal);
        if (comma > Most / 2) return comma + 2;
        var space = words.LastIndexOf(' ', Most);
        return space > 0 ? space + 1 : Most;
    }
}
