namespace CallActors.Engine.Assistants;

/// <summary>Finds in the assistant's words how far a person has heard them. What was heard comes from the voice, which may have spoken marks
/// and numbers in other characters than they were written.</summary>
internal static class HeardWords
{
    /// <summary>How many characters of what was said were heard: up to the end of the last word heard.</summary>
    public static int In(string said, string heard)
    {
        var (at, end) = (0, 0);
        foreach (var letter in heard)
        {
            if (!char.IsLetterOrDigit(letter)) continue;
            while (at < said.Length && !char.IsLetterOrDigit(said[at])) at++;
            if (at >= said.Length) return said.Length;
            if (char.ToLowerInvariant(said[at]) != char.ToLowerInvariant(letter)) return ByWords(said, heard);
            end = ++at;
        }

        // The mark behind the last word belongs to it.
        while (end > 0 && end < said.Length && !char.IsLetterOrDigit(said[end]) && !char.IsWhiteSpace(said[end])) end++;
        return end;
    }

    /// <summary>Spoken otherwise than written: as many words.</summary>
    private static int ByWords(string said, string heard)
    {
        var left = heard.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        var at = 0;
        while (left-- > 0)
        {
            while (at < said.Length && char.IsWhiteSpace(said[at])) at++;
            while (at < said.Length && !char.IsWhiteSpace(said[at])) at++;
        }

        return at;
    }
}
