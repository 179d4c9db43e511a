namespace CallActors.Engine.Switchboard.Language;

/// <summary>How near two spellings are for an ear: from 0 to 1, where 1 is the same.</summary>
internal static class EarDistance
{
    /// <summary>Longest text that is compared; what is longer is no name.</summary>
    private const int Longest = 64;

    // What recognisers take for one another costs less than a letter. A vowel is heard worse than a consonant; a hiss, a stop of the same place or
    // a doubled letter is hardly a difference.
    private const double Vowel = 0.5;
    private const double Doubled = 0.15;
    private const double Swap = 0.8;

    private static readonly Dictionary<(char, char), double> Near = Pairs("""
        ck.2 cq.2 kq.2 gk.5 cg.5 ks.7 kx.4 sx.4 sz.25 cs.3 cz.3 dt.4 bp.4 fv.3 vw.4 fw.5 mn.5 iy.2 jy.4 gj.4 jz.5 bv.5 lr.7 uw.4 ßs.1 äe.2 äa.3 öo.3 öe.4 üu.3 üi.3 üy.2
        """);

    /// <summary>By spelling: a Damerau–Levenshtein distance (optimal string alignment), weighted by what is heard alike.</summary>
    public static double BySpelling(string a, string b)
    {
        if (a.Length == 0 || b.Length == 0 || a.Length > Longest || b.Length > Longest) return 0;
        if (a == b) return 1;
        var cost = new double[a.Length + 1, b.Length + 1];
        for (var i = 1; i <= a.Length; i++) cost[i, 0] = cost[i - 1, 0] + Alone(a, i - 1);
        for (var j = 1; j <= b.Length; j++) cost[0, j] = cost[0, j - 1] + Alone(b, j - 1);
        for (var i = 1; i <= a.Length; i++)
            for (var j = 1; j <= b.Length; j++)
            {
                var best = Math.Min(cost[i - 1, j - 1] + Instead(a[i - 1], b[j - 1]), Math.Min(cost[i - 1, j] + Alone(a, i - 1), cost[i, j - 1] + Alone(b, j - 1)));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) best = Math.Min(best, cost[i - 2, j - 2] + Swap);
                cost[i, j] = best;
            }
        return Math.Max(0, 1 - cost[a.Length, b.Length] / Math.Max(a.Length, b.Length));
    }

    /// <summary>By spelling and by the nearer of the codes of sound. A code of one or two letters says little, and weighs less.</summary>
    public static double Compare(SoundText a, SoundText b)
    {
        if (a.Text == b.Text) return a.Text.Length == 0 ? 0 : 1;
        var spelling = BySpelling(a.Text, b.Text);
        var (english, letters) = (0.0, 0);
        foreach (var x in (ReadOnlySpan<string>)[a.Primary, a.Alternate])
            foreach (var y in (ReadOnlySpan<string>)[b.Primary, b.Alternate])
                if (Codes(x, y) is var near && near > english) (english, letters) = (near, Math.Max(x.Length, y.Length));
        var german = Codes(a.Cologne, b.Cologne);
        var (sound, length) = german > english ? (german, Math.Max(a.Cologne.Length, b.Cologne.Length)) : (english, letters);
        var weight = length switch { >= 4 => 0.5, 3 => 0.4, 2 => 0.25, _ => 0.1 };
        // Two words of one sound are the more alike for it; where the sounds differ, the spelling has said so already.
        return spelling * (1 - weight) + sound * weight;
    }

    private static double Codes(string a, string b)
    {
        if (a.Length == 0 || b.Length == 0 || a.Length > Longest || b.Length > Longest) return 0;
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(corner + (a[i - 1] == b[j - 1] ? 0 : 1), Math.Min(above, row[j - 1]) + 1);
                corner = above;
            }
        }
        return 1 - (double)row[b.Length] / Math.Max(a.Length, b.Length);
    }

    private static double Alone(string text, int at)
    {
        var c = text[at];
        if (at > 0 && text[at - 1] == c) return Doubled;
        return IsVowel(c) ? Vowel : c == 'h' ? 0.4 : 1;
    }

    private static double Instead(char a, char b) =>
        a == b ? 0
        : Near.TryGetValue(a < b ? (a, b) : (b, a), out var near) ? near
        : IsVowel(a) && IsVowel(b) ? Vowel : 1;

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y' or 'ä' or 'ö' or 'ü';

    private static Dictionary<(char, char), double> Pairs(string list) => list
        .Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .ToDictionary(p => p[0] < p[1] ? (p[0], p[1]) : (p[1], p[0]), p => double.Parse(p[2..], System.Globalization.CultureInfo.InvariantCulture));
}

/// <summary>A text with its codes of sound.</summary>
internal sealed record SoundText(string Text, string Primary, string Alternate, string Cologne)
{
    /// <param name="text">Lower case.</param>
    public static SoundText Of(string text)
    {
        // Figures have no sound of their own: they are heard as words.
        var spoken = text.Any(char.IsAsciiDigit) ? string.Concat(text.Select(c => char.IsAsciiDigit(c) ? Numerals.InWords(c) : c.ToString())) : text;
        var (primary, alternate) = DoubleMetaphone.Of(spoken);
        return new SoundText(text, primary, alternate, ColognePhonetics.Of(spoken));
    }
}
