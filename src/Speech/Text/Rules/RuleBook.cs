using CallActors.Speech.Text.Languages;

namespace CallActors.Speech.Text.Rules;

/// <summary>
/// Applies rules to a text. Each rule sees the text as it is written, and what an earlier rule has claimed is left to it: so no words are
/// made of words, and every word knows which part of the source it stands for.
/// </summary>
internal sealed class RuleBook(IReadOnlyList<SpeechRule> rules)
{
    /// <param name="sayRest">Says the character at a position that no rule has claimed.</param>
    public void Say(BoundText text, SpokenWords words, SpokenLine line, Action<BoundText, int, SpokenLine> sayRest)
    {
        var claims = Claims(text.Text, words);
        var at = 0;
        foreach (var claim in claims)
        {
            SayPlain(text, at, claim.Start, line, sayRest);
            line.Append(claim.Words, text.SourceAt(claim.Start));
            at = claim.Start + claim.Length;
        }

        SayPlain(text, at, text.Length, line, sayRest);
    }

    private static void SayPlain(BoundText text, int from, int to, SpokenLine line, Action<BoundText, int, SpokenLine> sayRest)
    {
        for (var i = from; i < to; i++) sayRest(text, i, line);
    }

    private List<Claim> Claims(string text, SpokenWords words)
    {
        var claims = new List<Claim>();
        if (text.Length == 0) return claims;
        var taken = new bool[text.Length];
        foreach (var rule in rules)
        {
            if (rule.Needs is { } needs && !text.AsSpan().ContainsAny(needs)) continue;
            for (var match = rule.Pattern.Match(text); match.Success; match = match.NextMatch())
            {
                if (match.Length == 0 || taken.AsSpan(match.Index, match.Length).Contains(true)) continue;
                if (rule.Say(match, words) is not { } said) continue;
                taken.AsSpan(match.Index, match.Length).Fill(true);
                claims.Add(new Claim(match.Index, match.Length, said));
            }
        }

        claims.Sort((a, b) => a.Start.CompareTo(b.Start));
        return claims;
    }

    private readonly record struct Claim(int Start, int Length, string Words);
}
