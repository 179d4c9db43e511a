using System.Globalization;
using System.Text;
using CallActors.Contracts.Texts;

namespace CallActors.Engine.Messages;

/// <summary>Understands in a text that its writer wants to be called: English, German, French and Spanish, as people type. A pure function of the
/// words: no language is asked for.</summary>
public static class CallMe
{
    private const string Clause = "|";

    /// <summary>What a text says of it. Of several clauses the first that wants a call counts; "now" goes before "later".</summary>
    public static CallWish WishOf(string text)
    {
        var words = WordsOf(text);
        var wish = CallWish.None;
        var from = 0;
        while (from < words.Count)
        {
            var to = words.IndexOf(Clause, from);
            if (to < 0) to = words.Count;
            var found = WishOf(words[from..to], after: to < words.Count ? Upto(words, to + 1) : []);
            if (found is CallWish.Now) return found;
            if (found is CallWish.Later) wish = found;
            from = to + 1;
        }

        return wish;
    }

    private static CallWish WishOf(List<string> clause, List<string> after)
    {
        foreach (var tongue in CallMePhrases.All)
            foreach (var phrase in tongue.Phrases)
                for (var at = 0; at + phrase.Length <= clause.Count; at++)
                {
                    if (!Matches(clause, at, phrase) || tongue.Spoils(clause, at, phrase.Length)) continue;
                    return tongue.IsLater(clause) || tongue.IsLater([.. after.Take(1)]) ? CallWish.Later : CallWish.Now;
                }

        return CallWish.None;
    }

    private static bool Matches(List<string> clause, int at, string[] phrase)
    {
        for (var i = 0; i < phrase.Length; i++)
            if (!IsTyped(clause[at + i], phrase[i])) return false;
        return true;
    }

    /// <summary>The word, or what fingers make of it: one slip in words of five letters and more, two in words of nine and more. Other words of
    /// the language are no slips.</summary>
    private static bool IsTyped(string typed, string meant)
    {
        if (typed == meant) return true;
        if (CallMePhrases.Slips.TryGetValue(meant, out var slips) && slips.Contains(typed)) return true;
        var allowed = meant.Length >= 9 ? 2 : meant.Length >= 5 ? 1 : 0;
        return allowed > 0 && !CallMePhrases.OtherWords.Contains(typed) && Slips(typed, meant, allowed);
    }

    /// <summary>Whether so many letters left out, put in, changed or swapped lead from one word to the other.</summary>
    private static bool Slips(string typed, string meant, int allowed)
    {
        if (Math.Abs(typed.Length - meant.Length) > allowed || typed[0] != meant[0]) return false;
        var (before, last, next) = (new int[meant.Length + 1], new int[meant.Length + 1], new int[meant.Length + 1]);
        for (var j = 0; j <= meant.Length; j++) last[j] = j;
        for (var i = 1; i <= typed.Length; i++)
        {
            next[0] = i;
            for (var j = 1; j <= meant.Length; j++)
            {
                var same = typed[i - 1] == meant[j - 1];
                next[j] = Math.Min(Math.Min(last[j], next[j - 1]) + 1, last[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && typed[i - 1] == meant[j - 2] && typed[i - 2] == meant[j - 1]) next[j] = Math.Min(next[j], before[j - 2] + 1);
            }

            (before, last, next) = (last, next, before);
        }

        return last[meant.Length] <= allowed;
    }

    /// <summary>Lower case, without accents and signs; what divides clauses is a word of its own.</summary>
    private static List<string> WordsOf(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var c in text)
        {
            if (char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark || c is '\'' or '’' or '´' or '`') continue;
            if (char.IsLetterOrDigit(c))
            {
                word.Append(Plain(char.ToLowerInvariant(c)));
                continue;
            }

            EndWord();
            if (c is '.' or ',' or '!' or '?' or ';' or ':' or '\n' or '(' or ')' or '–' or '—') words.Add(Clause);
        }

        EndWord();
        return words;

        void EndWord()
        {
            if (word.Length == 0) return;
            var typed = word.ToString();
            words.Add(CallMePhrases.Divides.Contains(typed) ? Clause : typed);
            word.Clear();
        }
    }

    /// <summary>A letter without its accent. Not by normalization, which does nothing where globalization is invariant.</summary>
    private static string Plain(char letter) => letter switch
    {
        'à' or 'á' or 'â' or 'ä' or 'ã' => "a",
        'ç' => "c",
        'è' or 'é' or 'ê' or 'ë' => "e",
        'ì' or 'í' or 'î' or 'ï' => "i",
        'ñ' => "n",
        'ò' or 'ó' or 'ô' or 'ö' or 'õ' => "o",
        'ù' or 'ú' or 'û' or 'ü' => "u",
        'œ' => "oe",
        'ß' => "ss",
        _ => letter.ToString(),
    };

    private static List<string> Upto(List<string> words, int from)
    {
        while (from < words.Count && words[from] == Clause) from++;
        var to = words.IndexOf(Clause, from);
        return words[from..(to < 0 ? words.Count : to)];
    }
}
